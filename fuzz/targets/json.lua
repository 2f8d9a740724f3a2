-- The decoder: against lua-cjson, and what it reads leniently against what it reads strictly.
local cjson = require("cjson").new()
local core = require "aliota.core"
local expect = require "fuzz.expect"

cjson.decode_max_depth(1000)
cjson.decode_invalid_numbers(false)

-- What is left of a value without the members that are null.
local function without_nulls(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do
    if type(key) == "number" or item ~= core.null then copy[key] = without_nulls(item) end
  end
  return copy
end

local function plain(value)
  if value == core.null then return cjson.null end
  if type(value) ~= "table" then return value end
  local copy = {}
  for key, item in pairs(value) do copy[key] = plain(item) end
  return copy
end

-- Its NUL bytes, broken UTF-8 and numbers beyond a double's reach are told apart by specs: cjson takes them otherwise.
local function is_for_both(text)
  return not text:find "[%z\128-\255]" and not text:find(("%d"):rep(13)) and not text:find "[eE][-+]?%d%d%d"
end

return function(text)
  local value, problem = expect.refusal_or_result(core.json.decode, text)
  if value == nil then return end
  expect.same(value, core.json.decode(text, false, nil, true), "read leniently " .. tostring(problem))
  expect.same(without_nulls(value), core.json.decode(text, true), "read without nulls")
  if not is_for_both(text) then return end
  local ok, theirs = pcall(cjson.decode, text)
  if not ok then error("lua-cjson refuses it: " .. theirs, 0) end
  expect.same(theirs, plain(value), "lua-cjson reads it otherwise")
end
