-- Rows that are dressed while they are read, all members of them or some, against plain decoding.
local core = require "aliota.core"
local expect = require "fuzz.expect"
local task = require "aliota.api.task"

local FIELDS = {DeviceName = true, Progress = true, TaskStatus = true}
local NARROW = {path = task.path, id = task.id, metatable = task.metatable, values = task.values, fields = FIELDS}

local function rows_of(answer)
  local at = answer
  for _, name in ipairs(task.path) do at = type(at) == "table" and at ~= core.null and at[name] or nil end
  return type(at) == "table" and at or {}
end

local function narrowed(row)
  if type(row) ~= "table" or getmetatable(row) ~= task.metatable then return row end
  local few = {}
  for name in pairs(FIELDS) do few[name] = row[name] end
  return few
end

local function check(text, is_lenient)
  local plain, problem, position = core.json.decode(text, true, nil, is_lenient)
  local whole, ids, replaced = core.json.decode(text, true, task, is_lenient)
  local narrow, narrow_ids, narrow_replaced = core.json.decode(text, true, NARROW, is_lenient)
  expect.same({ids, replaced}, {narrow_ids, narrow_replaced}, "ids, or what is wrong, of some fields")
  if plain == nil then return expect.same({problem, position}, {ids, replaced}, "refusal") end
  local list = rows_of(whole)
  for i, row in ipairs(rows_of(narrow)) do expect.same(narrowed(list[i]), row, "row " .. i) end
  expect.same(#rows_of(plain), #list, "number of rows")
end

return function(text)
  check(text, false)
  check(text, true)
end
