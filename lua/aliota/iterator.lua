-- A lazy sequence. Nothing happens before the first value is asked for; an error is never mistaken for the end.

---@class aliota.Iterator
---@field coverage aliota.Coverage|nil  of a listing: what it has seen
local Iterator = {}
Iterator.__index = Iterator
Iterator.__name = "aliota.Iterator"

--- Makes a sequence of what `pull` returns: a value (and another that goes with it), or nil at the end, or nil and an
--- error.
---@param pull fun(): any, any
---@param close fun()|nil called once, when the sequence ends, fails or is closed
---@param source {coverage: aliota.Coverage|nil, position: (fun(): string)|nil}|nil  what the values come from
---@return aliota.Iterator
function Iterator.new(pull, close, source)
  source = source or {}
  return setmetatable({
    pull = pull, on_close = close, closed = false, coverage = source.coverage, position = source.position,
  }, Iterator)
end

--- The next value; nil at the end; nil and an error when something went wrong, and so again on every later call.
---@return any value
---@return any|aliota.Error|nil  what goes with the value, or the error
function Iterator:next()
  if self.closed then return nil, self.failure end
  local value, more = self.pull()
  if value == nil then
    self.failure = more
    self:close()
  end
  return value, more
end

--- Where a listing is: pass it as `resume` to go on after the last value handed out, in another process, another day.
---@return string
function Iterator:cursor()
  if not self.position then error("cursor: only a listing has one", 2) end
  return self.position()
end

--- Ends the sequence: whatever comes after is nil. Closing twice is fine.
function Iterator:close()
  if self.closed then return end
  self.closed = true
  if self.on_close then self.on_close() end
end

--- In a `for` loop nil means the end, so an error is raised: the object that `next` returns.
function Iterator:__call()
  local value, more = self:next()
  if value == nil and more then error(more, 0) end
  return value, more
end

--- What a generic `for` takes: with Lua 5.4 the sequence is closed by `break`, too.
---@return aliota.Iterator, nil, nil, aliota.Iterator
function Iterator:loop()
  return self, nil, nil, self
end

Iterator.__close = Iterator.close

function Iterator:__tostring()
  return self.closed and "aliota iterator (closed)" or "aliota iterator"
end

--- At most the first `count` values. This iterator is closed as soon as they are through.
---@param count integer zero or more
---@return aliota.Iterator
function Iterator:take(count)
  if type(count) ~= "number" or count < 0 or count % 1 ~= 0 then
    error("take: a count of zero or more expected", 2)
  end
  local taken = 0
  return Iterator.new(function()
    if taken >= count then return nil end
    taken = taken + 1
    local value, more = self:next()
    if taken == count then self:close() end
    return value, more
  end, function() self:close() end, self)
end

--- All values in an array; nil and an error if they could not all be had.
---@return any[]|nil
---@return aliota.Error|nil
function Iterator:collect()
  local values = {}
  while true do
    local value, err = self:next()
    if err then return nil, err end
    if value == nil then return values end
    values[#values + 1] = value
  end
end

return Iterator
