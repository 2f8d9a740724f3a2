-- Workbooks as another program reads them, whichever Lua wrote them.
local decode = require("aliota.core").json.decode
local device_texts = require "spec.support.device_texts"
local hostile = require "spec.support.hostile"
local read = require "spec.support.spreadsheet"
local recorded = require "spec.support.recorded_tasks"
local shell = require "spec.support.shell"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local written = require "spec.support.written"

local function sheets_of(tasks, columns)
  return read(written("xlsx", tasks, {columns = columns, now = 1767600000}))
end

describe("write.xlsx", function()
  local tasks, figures
  setup(function()
    local sheets = sheets_of(recorded())
    tasks, figures = sheets[1], sheets[2]
    assert.equal(2, #sheets)
  end)

  it("has the tasks below a header that stays, with a filter, and the figures behind them", function()
    assert.same({"Tasks", "A2", "A1:O17", 17}, {tasks.name, tasks.frozen, tasks.filter, #tasks.rows})
    assert.same({"DeviceName", "UtcModified", "TaskId"}, {tasks.rows[1]["1"], tasks.rows[1]["8"], tasks.rows[1]["15"]})
    assert.equal("Figures", figures.name)
    assert.equal(0, tasks.formulas + figures.formulas)
  end)

  it("has texts as texts, numbers as numbers, times as times", function()
    local row = tasks.rows[5]
    assert.same({"device-000004", "IN_PROGRESS", 33.5, "1.0.0", 1440},
      {row["1"], row["2"], row["3"], row["5"], row["9"]})
    assert.same({time = "2026-01-05T09:51:06"}, row["8"])
    assert.same({"@", "General", "@", "yyyy\\-mm\\-dd\\ hh:mm:ss"},
      {tasks.formats[2][1], tasks.formats[2][3], tasks.formats[2][5], tasks.formats[2][8]})
    assert.is_nil(row["4"])
  end)

  it("has states in their colours", function()
    for i = 2, #tasks.rows do
      local status = tasks.rows[i]["2"]
      if status then assert.equal("FF" .. task_status.of(status).light:sub(2):upper(), tasks.colours[i][2]) end
    end
  end)

  it("counts what the reports count", function()
    local by_name = {}
    for _, row in ipairs(figures.rows) do by_name[row["1"] or ""] = row end
    assert.equal("16 of 16 tasks, complete", figures.rows[2]["1"])
    assert.same({time = "2026-01-05T08:00:00"}, by_name["Made (UTC)"]["2"])
    assert.equal("7glPHmaDYLAYMD1HHutT02****", by_name.Batch["2"])
    assert.same({4, 0.25}, {by_name.SUCCEEDED["2"], by_name.SUCCEEDED["3"]})
    assert.same({16, 4 / 9}, {by_name.all["2"], by_name["success rate"]["3"]})
    assert.same({1, "device-000008"}, {by_name["canceled: task canceled by user"]["2"],
      by_name["canceled: task canceled by user"]["4"]})
    assert.same({12, 3, 5, 0.625}, {by_name["1.0.0"]["2"], by_name["1.0.0"]["3"], by_name["1.0.0"]["4"],
      by_name["1.0.0"]["7"]})
  end)

  it("keeps every text that devices send as it is, line ends as line feeds", function()
    local rows = sheets_of(device_texts.tasks(), {"DeviceName", "TaskDesc", "SrcVersion"})[1].rows
    for i, sent in ipairs(device_texts.LIST) do
      local expected = sent:gsub("\r\n", "\n"):gsub("^_x", "_x005F_x") -- the format's escape, which openpyxl leaves
      for cell = 1, 3 do assert.equal(sent ~= "" and expected or nil, rows[i + 1][tostring(cell)]) end
    end
  end)

  it("is well-formed and holds no formula, whatever devices say", function()
    local sheets = sheets_of(hostile.tasks(), {"DeviceName", "TaskStatus"})
    assert.equal(0, sheets[1].formulas + sheets[2].formulas)
    for i, sent in ipairs(hostile.TEXTS) do
      local expected = sent:gsub("\r\n?", "\n"):gsub("[^\t\n]+", text.printable)
      assert.equal(expected ~= "" and expected or nil, sheets[1].rows[i + 1]["1"])
    end
  end)

  it("cuts a text where a cell ends, not within a character", function()
    local given = {("x"):rep(32767), ("x"):rep(32768), ("😀"):rep(20000), ("x"):rep(32766) .. "😀"}
    local list = {}
    for i, sent in ipairs(given) do list[i] = {TaskDesc = sent} end
    local rows = sheets_of(list, {"TaskDesc"})[1].rows
    assert.same({given[1], ("x"):rep(32766) .. "…", ("😀"):rep(16383) .. "…", ("x"):rep(32766) .. "…"},
      {rows[2]["1"], rows[3]["1"], rows[4]["1"], rows[5]["1"]})
  end)

  it("has a number as text where its digits would be lost, and what is nested as JSON", function()
    local task = decode '{"Serial":1234567890123456,"Small":123456789012345,"Tags":["a"],"Flag":true}'
    task.Rate, task.UtcCreate, task.UtcModified = 0 / 0, "1899-01-01T00:00:00Z", "2026-02-30T00:00:00Z"
    local row = sheets_of({task}, {"Serial", "Small", "Tags", "Flag", "Rate", "UtcCreate", "UtcModified"})[1].rows[2]
    assert.same({"1234567890123456", 123456789012345, '["a"]', "true", "NaN"},
      {row["1"], row["2"], row["3"], row["4"], row["5"]})
    assert.same({"1899-01-01T00:00:00Z", "2026-02-30T00:00:00Z"}, {row["6"], row["7"]})
  end)

  it("has more columns than letters", function()
    local names, task = {}, {}
    for i = 1, 60 do
      names[i] = "New" .. string.char(64 + math.ceil(i / 26), 65 + i % 26) .. "Field"
      task[names[i]] = i
    end
    local sheet = sheets_of({task}, names)[1]
    assert.same({"A1:BH2", 27, 60}, {sheet.filter, sheet.rows[2]["27"], sheet.rows[2]["60"]})
  end)

  it("is the same file for the same tasks", function()
    local function once() return written("xlsx", recorded(), {now = 1767600000}) end
    assert.equal(once(), once())
  end)

  it("is whole for unzip and for xmllint", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    file:write(written("xlsx", hostile.tasks()))
    assert(file:close())
    local output, status = shell.run(([[unzip -tq %s &&
      for part in $(unzip -Z1 %s | grep -v '^\[') '\[Content_Types\].xml'
      do unzip -p %s "$part" | xmllint --noout - || exit 1
      done]]):format(path, path, path))
    os.remove(path)
    assert.equal(0, status, output)
  end)
end)
