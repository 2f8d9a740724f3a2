-- How an iterator goes on, for who knows that it is one.
local steps = {}

--- In place of values that were handed out.
steps.NONE = {}

--- What to say to who asks an iterator for all values once more.
steps.USED_UP = "the iterator has been read to its end or closed, and hands out each value once; make another one, or "
  .. "keep its values with collect()"

--- The next value.
---@param self aliota.Iterator
---@return any value
---@return any more  what goes with it, or an error
local function advance(self)
  local value = self.ready[self.at + 1]
  if value == nil then return self.pull() end
  self.at = self.at + 1
  return value
end
steps.advance = advance

--- The same, after which the iterator is left where there is none.
---@param self aliota.Iterator
---@return any value
---@return any more
function steps.step(self)
  local value, more = advance(self)
  if value == nil then more = self:finish(more) end
  return value, more
end

--- Closes what somebody has had all of that he wanted: he is told when he comes back for more.
---@param self aliota.Iterator
function steps.leave(self)
  self.left = true
  self:close()
end

return steps
