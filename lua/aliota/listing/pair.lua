-- What two values are that an iterator hands out together, such as the name of a device and its task: what they are
-- called, and which of them one means who speaks of one thing.

---@class aliota.Pair
---@field first string    what the first value is called; it is never nil
---@field second string   what the other is called; it may be nil
---@field subject string  which of them predicates, keys, reports, writers and plans look at
local Pair = {}
Pair.__index = Pair

function Pair:__tostring() return self.first .. " and " .. self.second end

local pair = {}

---@param first string
---@param second string
---@param subject string  one of them
---@return aliota.Pair
function pair.new(first, second, subject)
  local self = setmetatable({first = first, second = second, subject = subject}, Pair)
  self.meta = {__name = "aliota.Record", pair = self}
  return self
end

--- The value that is looked at; nil where it is absent.
---@param value any
---@param more any
---@return any
function Pair:subject_of(value, more)
  if self.subject == self.first then return value end
  return more
end

--- Both in one table, by what they are called: {name = …, task = …}.
---@param value any
---@param more any
---@return table
function Pair:record(value, more)
  return setmetatable({[self.first] = value, [self.second] = more}, self.meta)
end

--- What a record is made of; nil for any other value.
---@param value any
---@return aliota.Pair|nil
function pair.of(value)
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.pair or nil
end

return pair
