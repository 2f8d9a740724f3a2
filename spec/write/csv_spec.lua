local columns = require "aliota.write.columns"
local hostile = require "spec.support.hostile"
local python = require "spec.support.python"
local written = require "spec.support.written"

-- Strict: a quote that is not where RFC 4180 has it raises.
local READER = [=[
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
print(json.dumps([[list(cell.encode("utf-8", "surrogateescape")) for cell in row] for row in rows]))
]=]

-- The rows as Python reads them, the header's names as keys.
local function read(text)
  local rows = python(READER, text)
  for _, row in ipairs(rows) do
    for i, bytes in ipairs(row) do
      local cell = {}
      for j, byte in ipairs(bytes) do cell[j] = string.char(byte) end
      row[i] = table.concat(cell)
    end
  end
  local header, tasks = rows[1], {}
  for i = 2, #rows do
    assert.equal(#header, #rows[i])
    tasks[i - 1] = {}
    for j, name in ipairs(header) do tasks[i - 1][name] = rows[i][j] end
  end
  return tasks, header
end

describe("write.csv", function()
  it("has a header line, and lines that end as RFC 4180 says", function()
    local tasks = {{DeviceName = "d1", Progress = 33.5}, {DeviceName = "d2"}}
    assert.equal("DeviceName,Progress\r\nd1,33.5\r\nd2,\r\n",
      written("csv", tasks, {columns = {"DeviceName", "Progress"}}))
    assert.equal(table.concat(columns.DOCUMENTED, ",") .. "\r\n", written("csv", {}))
    assert.equal("\239\187\191TaskId\r\n", written("csv", {}, {columns = {"TaskId"}, bom = true}))
  end)

  it("is read back by another program, byte by byte but for NUL, when raw", function()
    local tasks = hostile.tasks {Timeout = 1440, UtcCreate = false}
    local read_back = read(written("csv", tasks, {raw = true}))
    assert.equal(#tasks, #read_back)
    for i, task in ipairs(tasks) do
      for _, name in ipairs(columns.DOCUMENTED) do
        assert.equal((columns.text(task[name]):gsub("%z", "?")), read_back[i][name])
      end
    end
  end)

  it("gives formulas of devices an apostrophe, and changes nothing else", function()
    local tasks = hostile.tasks()
    for i, row in ipairs(read(written("csv", tasks))) do
      local cell = row.DeviceName
      assert.is_nil(cell:find "^[%s\"]*[=+%-@]", cell)
      assert.is_nil(cell:find "^[\t\r\n]", cell)
      assert.is_nil(cell:find "^[%s\"]*＝", cell)
      assert.is_nil(cell:find "[;\t\r\n][%s\"]*[=+%-@]", cell)
      assert.equal(hostile.TEXTS[i]:gsub("%z", "?"):gsub("'", ""), (cell:gsub("'", "")))
      assert.equal("-2", row.Progress)
    end
    local plain = {"device-000001", "", "设备", "a-b", "1-2", "report version is not conform", "a, b", "04:00:00.000Z",
      "-5", "+5", "-0.5", "-12.", "+1e9", "-1.5E-7", "a;-5", "1;-2;+3"}
    for i, text in ipairs(plain) do plain[i] = {DeviceName = text} end
    for i, row in ipairs(read(written("csv", plain))) do assert.equal(plain[i].DeviceName, row.DeviceName) end
  end)

  it("has texts as formulas that give them, where it is asked to", function()
    local options = {columns = {"SrcVersion", "Progress"}, header = false, formulas = true}
    local function line(version) return written("csv", {{SrcVersion = version, Progress = 5}}, options) end
    for sent, cell in pairs {
      ["1.10"] = '"=""1.10"""', ["=1+1"] = '"=""=1+1"""', ['say "hi"'] = '"=""say """"hi"""""""',
      ["a,b"] = '"=""a,b"""',
      [""] = "", ["a;=1"] = "a;'=1",
      ["\t=1"] = '\'\t\'=1', ["-x\n"] = '"\'-x\n"', [("9"):rep(256)] = ("9"):rep(256),
    } do
      assert.equal(cell .. ",5\r\n", line(sent))
    end
  end)

  it("takes no more for a number than what is one", function()
    local texts = {"-", "+", "-.", "-5+3", "--5", "-5%", "-5 ", "-A1", "+5;=1", "-0x10", "-1e", "-e5", "-5,5", "+1(2)"}
    local tasks = {}
    for i, text in ipairs(texts) do tasks[i] = {DeviceName = text} end
    for i, row in ipairs(read(written("csv", tasks))) do
      assert.equal("'", row.DeviceName:sub(1, 1), texts[i])
    end
    assert.equal("a;-5;'=1", read(written("csv", {{DeviceName = "a;-5;=1"}}))[1].DeviceName)
  end)

  it("writes fields that the vendor adds, nested ones as JSON", function()
    local text = written("csv", {{ModuleName = "main", Tags = {"a", "b"}}}, {columns = {"ModuleName", "Tags"}})
    assert.equal('ModuleName,Tags\r\nmain,"[""a"",""b""]"\r\n', text)
  end)

  it("does not mistake a row for the one before", function()
    local tasks = {{DeviceName = "a", TaskDesc = "x"}, {DeviceName = "a"}, {TaskDesc = "x"}, {DeviceName = "a"}}
    assert.equal("DeviceName,TaskDesc\r\na,x\r\na,\r\n,x\r\na,\r\n",
      written("csv", tasks, {columns = {"DeviceName", "TaskDesc"}}))
  end)
end)
