-- What an iterator has beyond its values one by one: a look ahead, others made of it, and ends of such chains.
local lazy = require "aliota.util.lazy"
local Iterator = require "aliota.listing.iterator"
local blame = require "aliota.util.blame"
local check_self = require "aliota.util.check_self"
local clocks = require "aliota.util.clocks"
local filter = lazy "aliota.filter"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local outcome = require "aliota.util.outcome"
local predicates = lazy "aliota.filter.predicate"
local steps = require "aliota.listing.iterator_steps"

local NONE, USED_UP = steps.NONE, steps.USED_UP
local advance, step, leave = steps.advance, steps.step, steps.leave

local function check_unused(self, method)
  local problem = self:used_up()
  if problem then blame(("%s: %s"):format(method, problem)) end
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
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param count integer  one or more
---@return C[] values  fewer where the end comes sooner
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
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param count integer  zero or more
---@return aliota.Each<A, B, C>
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
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param wanted aliota.Predicate|(fun(value: any): any)|aliota.WantedFields  what aliota.filter understands: a
---predicate, a function that is given the value (the task, of a name with its task), or a table of fields
---@return aliota.Each<A, B, C>
function Iterator:where(wanted)
  check_self(self, Iterator, "tasks:where")
  check_unused(self, "where")
  local predicate, problem = filter.read(wanted)
  if not predicate then blame("where: " .. problem) end
  local of_fields = type(wanted) ~= "function"
  if of_fields and self.pair and self.pair.subject ~= "task" then
    blame(("where: a function expected, as predicates are about tasks, not about %s"):format(self.pair.subject))
  end
  narrowing.check(self, predicate.fields or {})
  local test
  return over(self, function()
    while true do
      local value, more = step(self)
      test = test or predicates.by_clock_of(predicate, self).test -- what time it is, an answer has told
      if value == nil then return nil, more end
      local subject = subject_of(self, value, more)
      if of_fields and subject ~= nil then check_has_fields("where", subject) end
      if subject ~= nil and test(subject) then return value, more end
    end
  end, self.pair, narrowed_by(self.projection, predicate.fields))
end

--- What a function makes of each value; it is given what a loop is given, of names with their tasks both.
---@usage client:tasks {JobId = job_id}:map(function(task) return task.DeviceName end)
---@generic A, B, C, U
---@param self aliota.Iterator<A, B, C>
---@param f fun(value: A, more: B): U  must not return nil, which would be the end; if it does, that is raised
---@return aliota.Each<U, nil, U>
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
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return A|nil value  nil when there is none
---@return B|aliota.Error|nil more  what goes with the value, or the error
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
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@param key string|fun(value: any): any  a field of the value (of the task, of a name with its task), or a function
---that tells its key
---@return table<any, C[]>|nil
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
  local function group(name)
    groups[name] = {}
    clocks[groups[name]] = self.clock
    return groups[name]
  end
  while true do
    local value, more = step(self)
    if value == nil then return outcome(groups, more) end
    local subject = subject_of(self, value, more)
    local name = subject ~= nil and key_of(subject)
    if name == nil then name = false end
    table.insert(groups[name] or group(name), kept(self, value, more))
  end
end

--- All values in an array; nil and an error if they could not all be had. Names with their tasks become tables such as
--- {name = "device-000001", task = …}, which reports, writers and plans take as they take tasks.
---@usage client:tasks {JobId = job_id}:collect()
---@generic A, B, C
---@param self aliota.Iterator<A, B, C>
---@return C[]|nil
---@return aliota.Error|nil
function Iterator:collect()
  check_self(self, Iterator, "tasks:collect")
  check_unused(self, "collect")
  local values = {}
  clocks[values] = self.clock
  while true do
    local value, more = step(self)
    if value == nil then return outcome(values, more) end
    values[#values + 1] = kept(self, value, more)
  end
end
