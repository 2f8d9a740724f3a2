-- A lazy sequence. Nothing happens before the first value is asked for; an error is never mistaken for the end.
--
-- Some hand out pairs, such as a name and its task (see pair.lua). A loop, `next`, `first` and the function of `map`
-- have both values; predicates and keys look at the subject, here the task; `collect`, `group_by` and `peek` keep both
-- in a record.
--
-- Each value is handed out once, and what is no array looks like an empty one. Where that would be taken for "there are
-- none", it raises: a second use, an index, a length.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"
local check_self = require "aliota.util.check_self"
local no_array = require "aliota.util.no_array"
local raise = require "aliota.util.raise"
local steps = require "aliota.listing.iterator_steps"

---@alias aliota.Each<V, M, R> aliota.Iterator<V, M, R>|fun(): V, M  which a `for` loop can go over

---@class aliota.Iterator<V, M, R>  values that come one by one (V), some with another that goes with it (M), of both of
---which collections have a record (R)
---@field coverage aliota.Coverage|nil  of a listing: what it has seen
---@field private pair aliota.Pair|nil          what its values are, where it hands out two at a time
---@field private clock (fun(): number)|nil      of what a client lists: the service's time, in epoch seconds, as well
---as it is known by then
---@field private projection aliota.Narrowing|nil  of a listing: who will read it to its end tells it what he looks at
---@field private paced boolean|nil             whether a value may take its time, such as the next look at a batch
local Iterator = {}
Iterator.__index = Iterator
Iterator.__name = "aliota.Iterator"

local GUARD = no_array(Iterator, "an iterator is no array, as its values come one by one: for value in iterator do … "
  .. "end, iterator:collect() for an array, iterator:count() for how many")

local function nothing() return nil end
local NONE, USED_UP, step, leave = steps.NONE, steps.USED_UP, steps.step, steps.leave

--- Makes a sequence of what `pull` returns: a value (and another that goes with it), or nil at the end, or nil and an
--- error.
---@local
---@param pull fun(): any, any
---@param close fun()|nil called once, when the sequence ends, fails or is closed
---@param source {coverage: aliota.Coverage|nil, position: (fun(): string)|nil, clock: (fun(): number)|nil,
---pair: aliota.Pair|nil, projection: aliota.Narrowing|nil, paced: boolean|nil}|nil  what the values come from
---@return aliota.Iterator
function Iterator.new(pull, close, source)
  source = source or {}
  return setmetatable({
    pull = pull, ready = NONE, at = 0, on_close = close, closed = false, coverage = source.coverage,
    position = source.position, clock = source.clock, pair = source.pair, projection = source.projection,
    paced = source.paced, [1] = GUARD,
  }, Iterator)
end

--- Makes a sequence of what is in one array after the other: to ask a function for each value would take longer than
--- to make the value. `at` is the place in the present array of the value that was handed out last.
---@local
---@param pull fun(): any[]|nil, any  the next array, which may be empty; nil at the end, nil and an error
---@param close fun()|nil
---@param source table|nil  as in new
---@return aliota.Iterator
function Iterator.of_arrays(pull, close, source)
  local self
  self = Iterator.new(function()
    local values, err
    self.ready, self.at = NONE, 0 -- else the collector would look at them again
    repeat
      values, err = pull()
      if not values or self.closed then return nil, err end
    until values[1] ~= nil
    self.ready, self.at = values, 1
    return values[1]
  end, close, source)
  return self
end

--- The next value; nil at the end; nil and an error when something went wrong, and so again on every later call.
---@usage client:tasks {JobId = job_id}:next()
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return A|nil value
---@return B|aliota.Error|nil more  what goes with the value, or the error
function Iterator:next()
  check_self(self, Iterator, "tasks:next")
  local value = self.ready[self.at + 1]
  if value ~= nil then -- as in advance, which would be two more calls for every row
    self.at = self.at + 1
    return value
  end
  local more
  value, more = step(self)
  if more == nil then return value end -- print would show the nil
  return value, more
end

-- A failure is the last word, whatever is asked for afterwards.
function Iterator:finish(err)
  self.failure = self.failure or err
  leave(self)
  return self.failure
end

--- What is wrong with asking for all values once more; nil where there may be some, or a failure that says it.
---@local
---@return string|nil
function Iterator:used_up()
  return self.closed and not self.failure and USED_UP or nil
end

--- Where a listing is: pass it as `resume` to go on after the last value handed out, in another process, another day.
--- Of what client:tasks, pages and devices return, unless `where` is among their options.
---@usage client:tasks {JobId = job_id}:cursor()
---@return string
function Iterator:cursor()
  check_self(self, Iterator, "tasks:cursor")
  if not self.position then
    blame("cursor: " .. (self.no_cursor or "what client:tasks, pages and devices return has one, unless they are given "
      .. "`where`: tasks:where(…) keeps it"))
  end
  return self.position()
end

--- Ends the sequence: whatever comes after is nil. Closing twice is fine.
---@usage client:tasks {JobId = job_id}:close()
function Iterator:close()
  check_self(self, Iterator, "tasks:close")
  if self.closed then return end
  self.closed, self.pull, self.ready = true, nothing, NONE
  if self.on_close then self.on_close() end
end

--- In a `for` loop nil means the end, so an error is raised: the object that `next` returns. So is a second loop, after
--- one that has come to the end.
function Iterator:__call()
  local at = self.at + 1 -- as in advance and next
  local value = self.ready[at]
  if value ~= nil then
    self.at = at
    return value
  end
  local more
  value, more = self.pull()
  if value == nil then
    local was_left = self.left
    more = self:finish(more)
    if more then raise(more) end
    if was_left then blame(USED_UP) end
  end
  return value, more
end

--- For a `for` loop that may be left: with Lua 5.4 a `break` then closes the sequence at once. Without, what is in
--- flight ends when the sequence is collected.
---@usage client:tasks({JobId = job_id}):loop()
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return aliota.Each<A, B, C>, nil, nil, aliota.Iterator<A, B, C>
function Iterator:loop()
  check_self(self, Iterator, "tasks:loop")
  return self, nil, nil, self
end

Iterator.__close = leave

function Iterator:__tostring()
  return self.closed and "aliota iterator (closed)" or "aliota iterator"
end

-- What most loops have no need of.
lazy.methods(Iterator, "aliota.listing.iterator_chains", {
  "peek", "take", "where", "map", "first", "count", "group_by", "collect",
})

return Iterator
