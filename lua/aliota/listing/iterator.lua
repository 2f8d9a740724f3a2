-- A lazy sequence. Nothing happens before the first value is asked for; an error is never mistaken for the end.
--
-- Some hand out pairs, such as a name and its task (see pair.lua). A loop, `next`, `first` and the function of `map`
-- have both values; predicates and keys look at the subject, here the task; `collect`, `group_by` and `peek` keep both
-- in a record.
--
-- Each value is handed out once, and what is no array looks like an empty one. Where that would be taken for "there are
-- none", it raises: a second use, an index, a length.
local blame = require "aliota.util.blame"
local check_self = require "aliota.util.check_self"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local no_array = require "aliota.util.no_array"
local outcome = require "aliota.util.outcome"
local raise = require "aliota.util.raise"

---@class aliota.Iterator
---@field coverage aliota.Coverage|nil  of a listing: what it has seen
---@field pair aliota.Pair|nil          what its values are, where it hands out two at a time
---@field clock (fun(): number)|nil      of what a client lists: the service's time, in epoch seconds, as well as it is
---known by then
---@field projection aliota.Narrowing|nil  of a listing: who will read it to its end tells it what he looks at
---@field paced boolean|nil             whether a value may take its time, such as the next look at a batch
local Iterator = {}
Iterator.__index = Iterator
Iterator.__name = "aliota.Iterator"

local GUARD = no_array(Iterator, "an iterator is no array, as its values come one by one: for value in iterator do … "
  .. "end, iterator:collect() for an array, iterator:count() for how many")

local function nothing() return nil end
local NONE = {}

--- Makes a sequence of what `pull` returns: a value (and another that goes with it), or nil at the end, or nil and an
--- error.
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

local function advance(self)
  local value = self.ready[self.at + 1]
  if value == nil then return self.pull() end
  self.at = self.at + 1
  return value
end

-- The next value, for who knows that this is an iterator.
local function step(self)
  local value, more = advance(self)
  if value == nil then more = self:finish(more) end
  return value, more
end

--- The next value; nil at the end; nil and an error when something went wrong, and so again on every later call.
---@usage client:tasks {JobId = job_id}:next()
---@return any value
---@return any|aliota.Error|nil  what goes with the value, or the error
function Iterator:next()
  check_self(self, Iterator, "tasks:next")
  local value, more = step(self)
  if more == nil then return value end -- print would show the nil
  return value, more
end

-- Closes what somebody has had all of that he wanted: he is told when he comes back for more.
local function leave(self)
  self.left = true
  self:close()
end

-- A failure is the last word, whatever is asked for afterwards.
function Iterator:finish(err)
  self.failure = self.failure or err
  leave(self)
  return self.failure
end

local USED_UP = "the iterator has been read to its end or closed, and hands out each value once; make another one, or "
  .. "keep its values with collect()"

--- What is wrong with asking for all values once more; nil where there may be some, or a failure that says it.
---@return string|nil
function Iterator:used_up()
  return self.closed and not self.failure and USED_UP or nil
end

local function check_unused(self, method)
  local problem = self:used_up()
  if problem then blame(("%s: %s"):format(method, problem)) end
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

-- Goes back to before what was seen ahead.
local function replay(self, ahead)
  if not ahead[1] then return end
  local pull, ready, at, position, count = self.pull, self.ready, self.at, self.position, 0
  self.ready, self.at = NONE, 0
  self.pull = function()
    count = count + 1
    if count == #ahead then self.pull, self.ready, self.at, self.position = pull, ready, at, position end
    return ahead[count].value, ahead[count].more
  end
  self.position = position and function() return ahead[count + 1].place end
end

-- What stands for a value where only one thing has room.
local function kept(self, value, more)
  return self.pair and self.pair:record(value, more) or value
end

local function look_ahead(self, count, ahead)
  repeat
    local place = self.position and self.position()
    local value, more = advance(self)
    ahead[#ahead + 1] = {value = value, more = more, place = place}
  until value == nil or #ahead == count
end

--- Looks ahead: the next values, which come again; names with their tasks as `collect` gives them, in tables such as
--- {name = "device-000001", task = …}. Only at a prompt is that worth what it costs: the place of a listing is written
--- down for each of them.
---@usage client:tasks {JobId = job_id}:peek(5)
---@param count integer one or more
---@return any[] values   fewer where the end comes sooner
---@return boolean ended  whether there are no more
---@return aliota.Error|nil err  that the end is
function Iterator:peek(count)
  check_self(self, Iterator, "tasks:peek")
  if type(count) ~= "number" or count < 1 or count % 1 ~= 0 then blame("peek: a count of one or more expected") end
  local ahead, values = {}, {}
  local ok, problem = pcall(look_ahead, self, count, ahead)
  replay(self, ahead) -- whatever happened: what has come is not lost
  if not ok then error(problem, 0) end
  for i, item in ipairs(ahead) do
    if item.value == nil then return values, true, item.more end
    values[i] = kept(self, item.value, item.more)
  end
  return values, false
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
  local at = self.at + 1 -- as in advance, which would be another call for every row
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
---@return aliota.Iterator, nil, nil, aliota.Iterator
function Iterator:loop()
  check_self(self, Iterator, "tasks:loop")
  return self, nil, nil, self
end

Iterator.__close = leave

function Iterator:__tostring()
  return self.closed and "aliota iterator (closed)" or "aliota iterator"
end

-- Chains ------------------------------------------------------------------------------------------------------------

-- A sequence made of another one, which is closed with it and whose coverage and cursor it has. That one may have been
-- used up before this is begun.
local function over(source, pull, pair, projection)
  local position = source.position and function() return source.position() end
  local made
  made = Iterator.new(function()
    if source:used_up() then blame("what this is made of is used up: " .. USED_UP) end
    made.pull = pull
    return pull()
  end, function() source:close() end, {
    coverage = source.coverage, position = position, clock = source.clock, pair = pair, projection = projection,
    paced = source.paced,
  })
  return made
end

-- What predicates and keys look at; nil where a pair has no such thing.
local function subject_of(self, value, more)
  if self.pair then return self.pair:subject_of(value, more) end
  return value
end

-- The fields of a text are all nil, which would look as if nothing were found.
local function check_has_fields(what, value)
  if type(value) == "table" then return end
  blame(("%s: fields are looked at, and a %s has none; a function can look at it"):format(what, type(value)))
end

--- At most the first `count` values. This iterator is closed as soon as they are through.
---@usage client:tasks {JobId = job_id}:take(5)
---@param count integer zero or more
---@return aliota.Iterator
function Iterator:take(count)
  check_self(self, Iterator, "tasks:take")
  if type(count) ~= "number" or count < 0 or count % 1 ~= 0 then
    blame("take: a count of zero or more expected")
  end
  check_unused(self, "take")
  local taken = 0
  return over(self, function()
    if taken >= count then return nil end
    taken = taken + 1
    local value, more = step(self)
    if taken == count then leave(self) end
    return value, more
  end, self.pair, self.projection)
end

-- Who reads what a predicate leaves looks at fields, and so does the predicate; a function may look at any.
local function narrowed_by(projection, fields)
  return projection and {
    lacks = function(_, others) return projection:lacks(others) end,
    narrow = function(_, others) if fields then projection:narrow(merge(fields, others)) end end,
  }
end

--- The values for which a predicate is true; of names with their tasks, those whose task is such, so that a name
--- without one never is.
---@usage client:tasks {JobId = job_id}:where(aliota.filter.older_than "6h")
---@param wanted aliota.Predicate|function|table what aliota.filter understands: a predicate, a function that is given
---the value (the task, of a name with its task), or a table of fields
---@return aliota.Iterator
function Iterator:where(wanted)
  check_self(self, Iterator, "tasks:where")
  check_unused(self, "where")
  local predicate, problem = require "aliota.filter".read(wanted) -- the others are of use without it
  if not predicate then blame("where: " .. problem) end
  local of_fields = type(wanted) ~= "function"
  if of_fields and self.pair and self.pair.subject ~= "task" then
    blame(("where: a function expected, as predicates are about tasks, not about %s"):format(self.pair.subject))
  end
  narrowing.check(self, predicate.fields or {})
  local by_clock_of, test = require("aliota.filter.predicate").by_clock_of, nil
  return over(self, function()
    while true do
      local value, more = step(self)
      test = test or by_clock_of(predicate, self).test -- what time it is, an answer has told
      if value == nil then return nil, more end
      local subject = subject_of(self, value, more)
      if of_fields and subject ~= nil then check_has_fields("where", subject) end
      if subject ~= nil and test(subject) then return value, more end
    end
  end, self.pair, narrowed_by(self.projection, predicate.fields))
end

--- What a function makes of each value; it is given what a loop is given, of names with their tasks both.
---@usage client:tasks {JobId = job_id}:map(function(task) return task.DeviceName end)
---@param f fun(value: any, more: any): any must not return nil, which would be the end; if it does, that is raised
---@return aliota.Iterator
function Iterator:map(f)
  check_self(self, Iterator, "tasks:map")
  if type(f) ~= "function" then blame("map: a function expected, not a " .. type(f)) end
  check_unused(self, "map")
  return over(self, function()
    local value, more = step(self)
    if value == nil then return nil, more end
    local made = f(value, more)
    if made == nil then blame("map: the function returned nil") end
    return made
  end)
end

-- Ends of chains, which raise where the iterator is used up -----------------------------------------------------------

--- The first value; closes the iterator.
---@usage client:tasks {JobId = job_id}:first()
---@return any value nil when there is none
---@return any|aliota.Error|nil  what goes with the value, or the error
function Iterator:first()
  check_self(self, Iterator, "tasks:first")
  check_unused(self, "first")
  local value, more = step(self)
  leave(self)
  if more == nil then return value end
  return value, more
end

--- How many values there are; nil and an error if they could not all be had.
---@usage client:tasks {JobId = job_id}:count()
---@return integer|nil
---@return aliota.Error|nil
function Iterator:count()
  check_self(self, Iterator, "tasks:count")
  check_unused(self, "count")
  narrowing.narrow(self, {})
  local count = 0
  while true do
    local value, err = step(self)
    if value == nil then return outcome(count, err) end
    count = count + 1
  end
end

--- All values in arrays by what they have in common; nil and an error if they could not all be had. Values without a
--- key are under `false`. Names with their tasks are told apart by the task, and kept as `collect` keeps them; those
--- without one have no key.
---@usage client:tasks {JobId = job_id}:group_by "SrcVersion"
---@param key string|fun(value: any): any a field of the value, or a function that tells its key
---@return table<any, any[]>|nil
---@return aliota.Error|nil
function Iterator:group_by(key)
  check_self(self, Iterator, "tasks:group_by")
  if type(key) ~= "function" and type(key) ~= "string" then
    blame("group_by: the name of a field or a function expected, not a " .. type(key))
  end
  check_unused(self, "group_by")
  if type(key) == "string" then narrowing.check(self, {[key] = true}) end -- what is kept are whole values
  local key_of = type(key) == "function" and key or function(value)
    check_has_fields("group_by", value)
    return value[key]
  end
  local groups = {}
  while true do
    local value, more = step(self)
    if value == nil then return outcome(groups, more) end
    local subject = subject_of(self, value, more)
    local name = subject ~= nil and key_of(subject)
    if name == nil then name = false end
    groups[name] = groups[name] or {}
    table.insert(groups[name], kept(self, value, more))
  end
end

--- All values in an array; nil and an error if they could not all be had. Names with their tasks become tables such as
--- {name = "device-000001", task = …}, which reports, writers and plans take as they take tasks.
---@usage client:tasks {JobId = job_id}:collect()
---@return any[]|nil
---@return aliota.Error|nil
function Iterator:collect()
  check_self(self, Iterator, "tasks:collect")
  check_unused(self, "collect")
  local values = {}
  while true do
    local value, more = step(self)
    if value == nil then return outcome(values, more) end
    values[#values + 1] = kept(self, value, more)
  end
end

return Iterator
