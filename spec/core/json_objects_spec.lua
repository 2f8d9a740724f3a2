-- Objects in an array, which are read by what the one before was like, held against the same where nothing is guessed.
local json = require("aliota.core").json
local rounds = require "spec.support.rounds"

-- Arrays within this many others are read without a guess.
local OUTER = 16

local function pick(list) return list[math.random(#list)] end

local function blanks() return math.random(8) == 1 and pick {" ", "\n", "\t ", "\r\n  "} or "" end

local NAMES = {"a", "name", "a longer name", "na\\u006de", "é"}
local VALUES = {'"x"', '"1"', '""', '"a longer text"', '"with \\"quotes\\""', "1", "-3", "12", "0.5", "-0.5e1", "true",
  "false", "null", "[1]", "[]", "{}", '{"a":"x"}', '[{"a":1},{"a" :-2},{"a":-3}]'}

local function object()
  local members = {}
  for _, name in ipairs(NAMES) do
    if math.random(8) > 1 then
      members[#members + 1] = ('%s"%s"%s:%s%s'):format(blanks(), name, blanks(), blanks(), pick(VALUES))
    end
  end
  return "{" .. table.concat(members, blanks() .. ",") .. blanks() .. "}"
end

local function array()
  local objects = {}
  for i = 1, math.random(2, 6) do objects[i] = object() end
  return "[" .. table.concat(objects, blanks() .. ",") .. blanks() .. "]"
end

local function damaged(text)
  local at = math.random(2, #text - 1)
  return text:sub(1, at - 1) .. pick {" ", '"', ":", ",", "}", "{", "0", "-", "\\", "a", "\xff"} .. text:sub(at + 1)
end

local function check(text)
  local value, problem, position = json.decode(text)
  local plain, plain_problem, plain_position = json.decode(("["):rep(OUTER) .. text .. ("]"):rep(OUTER))
  if plain == nil then
    assert.is_nil(value, text)
    if position > #text then return end -- where it ends, the other goes on
    assert.equal(plain_position - OUTER, position, text)
    assert.equal(plain_problem:gsub(" at byte.*", ""), problem:gsub(" at byte.*", ""), text)
    return
  end
  for _ = 1, OUTER do plain = plain[1] end
  assert.same(plain, value, text)
end

describe("core.json reads objects in an array", function()
  it("whatever blanks there are around the colons of each", function()
    assert.same({{a = "x"}, {a = "y"}, {a = "z"}}, json.decode '[{"a":"x"},{"a" :"y"},{"a":"z"}]')
    assert.same({{a = 11}, {a = 2}, {a = 12}, {a = -3}}, json.decode '[{"a":11},{"a" :2},{"a":12},{"a":-3}]')
    assert.same({{a = {1}}, {a = {2}}, {a = {3}}}, json.decode '[{"a": [1]},{"a":\n [2]},{"a":[3]}]')
    assert.is_nil((json.decode '[{"a":1},{"a" :2},{"a":x3}]'))
  end)

  it("as where nothing is guessed, whatever the text", function()
    for _ = 1, rounds(5000) do
      local text = array()
      check(text)
      check(damaged(text))
    end
  end)
end)
