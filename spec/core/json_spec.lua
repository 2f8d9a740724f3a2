local core = require "aliota.core"
local cjson = require "cjson"
local data = require "spec.support.data"
local answer_rows = require "aliota.api.answer_rows"
local python = require "spec.support.python"
local rounds = require "spec.support.rounds"
local json, null = core.json, core.null
local is_integer_vm = math.type ~= nil

-- A small generator of its own, so that a failing case can be found again by its seed.
local function random(seed)
  return function(limit)
    seed = seed * 16807 % 2147483647
    return seed % limit + 1
  end
end

local STRINGS = {"", "a", "plain text", "with \"quotes\" and \\", "\0nul\0", "tab\tline\n", "设备", "😀", "\127", "a/b"}

local function random_value(pick, depth)
  local kind = pick(depth > 0 and 7 or 5)
  if kind == 1 then return pick(2) == 1 end
  if kind == 2 then return pick(2000000) - 1000000 end
  if kind == 3 then return (pick(2000) - 1000) / 8 + 0.5 end
  if kind <= 5 then return STRINGS[pick(#STRINGS)] end
  local value = {}
  if kind == 6 then
    for i = 1, pick(6) do value[i] = random_value(pick, depth - 1) end
  else
    for _ = 1, pick(6) do value["k" .. pick(9) .. STRINGS[pick(#STRINGS)]] = random_value(pick, depth - 1) end
  end
  return value
end

describe("core.json", function()
  it("decodes the vendor's sample field by field", function()
    local answer = json.decode(data.read "list_ota_task_by_job.json")
    local function task(more)
      local common = {
        SrcVersion = "1.0.0", FirmwareId = "q3j9OYBjUAZMv1hlMgdo03****", ProductKey = "a1GUfrM****",
        JobId = "7glPHmaDYLAYMD1HHutT02****", DestVersion = "1.0.1", ProductName = "MyProduct",
      }
      for name, value in pairs(more) do common[name] = value end
      return common
    end
    assert.same({
      PageCount = 1, PageSize = 10, CurrentPage = 1, Total = 2, Success = true,
      RequestId = "A59D3BE1-E9A3-43F3-9B50-B7C8DE165D9B",
      Data = {SimpleOTATaskInfo = {
        task {
          DeviceName = "testDevice1", IotId = "SR8FiTu1R9tlUR2V1bmi00105****", Timeout = "1440",
          TaskDesc = "report version is not conform", UtcCreate = "2019-11-04T03:38:15.000Z",
          UtcModified = "2019-11-04T03:38:15.000Z", TaskStatus = "FAILED", TaskId = "y3tOmCDNgpR8F9jnVEzC01****",
          Progress = "0.00",
        },
        task {
          DeviceName = "testDevice2", IotId = "nadRdeffljdEndlfadgadfse****", Timeout = "1000", TaskDesc = "",
          UtcCreate = "2019-11-04T03:38:22.000Z", UtcModified = "2019-11-04T03:38:22.000Z",
          TaskStatus = "SUCCEEDED", TaskId = "ZS9sNBb1ahsu6khqr9II01****", Progress = "100.00",
        },
      }},
    }, answer)
  end)

  it("agrees with lua-cjson on whatever that encodes", function()
    for seed = 1, 400 do
      local text = cjson.encode {random_value(random(seed), 4)}
      local value, problem = json.decode(text)
      assert.same(cjson.decode(text), value, ("seed %d: %s %s"):format(seed, text, tostring(problem)))
    end
  end)

  describe("reads", function()
    local cases = {
      {"true", true}, {"false", false}, {"null", null}, {" \t\r\n7 ", 7}, {"0", 0}, {"-1", -1}, {"2.5", 2.5},
      {"-0.5e1", -5}, {"1E+2", 100}, {"1e-2", 0.01}, {'""', ""}, {'"a\\"\\\\\\/\\b\\f\\n\\r\\tz"', 'a"\\/\b\f\n\r\tz'},
      {'"\\u0041\\u00e9\\u4e2d\\ud83d\\ude00\\uFFFF"', "Aé中😀\239\191\191"}, {'"a\\u0000b"', "a\0b"},
      {'"é中😀"', "é中😀"}, {"[]", {}}, {"{}", {}}, {"[[],{}]", {{}, {}}}, {"[1 , 2]", {1, 2}},
      {'{"a":{"b":[1,{"c":null}]}}', {a = {b = {1, {c = null}}}}}, {'{"a":1,"a":2}', {a = 2}}, {'{"":1}', {[""] = 1}},
    }
    for _, case in ipairs(cases) do
      it(case[1], function() assert.same(case[2], (json.decode(case[1]))) end)
    end
  end)

  describe("refuses, and says where", function()
    local cases = {
      {"", "text ends early", 1}, {"  ", "text ends early", 3}, {"[", "text ends early", 2},
      {"[1,]", "value expected", 4},
      {"[1 2]", "',' or ']' expected", 4}, {"[{},]", "value expected", 5}, {"[,1]", "value expected", 2},
      {'{"a":1,}', "key expected", 8}, {'{"a" 1}', "':' expected", 6}, {"{a:1}", "key expected", 2},
      {'{"a":1 "b":2}', "',' or '}' expected", 8}, {'[{"a":1},{"a":1 2}]', "',' or '}' expected", 17},
      {'[{"a":1},{"b":}]', "value expected", 15}, {'[{"a":1},{,}]', "key expected", 11},
      {"01", "number with a leading zero", 2}, {"-", "digit expected", 2}, {"1.", "digit expected", 3},
      {".5", "value expected", 1}, {"1e", "digit expected", 3}, {"+1", "value expected", 1},
      {"NaN", "value expected", 1},
      {"nul", "value expected", 1}, {"truely", "end of text expected", 5}, {"1 1", "end of text expected", 3},
      {"1\0", "end of text expected", 2}, {"\239\187\1911", "value expected", 1}, {"'a'", "value expected", 1},
      {'"abc', "unfinished string", 5}, {'"a\nb"', "control character in a string", 3},
      {'"a\0b"', "control character in a string", 3}, {'"\\x"', "unknown escape", 3}, {'"\\', "unknown escape", 3},
      {'"\\u12g4"', "four hex digits expected after \\u", 3}, {'"\\ud800"', "unpaired surrogate", 3},
      {'"\\udc00"', "unpaired surrogate", 3}, {'"\\ud83d\\u0041"', "unpaired surrogate", 3},
      {'"\192\128"', "invalid UTF-8", 2}, {'"\237\160\128"', "invalid UTF-8", 2},
      {'"\244\144\128\128"', "invalid UTF-8", 2},
      {'"\224\159\191"', "invalid UTF-8", 2}, {'"\240\143\191\191"', "invalid UTF-8", 2},
      {'"ab\255"', "invalid UTF-8", 4},
      {'"\195"', "invalid UTF-8", 2}, {'"12345678\t"', "control character in a string", 10},
    }
    for _, case in ipairs(cases) do
      it(("%q"):format(case[1]), function()
        local value, message, position = json.decode(case[1])
        assert.is_nil(value)
        assert.equal(("%s at byte %d"):format(case[2], case[3]), message)
        assert.equal(case[3], position)
      end)
    end
  end)

  it("accepts exactly the well-formed UTF-8 sequences", function()
    local function is_accepted(...) return json.decode('"' .. string.char(...) .. '"') ~= nil end
    for first = 0x80, 0xFF do
      assert.is_false(is_accepted(first))
      for second = 0, 0xFF, 3 do
        local well_formed = first >= 0xC2 and first <= 0xDF and second >= 0x80 and second <= 0xBF
        assert.equal(well_formed, is_accepted(first, second))
      end
    end
    for code = 0x800, 0x10FFFF, 61 do
      local bytes = code < 0x10000 and {0xE0 + math.floor(code / 4096)}
        or {0xF0 + math.floor(code / 262144), 0x80 + math.floor(code / 4096) % 64}
      bytes[#bytes + 1] = 0x80 + math.floor(code / 64) % 64
      bytes[#bytes + 1] = 0x80 + code % 64
      local unpack = table.unpack or unpack
      assert.equal(code < 0xD800 or code > 0xDFFF, is_accepted(unpack(bytes)))
    end
  end)

  describe("keeps numbers exact", function()
    it("gives the digits as a string where the VM has no such integer", function()
      assert.equal("12345678901234567890", (json.decode "12345678901234567890"))
      assert.equal("-99999999999999999999", (json.decode "-99999999999999999999"))
      assert.equal("1e999", (json.decode "1e999"))
      assert.is_true(json.decode "1e10000000000" ~= 0)
      assert.equal(0, (json.decode "0e5"))
      assert.equal(0, (json.decode "1e-999"))
    end)

    it("holds 64-bit integers where the VM does", function()
      local largest = "9223372036854775807"
      if is_integer_vm then
        assert.equal(math.maxinteger, (json.decode(largest)))
        assert.equal(math.mininteger, (json.decode "-9223372036854775808"))
        assert.equal("-9223372036854775809", (json.decode "-9223372036854775809"))
        assert.equal("integer", math.type((json.decode "5")))
        assert.equal("float", math.type((json.decode "5.0")))
      else
        assert.equal(largest, (json.decode(largest)))
        assert.equal(9007199254740992, (json.decode "9007199254740992"))
        assert.equal("9007199254740993", (json.decode "9007199254740993"))
      end
    end)

    it("knows a negative zero", function()
      assert.equal(-math.huge, 1 / json.decode "-0")
    end)
  end)

  describe("guesses a record from the one before", function()
    local function decoded(text) return assert(json.decode(text)) end

    it("and notices when the guess is wrong", function()
      assert.same({
        {a = "x", b = "y", c = 1}, {a = "x", b = "y", c = 2}, {b = "y", a = "x"}, {}, {a = "x", c = "3", d = "new"},
        {a = "xx", b = "", c = {}}, {a = 1}, {a = "x"},
      }, decoded [[[{"a":"x","b":"y","c":1},{"a":"x","b":"y","c":2},{"b":"y","a":"x"},{},{"a":"x","c":"3","d":"new"},
        {"a":"xx","b":"","c":{}},{"a":1},{"a":"x"}]
      ]])
    end)

    it("within escapes, long and short texts, and texts that begin alike", function()
      local long = ("0123456789"):rep(20)
      assert.same({
        {k = "a\nb", l = long}, {k = "a\nb", l = long}, {k = "a\nb", l = long .. "x"}, {k = "a\nb!", l = ""},
        {k = "", l = long}, {["k\0"] = "1"}, {["k\0"] = "1"},
      }, decoded(('[{"k":"a\\nb","l":"%s"},{"k":"a\\nb","l":"%s"},{"k":"a\\nb","l":"%sx"},{"k":"a\\nb!","l":""},'
        .. '{"k":"","l":"%s"},{"k\\u0000":"1"},{"k\\u0000":"1"}]'):format(long, long, long, long)))
    end)

    it("among other values, and in records within records", function()
      assert.same({1, {a = 1}, {a = 2}, "x", {a = {{b = "c"}, {b = "c"}, {b = "d"}}}, {a = {{b = "c"}}}, {}},
        decoded '[1,{"a":1},{"a":2},"x",{"a":[{"b":"c"},{"b":"c"},{"b":"d"}]},{"a":[{"b":"c"}]},[]]')
    end)

    it("and does not take one wide record for a reason to make all wide", function()
      local wide = {}
      for i = 1, 32 do wide[i] = ('"k%d":1'):format(i) end
      local text = "[{" .. table.concat(wide, ",") .. "}" .. (",{}"):rep(20000) .. "]"
      collectgarbage()
      local before = collectgarbage "count"
      local value = decoded(text)
      collectgarbage()
      assert.equal(20001, #value)
      assert.truthy(collectgarbage "count" - before < 4000)
    end)

    it("and copes with more members than it remembers", function()
      local members, expected = {}, {}
      for i = 1, 100 do
        members[i] = ('"m%d":"v%d"'):format(i, i)
        expected["m" .. i] = "v" .. i
      end
      local record = "{" .. table.concat(members, ",") .. "}"
      assert.same({expected, expected, expected}, decoded("[" .. record .. "," .. record .. "," .. record .. "]"))
    end)
  end)

  describe("with nulls_absent", function()
    it("leaves out members that are null, also of records, and keeps the places in arrays", function()
      assert.same({{a = 1}, {c = {null, 2}}, {}},
        (json.decode('[{"a":1,"b":null},{"c":[null,2],"b":null},{"a":null}]', true)))
      assert.same({}, (json.decode('{"a":1,"a":null}', true)))
      assert.equal(null, (json.decode("null", true)))
    end)
  end)

  describe("with a row schema", function()
    local meta = {}

    local function dressed(text, more)
      local schema = {path = {"Data", "rows"}, id = "id", metatable = meta, values = {size = {S = 1, M = 2}}}
      for name, value in pairs(more or {}) do schema[name] = value end
      return json.decode(text, true, schema)
    end

    local function answer(rows) return '{"Data":{"rows":' .. rows .. '},"Other":{"rows":[{"id":"x","size":"S"}]}}' end

    -- What the same rows are when they are dressed afterwards, and their ids; or what is refused.
    local function expected(text)
      local value = json.decode(text, true)
      local rows = answer_rows.of(value or {}, {"Data", "rows"})
      local ids = core.fingerprints.of(rows, "id")
      answer_rows.follow(rows, {metatable = meta, values = {size = {S = 1, M = 2}}})
      return value, ids
    end

    it("makes of the rows at its path what it says, and of nothing else", function()
      local value = dressed(answer '[{"id":"a","size":"S","more":[{"size":"S"}]},{"id":"b","size":"XL"},{"id":"c"}]')
      assert.same({{id = "a", size = 1, more = {{size = "S"}}}, {id = "b"}, {id = "c"}}, value.Data.rows)
      for _, row in ipairs(value.Data.rows) do assert.equal(meta, getmetatable(row)) end
      assert.is_nil(getmetatable(value.Data.rows[1].more[1]))
      assert.same({id = "x", size = "S"}, value.Other.rows[1])
      assert.is_nil(getmetatable(value.Other.rows[1]))
    end)

    it("asks the metamethods of a table of values", function()
      local asked = {}
      local value = dressed(answer '[{"size":"3"},{"size":"3"},{"size":"3"},{"size":4},{"size":null},{"size":[]}]', {
        values = {size = setmetatable({}, {__index = function(_, key)
          asked[#asked + 1] = type(key)
          return type(key) == "string" and tonumber(key) or nil
        end})},
      })
      assert.same({{size = 3}, {size = 3}, {size = 3}, {}, {}, {}}, value.Data.rows)
      assert.same({"string", "string", "number", "userdata", "table"}, asked)
      local failing = setmetatable({}, {__index = function() error("no", 0) end})
      assert.has_error(function() dressed(answer '[{"size":"3"}]', {values = {size = failing}}) end, "no")
    end)

    it("brings the ids of the rows", function()
      for _, rows in ipairs {"[]", '[{"id":"a"},{"id":7},{"size":"S","id":"\\u0061"}]', '[{"id":"a","id":"b"}]'} do
        local value, ids = dressed(answer(rows))
        assert.equal((core.fingerprints.of(value.Data.rows, "id")), ids)
        assert.equal(8 * #value.Data.rows, #ids)
      end
      local many = {}
      for i = 1, 1000 do many[i] = ('{"id":"%d"}'):format(i) end
      local value, ids = dressed(answer("[" .. table.concat(many, ",") .. "]"))
      assert.equal((core.fingerprints.of(value.Data.rows, "id")), ids)
    end)

    it("brings none where a row has none, or where there are no rows", function()
      for _, rows in ipairs {'[{"id":"a"},{}]', '[{"id":null}]', '[{"id":1.5}]', '[{"id":{}}]', '[{"id":"a"},5]',
        '[5,{"id":"a"}]', '[{"id":"a"},null]', '{"id":"a"}', '"x"', "null"} do
        assert.equal(1, select("#", dressed(answer(rows))), rows)
      end
      assert.equal(1, select("#", dressed "{}"))
      assert.equal(1, select("#", dressed '[{"id":"a"}]'))
    end)

    it("is about the last of several with one name, as the table is", function()
      local both = '{"Data":{"rows":[{"id":"a"}],"rows":[{"id":"b","size":"M"},{"id":"c"}]}}'
      local value, ids = dressed(both)
      assert.same({{id = "b", size = 2}, {id = "c"}}, value.Data.rows)
      assert.equal((core.fingerprints.of(value.Data.rows, "id")), ids)
      for _, text in ipairs {'{"Data":{"rows":[{"id":"a"}],"rows":5}}', '{"Data":{"rows":[{"id":"a"}]},"Data":[]}'} do
        assert.equal(1, select("#", dressed(text)))
      end
    end)

    it("dresses rows of any shape as if that were done afterwards", function()
      local pick = random(2311)
      local members = {
        '"id":"%s"', '"size":"S"', '"size":"M"', '"size":null', '"size":7', '"other":"%s"', '"\\u0069d":"%s"',
        '"id":%d', '"deep":[{"id":1,"size":"S"}]', '"s":{"Data":{"rows":[{"size":"S"}]}}',
      }
      local function row()
        if pick(40) == 1 then return "5" end
        local list = {'"id":"r' .. pick(50) .. '"'}
        for i = 1, pick(6) do list[i] = members[pick(#members)]:format(pick(9)) end
        for i = 1, pick(20) == 1 and 40 or 0 do list[#list + 1] = ('"m%d":"v"'):format(i) end
        if pick(3) == 1 then list[#list + 1] = '"size":"' .. ("SMX"):sub(pick(3)) .. '"' end
        return "{" .. table.concat(list, ",") .. "}"
      end
      for _ = 1, rounds(2000) do
        local rows = {}
        for i = 1, pick(8) do rows[i] = row() end
        local text = answer("[" .. table.concat(rows, pick(2) == 1 and "," or " , ") .. "]")
        local value, ids = dressed(text)
        local other, other_ids = expected(text)
        assert.same(other, value, text)
        assert.equal(other_ids, ids, text)
      end
    end)

    it("must be whole", function()
      for name, problem in pairs {path = "table", id = "string", metatable = "table", values = "table"} do
        assert.has_error(function() dressed("{}", {[name] = 5}) end,
          ("schema.%s must be a %s, not a number"):format(name, problem))
      end
      assert.has_error(function() json.decode("{}", true, 5) end)
      local long = {}
      for i = 1, 16 do long[i] = "a" end
      assert.has_error(function() dressed("{}", {path = long}) end)
    end)
  end)

  describe("lenient", function()
    local function lenient(text, dress) return json.decode(text, true, dress, true) end

    local function hex(bytes) return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)) end

    it("reads what is well-formed like any other, and counts nothing", function()
      for seed = 1, 100 do
        local text = cjson.encode {random_value(random(seed), 4)}
        local value, ids, replaced = lenient(text)
        assert.same({(json.decode(text, true))}, {value})
        assert.same({nil, 0}, {ids, replaced})
      end
      assert.same({"\239\191\189", nil, 0}, {lenient '"\\ufffd"'})
    end)

    it("puts U+FFFD where Python does, in bytes that are no UTF-8", function()
      local pick, texts, given = random(1911), {}, {}
      local bytes = {0, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
        0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF}
      for i = 1, rounds(5000) do
        local text = {}
        for j = 1, pick(7) do text[j] = string.char(bytes[pick(#bytes)]) end
        texts[i] = table.concat(text):gsub("%z", "z")
        given[i] = hex(texts[i])
      end
      local expected = python([[
import json, sys
print(json.dumps([bytes.fromhex(line).decode("utf-8", errors="replace").encode().hex() for line in sys.stdin]))
]], table.concat(given, "\n"))
      for i, text in ipairs(texts) do
        local value, _, replaced = lenient('"' .. text .. '"')
        assert.equal(expected[i], hex(value), given[i])
        assert.equal(value ~= text and 1 or 0, replaced)
        assert.equal(value == text, json.decode('"' .. text .. '"') ~= nil)
      end
    end)

    it("puts U+FFFD where Python does, for halves of surrogate pairs", function()
      local pick, texts = random(77), {}
      local pieces = {
        "\\ud83d", "\\uDE00", "\\ud83d\\ude00", "\\uDBFF", "\\udc00", "a", "\\n", "\\u00e9", "\\\\", "é", "\\ue000",
      }
      for i = 1, 2000 do
        local text = {}
        for j = 1, pick(6) do text[j] = pieces[pick(#pieces)] end
        texts[i] = '"' .. table.concat(text) .. '"'
      end
      local expected = python([[
import json, sys
def read(line):
    return json.loads(line).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode().hex()
print(json.dumps([read(line) for line in sys.stdin.buffer]))
]], table.concat(texts, "\n"))
      for i, text in ipairs(texts) do assert.equal(expected[i], hex((lenient(text))), text) end
    end)

    it("counts texts in values and keys, whatever the record before was like", function()
      local value, _, replaced = lenient('[{"a":"\255","b":"x"},{"a":"\255","b":"x"},{"a":"\255","\255":"\\ud800\254"},'
        .. '{"a":"y","\255":1},{"a":"y","\255":1}]')
      local bad = "\239\191\189"
      assert.same({{a = bad, b = "x"}, {a = bad, b = "x"}, {a = bad, [bad] = bad .. bad}, {a = "y", [bad] = 1},
        {a = "y", [bad] = 1}}, value)
      assert.equal(7, replaced)
    end)

    it("dresses rows and brings their ids", function()
      local dress = {path = {"rows"}, id = "id", metatable = {}, values = {size = {["\239\191\189"] = "none"}}}
      local value, ids, replaced = lenient('{"rows":[{"id":"\255","size":"\\udead"},{"size":"\254","id":"b"}]}', dress)
      assert.same({{id = "\239\191\189", size = "none"}, {id = "b", size = "none"}}, value.rows)
      assert.same({(core.fingerprints.of(value.rows, "id")), 3}, {ids, replaced})
      assert.same({nil, 0}, {select(2, lenient('{"rows":[{}]}', dress))})
    end)

    it("refuses whatever else is no JSON, and where a text ends within a character", function()
      for _, case in ipairs {{'"\255', "unfinished string", 3}, {'"\229\189', "unfinished string", 4},
        {'"\\ud83d', "unfinished string", 8}, {'"\\ud8g0"', "four hex digits expected after \\u", 3},
        {'"\255\n"', "control character in a string", 3}, {"[\255]", "value expected", 2}} do
        local value, message, position = lenient(case[1])
        assert.is_nil(value)
        assert.same({("%s at byte %d"):format(case[2], case[3]), case[3]}, {message, position})
      end
    end)
  end)

  it("stops at a depth of 128", function()
    assert.truthy(json.decode(("["):rep(128) .. ("]"):rep(128)))
    assert.truthy(json.decode(('[{"a":'):rep(64) .. "1" .. ("}]"):rep(64)))
    local value, message = json.decode(("["):rep(129) .. ("]"):rep(129))
    assert.is_nil(value)
    assert.equal("nested too deep at byte 129", message)
    assert.is_nil((json.decode(('[{"a":'):rep(65) .. "1" .. ("}]"):rep(65))))
    assert.is_nil((json.decode(("["):rep(1000000))))
  end)

  it("survives every truncation of the vendor's sample", function()
    local sample = data.read("list_ota_task_by_job.json"):gsub("%s+$", "")
    for length = 0, #sample - 1 do
      local value, message, position = json.decode(sample:sub(1, length))
      assert.is_nil(value)
      assert.equal("string", type(message))
      assert.truthy(position >= 1 and position <= length + 1)
    end
  end)

  it("survives random damage", function()
    local sample, pick = data.read "list_ota_task_by_job.json", random(4711)
    local pieces = {"{", "}", "[", "]", '"', ",", ":", "\\", "\0", "\255", "u", "e", "-", "9", " "}
    for _ = 1, rounds(20000) do
      local at = pick(#sample)
      local value, message = json.decode(sample:sub(1, at - 1) .. pieces[pick(#pieces)] .. sample:sub(at + pick(3)))
      assert.truthy(value ~= nil or type(message) == "string")
    end
  end)

  it("wants a string", function()
    assert.has_error(function() json.decode() end)
    assert.has_error(function() json.decode {} end)
  end)
end)
