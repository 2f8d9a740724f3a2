-- Rows of which only some members are wanted, held against all of their members read by the same decoder.
local core = require "aliota.core"
local rounds = require "spec.support.rounds"
local json = core.json

local NAMES = {"TaskId", "DeviceName", "TaskStatus", "TaskDesc", "Progress", "UtcModified", "Odd"}

local meta = {__name = "row"}
local function schema(fields)
  local set
  if fields then
    set = {}
    for _, name in ipairs(fields) do set[name] = true end
  end
  return {
    path = {"Data", "List"}, id = "TaskId", metatable = meta, fields = set,
    values = {Progress = setmetatable({}, {__index = function(_, sent) return tonumber(sent) end})},
  }
end

-- What should come of it: the whole, and then without what is not wanted.
local function narrowed(rows, fields)
  local set = schema(fields).fields
  for _, row in ipairs(rows) do
    if getmetatable(row) == meta then
      for name in pairs(row) do
        if not set[name] then row[name] = nil end
      end
    end
  end
  return rows
end

local function check(text, fields, lenient)
  local whole, ids, replaced = json.decode(text, true, schema(), lenient)
  local narrow, narrow_ids, narrow_replaced = json.decode(text, true, schema(fields), lenient)
  if whole == nil then -- a message and a position then
    assert.same({nil, ids, replaced}, {narrow, narrow_ids, narrow_replaced})
    return false
  end
  local at = type(whole) == "table" and type(whole.Data) == "table" and whole.Data.List
  if type(at) == "table" then narrowed(at, fields) end
  assert.same(whole, narrow)
  assert.equal(ids, narrow_ids)
  assert.equal(replaced, narrow_replaced)
  return true
end

-- Random texts --------------------------------------------------------------------------------------------------------

local TEXTS = {
  "", "a", "FAILED", "device-000001", ("long "):rep(30), "1.00", [[with \"quotes\"]], [[\u00e9\ud83d\ude00]], "é€😀",
  [[half \ud83d]], "broken \xff", "\xed\xa0\x80", [[\n\t\\\/]], "12345678901234567890",
}
local OTHERS = {"1", "-0", "1.5e3", "12345678901234567890", "true", "false", "null", "[]", "{}", '[1,{"a":[]}]',
  '{"b":{"c":"d"}}', "[[[[[]]]]]", '[{"x":1},{"x":2}]'}
local WRONG = {"01", "nul", "tru", "1.", "-", "1e", [["\x"]], [["\u12"]], "[1,]", '{"a"}', '{"a":}', '{,}', "[",
  '"open'}

local function pick(list) return list[math.random(#list)] end

local function value()
  local dice = math.random(100)
  if dice <= 70 then return '"' .. pick(TEXTS) .. '"' end
  if dice <= 99 then return pick(OTHERS) end
  return pick(WRONG)
end

local function blanks() return math.random(20) == 1 and pick {" ", "\n", "\t ", "\r\n"} or "" end

local function row(names)
  local members = {}
  for i, name in ipairs(names) do
    members[i] = ('%s"%s"%s:%s%s'):format(blanks(), name, blanks(), blanks(), value())
  end
  return "{" .. table.concat(members, blanks() .. ",") .. blanks() .. "}"
end

-- Names of members: mostly those of the row before, now and then with one more, one less, one twice, one escaped.
local function names_of_row()
  local names = {}
  for _, name in ipairs(NAMES) do
    local dice = math.random(60)
    if dice > 1 then names[#names + 1] = name end
    if dice == 2 then names[#names + 1] = pick(NAMES) end
    if dice == 3 then names[#names + 1] = [[Task\u0049d]] end
  end
  return names
end

local function random_text()
  local rows = {}
  for i = 1, math.random(0, 6) do rows[i] = math.random(40) == 1 and value() or row(names_of_row()) end
  return ('{"Total":%d,"Data":{"List":[%s]},"Success":true}'):format(#rows, table.concat(rows, blanks() .. ","))
end

local function mutated(text)
  local at = math.random(#text)
  local dice = math.random(3)
  if dice == 1 then return text:sub(1, at - 1) .. string.char(math.random(0, 255)) .. text:sub(at + 1) end
  if dice == 2 then return text:sub(1, at) end
  return text:sub(1, at - 1) .. text:sub(at + math.random(3))
end

local function random_fields()
  local fields = {}
  for _, name in ipairs(NAMES) do
    if math.random(2) == 1 then fields[#fields + 1] = name end
  end
  return fields
end

describe("core.json with fields", function()
  local page = require "bench.page"

  it("has these members of each row alone", function()
    local answer, ids = json.decode('{"Data":{"List":[{"TaskId":"a","DeviceName":"d","Progress":"5.00"},'
      .. '{"DeviceName":"e","Odd":[1,{"TaskId":"no"}],"TaskId":"b"}]},"TaskId":"stays"}', true,
      schema {"DeviceName", "Progress"})
    assert.same({Data = {List = {{DeviceName = "d", Progress = 5}, {DeviceName = "e"}}}, TaskId = "stays"}, answer)
    assert.equal(core.fingerprints.of({{id = "a"}, {id = "b"}}, "id"), ids)
    assert.equal(meta, getmetatable(answer.Data.List[1]))
  end)

  it("has rows without members where none is wanted", function()
    local answer, ids = json.decode('{"Data":{"List":[{"TaskId":"a"},{"TaskId":"b"}]}}', true, schema {})
    assert.same({Data = {List = {{}, {}}}}, answer)
    assert.equal(16, #ids)
  end)

  it("tells rows apart by what the bytes of an id stand for, also where it is no text", function()
    for _, written in ipairs {[["\u0061b"]], "12", "12.0", '"\xff"', "null", "{}", "[1]"} do
      local text = ('{"Data":{"List":[{"TaskId":%s},{"TaskId":"x"}]}}'):format(written)
      assert.is_true(check(text, {}, true), written)
    end
  end)

  it("finds what is wrong in what nobody wants, where it is", function()
    for _, wrong in ipairs(WRONG) do
      local text = ('{"Data":{"List":[{"TaskId":"a","Odd":%s}]}}'):format(wrong)
      assert.is_false(check(text, {"TaskId"}, false), wrong)
    end
    for _, depth in ipairs {100, 123, 124, 125, 126, 200} do
      local text = '{"Data":{"List":[{"Odd":' .. ("["):rep(depth) .. ("]"):rep(depth) .. "}]}}"
      check(text, {}, false)
      check((text:gsub("%[%[", "[{\"a\":["):gsub("%]%]", "]}]")), {}, false)
    end
  end)

  it("is the whole without the rest, whatever the text", function()
    local good, texts = 0, rounds(10000)
    for _ = 1, texts do
      local text, fields, lenient = random_text(), random_fields(), math.random(2) == 1
      good = good + (check(text, fields, lenient) and 1 or 0)
      check(mutated(text), fields, lenient)
    end
    assert.is_true(good > 0.15 * texts, good)
  end)

  -- The names are as long as those for which they stand, so that an error is at the same place.
  it("is the same where members have other names in the text", function()
    local names, good, texts = {TaskID = "TaskId", ODD = "Odd", DATA = "Data"}, 0, rounds(5000)
    for i = 1, 2 * texts do
      local text, fields, lenient = random_text(), random_fields(), math.random(2) == 1
      if i % 2 == 0 then text = mutated(text) end
      local other = text
      for own, documented in pairs(names) do other = other:gsub('"' .. documented .. '"', '"' .. own .. '"') end
      local read = schema(math.random(3) > 1 and fields or nil)
      local expected = {json.decode(text, true, read, lenient)}
      assert.same(expected, {json.decode(other, true, read, lenient, names)})
      good = good + (type(expected[1]) == "table" and 1 or 0)
    end
    assert.is_true(good > 0.15 * texts, good)
  end)

  it("reads a page of tasks as they are", function()
    local task = require "aliota.api.task"
    local whole = json.decode(page, true, task)
    local fields = {DeviceName = true, Progress = true}
    local narrow = json.decode(page, true, {
      path = task.path, id = task.id, metatable = task.metatable, values = task.values, fields = fields,
    })
    for i, one in ipairs(whole.Data.SimpleOTATaskInfo) do
      assert.same({DeviceName = one.DeviceName, Progress = one.Progress}, narrow.Data.SimpleOTATaskInfo[i])
    end
  end)

  it("refuses what is no set", function()
    local wrong = schema()
    wrong.fields = "DeviceName"
    assert.error_matches(function() json.decode("{}", true, wrong) end, "schema.fields must be a table, or nil")
  end)
end)
