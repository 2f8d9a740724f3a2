-- Several listings as one, read one after the other: those that are given, or those that an iterator hands out, such as
-- one for each batch of a product.
local Iterator = require "aliota.listing.iterator"
local blame = require "aliota.util.blame"
local coverage = require "aliota.listing.coverage"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local pair = require "aliota.listing.pair"
local tasks = require "aliota.listing.task_reader"

local NO_CURSOR = "a chain of listings has none; each of them has one of its own, and so has the error of one"

---@class aliota.Chain
---@field parts aliota.Iterator     hands out what is still to be read
---@field list any[]|nil            the same where it was given: they are closed with the chain
---@field current aliota.Iterator|nil  what is being read
---@field count integer             what that has handed out
---@field whole aliota.Coverage
---@field complete boolean          whether all that was read so far was complete
---@field counted boolean           whether it told how many there are
---@field pair aliota.Pair|nil
---@field needed aliota.FieldSet        by who reads the chain, or chooses from it
---@field looked_at aliota.FieldSet|nil  by who reads it to its end
local Chain = {}
Chain.__index = Chain

local function of_list(list)
  return Iterator.of_arrays(function()
    local all
    all, list = list, nil
    return all
  end)
end

local function is_part(value)
  return getmetatable(value) == Iterator or tasks.is_function(value)
end

-- What a part has seen is added when it is through, or the chain is closed. Where it does not tell how many there are,
-- that is not known of the whole.
function Chain:note()
  local part, whole = self.current, self.whole
  if not part then return end
  local seen = part.coverage
  whole:add(seen or {rows = self.count, unique = self.count})
  self.complete = self.complete and seen ~= nil and seen.complete == true
  self.counted = self.counted and seen ~= nil and seen.total_last ~= nil
  if not self.counted then whole.total_first, whole.total_last = nil, nil end
  self.current = nil
end

function Chain:begin(value)
  local problem = tasks.misuse(value)
  if problem then blame("chain: an iterator or an array expected, not " .. problem) end
  local part = tasks.iterator(value)
  if part.pair ~= self.pair then
    blame("chain: an iterator must not hand out iterators of " .. tostring(part.pair) .. "; give them one by one")
  end
  if not self.list then
    narrowing.check(part, self.needed)
    if self.looked_at then narrowing.narrow(part, self.looked_at) end
  end
  self.current, self.count = part, 0
end

-- Of an iterator of listings each is told when it begins; a single listing is the iterator itself.
local function narrowing_of(self)
  local given = self.list or {self.parts}
  return {
    lacks = function(_, fields)
      self.needed = merge(self.needed, fields)
      for _, part in ipairs(given) do
        local missing = narrowing.lacks(part, fields)
        if missing then return missing end
      end
    end,
    narrow = function(_, fields)
      self.looked_at = merge(self.looked_at, fields)
      for _, part in ipairs(given) do narrowing.narrow(part, fields) end
    end,
  }
end

function Chain:finish()
  local of_parts = self.parts.coverage
  self.whole.complete = self.complete and (not of_parts or of_parts.complete == true)
end

-- A single listing is no list of listings: its values are handed out.
function Chain:be_only(value, more)
  self.current, self.parts, self.count = self.parts, of_list {}, 1
  return value, more
end

function Chain:next()
  while true do
    if self.current then
      local value, more = self.current:next()
      if value == nil and more ~= nil then return nil, more end
      if value ~= nil then
        self.count = self.count + 1
        return value, more
      end
      self:note()
    end
    local part, more = self.parts:next()
    if part == nil then
      if more == nil then self:finish() end
      return nil, more
    end
    if not self.list and not is_part(part) then return self:be_only(part, more) end
    self:begin(part)
  end
end

local function close(part)
  if type(part) == "table" and type(part.close) == "function" then part:close() end
end

function Chain:close()
  if self.current then self.current:close() end
  self:note()
  self.parts:close()
  for _, part in ipairs(self.list or {}) do close(part) end
end

-- Of what is given ----------------------------------------------------------------------------------------------------

-- What a `for` loop takes of an iterator is four values, which stand for one where they come last.
local function arguments(...)
  local list, count = {...}, select("#", ...)
  local is_four = count > 3 and rawequal(list[count], list[count - 3]) and list[count - 1] == nil
    and list[count - 2] == nil
  if is_four then count, list[count] = count - 3, nil end
  return list, count
end

local function kind_of(part)
  if tasks.is_function(part) then return nil end
  if type(part.next) == "function" then return part.pair end
  return pair.of(part[1])
end

local function problem_with(list, count)
  for i = 1, count do
    local misuse = tasks.misuse(list[i])
    if misuse then return ("an iterator or an array expected as argument %d, not %s"):format(i, misuse) end
    local kind = kind_of(list[i])
    if kind ~= kind_of(list[1]) then
      return ("argument %d hands out something else than argument 1"):format(i)
    end
  end
end

-- Each part is given by itself, or they are in an array.
local function list_of(...)
  local list, count = arguments(...)
  local only = count == 1 and list[1]
  if type(only) == "table" and type(only.next) ~= "function" and is_part(only[1]) then return only, #only end
  return list, count
end

--- Joins listings: see aliota.chain.
---@return aliota.Iterator|nil
---@return string|nil problem
return function(...)
  local list, count = list_of(...)
  local problem = problem_with(list, count)
  if problem then return nil, problem end
  local only = count == 1
  local self = setmetatable({
    list = not only and list or nil, parts = only and tasks.iterator(list[1]) or of_list(list), count = 0,
    needed = {}, whole = coverage.new(), complete = true, counted = true, pair = count > 0 and kind_of(list[1]) or nil,
  }, Chain)
  local chain = Iterator.new(function() return self:next() end, function() self:close() end,
    {coverage = self.whole, pair = self.pair, projection = narrowing_of(self)})
  chain.no_cursor = NO_CURSOR
  return chain
end
