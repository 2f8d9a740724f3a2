-- What somebody gives a listing who has neither the core nor cjson nor a network: a source in Lua alone.
local operations = require "aliota.api.operations"
local projection = require "aliota.listing.projection"
local task = require "aliota.api.task"

local ROW_END = "\30"

-- Sets of ids. A table has no length of its own on LuaJIT, a userdata has.
local Set = {}
Set.__index = Set

local held = setmetatable({}, {__mode = "k"})

local function new_set()
  local set = newproxy and newproxy(true) or setmetatable({}, {})
  local meta = getmetatable(set)
  meta.__index, meta.__len = Set, function() return held[set].count end
  held[set] = {ids = {}, count = 0}
  return set
end

function Set:add(id)
  local mine = held[self]
  local is_new = not mine.ids[id]
  if is_new then mine.ids[id], mine.count = true, mine.count + 1 end
  return is_new
end

function Set:add_all(ids)
  local known = 0
  for id in ids:gmatch("[^" .. ROW_END .. "]+") do known = known + (self:add(id) and 0 or 1) end
  return known
end

-- As wide as a fingerprint.
local function padded(id) return id .. ROW_END:rep(8 - #id) end

function Set:keep_new(rows)
  local count, kept, ids = #rows, {}, {}
  for _, row in ipairs(rows) do
    if self:add(row.TaskId) then
      kept[#kept + 1] = row
      ids[#kept] = padded(row.TaskId)
    end
  end
  for i = 1, count do rows[i] = kept[i] end
  return count - #kept, table.concat(ids)
end

function Set.reserve() end

function Set:dump()
  local ids = {}
  for id in pairs(held[self].ids) do ids[#ids + 1] = id end
  table.sort(ids)
  return table.concat(ids, ",")
end

local function load_set(text, except)
  local set = new_set()
  for id in text:gmatch "[^,]+" do
    if not except or not held[except].ids[id] then set:add(id) end
  end
  return set
end

local function ids_of(rows, field)
  local ids = {}
  for i, row in ipairs(rows) do
    if type(row) ~= "table" or not row[field] then return nil, i end
    ids[i] = padded(row[field])
  end
  return table.concat(ids)
end

-- Plain data as a chunk of Lua.
local function write(value)
  if type(value) ~= "table" then return type(value) == "string" and ("%q"):format(value) or tostring(value) end
  local parts = {}
  for key, member in pairs(value) do parts[#parts + 1] = ("[%s]=%s"):format(write(key), write(member)) end
  return "{" .. table.concat(parts, ",") .. "}"
end

local function checksum(text)
  local sum = 7
  for i = 1, #text do sum = (sum * 31 + text:byte(i)) % 2 ^ 31 end
  return ("%08x"):format(sum):rep(2)
end

local CODEC = {
  encode = function(text)
    return (text:gsub("[^%w]", function(character) return ("%%%02X"):format(character:byte()) end))
  end,
  sha256 = checksum,
  write_json = function(value) return "return " .. write(value) end,
  read_json = function(text) return assert((loadstring or load)(text))() end,
  load = load_set,
}

-- The answer for a page of so many tasks.
local function answer(total, extra)
  local number, size, rows = tonumber(extra.CurrentPage), tonumber(extra.PageSize), {}
  for i = (number - 1) * size + 1, math.min(number * size, total) do
    rows[#rows + 1] = {TaskId = "t" .. i, TaskStatus = "QUEUED", UtcModified = ("2026-01-%02d"):format(i * 7 % 31 + 1)}
  end
  return {CurrentPage = number, PageSize = size, Total = total, Data = {SimpleOTATaskInfo = rows}}
end

--- A batch of so many tasks.
---@param total integer
---@return aliota.Source
return function(total)
  local calls = {}
  return {
    operation = operations.ListOTATaskByJob, prefetch = 2, projection = projection.new(task),
    new_set = new_set, ids_of = ids_of, codec = CODEC,
    tell = function() end, begun = function() end,
    start = function(extra, accept)
      local call = {attempts = {{}}, done = false}
      function call.advance() return math.huge end
      function call.cancel() call.done = true end
      function call.answer()
        call.done, call.result = true, accept(answer(total, extra), {seconds = 0.01, headers = {}})
      end
      calls[#calls + 1] = call
      return call
    end,
    run = function(progress)
      while not progress(0) do
        local call = table.remove(calls, 1)
        if not call.done then call.answer() end
      end
    end,
  }
end
