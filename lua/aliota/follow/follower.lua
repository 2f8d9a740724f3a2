-- Follows a batch: look after look, each change once, until the batch is over.
local LastStates = require "aliota.follow.last_states"
local by_clock_of = require("aliota.filter.predicate").by_clock_of
local change_finder = require "aliota.follow.change_finder"
local ending = require "aliota.watch.ending"
local look_timer = require "aliota.watch.look_timer"
local snapshot_text = require "aliota.follow.snapshot_text"
local state_agenda = require "aliota.follow.state_agenda"
local summary = require "aliota.report.summary"
local task_status = require "aliota.api.task_status"

-- Every so many looks, a batch of which only some states are followed is asked whether it has ended.
local ASK_EVERY = 5
-- Of a batch that tries failed tasks again, a round of tasks leaves all counts as they were: every so many looks it is
-- read to the end all the same; every time where only some states are followed. In others no state is left out then
-- because none can have come to it, see arrivals.lua.
local THOROUGH_EVERY = 10

---@class aliota.FollowParts
---@field source fun(seconds_left: fun(): number): aliota.Source  for one look; `seconds_left` tells how many there are
---@field job fun(seconds_left: fun(): number): table|nil, aliota.Error|nil  what QueryOTAJob says (Data)
---@field new_marks fun(): userdata  see core.marks
---@field codec aliota.Codec
---@field time aliota.WatchTime
---@field cancel aliota.Canceller|nil
---@field tell (fun(kind: string, event: table))|nil

---@class aliota.FollowCoverage
---@field JobId string
---@field looks integer      that were finished
---@field changes integer    that were handed out
---@field requests integer
---@field total integer|nil  tasks of the batch, as far as is known
---@field unseen integer     tasks that have left a state, and were not seen in another one since
---@field complete boolean   whether the latest look has found all there was, as far as counts tell

---@class aliota.Follower
---@field coverage aliota.FollowCoverage
local Follower = {}
Follower.__index = Follower

local follower = {}

--- The states that are followed; nil for all.
---@param status string|nil  TaskStatus
---@param where aliota.Predicate|nil
---@return string[]|nil
function follower.states(status, where)
  if status then return {status} end
  local statuses = where and where.statuses
  return statuses and task_status.sorted(statuses) or nil
end

---@param parts aliota.FollowParts
---@param params table  JobId, PageSize and IotInstanceId
---@param options {states: string[]|nil, where: aliota.Predicate|nil, state: aliota.FollowState|nil,
---from_now: boolean, timeout: number|nil, deadline: number|nil, interval: number|nil,
---longest_interval: number|nil}  state: what was known before; from_now: what the first look shows is told to nobody
---@return aliota.Follower
function follower.new(parts, params, options)
  local state = options.state or {known = LastStates.new(parts.new_marks), newest = {}, is_behind = true}
  return setmetatable({
    parts = parts, params = params, states = options.states, where = options.where,
    known = state.known, newest = state.newest, is_behind = state.is_behind,
    memory = change_finder.new_memory(),
    is_silent = options.from_now, timer = look_timer.new(parts, options),
    count = 0, coverage = {JobId = params.JobId, looks = 0, changes = 0, requests = 0, unseen = 0, complete = false},
  }, Follower)
end

-- Looks ---------------------------------------------------------------------------------------------------------------

local function may_retry(job) return (tonumber(job.RetryCount) or 0) > 0 end

-- What the batch says of itself is asked for before its tasks are: those of one that has ended are then its last ones.
local function ask(self)
  local job, err = self.parts.job(self.timer.seconds_left)
  self.coverage.requests = self.coverage.requests + 1
  if job then self.job = job end
  return job ~= nil, err
end

local function is_to_be_asked(self)
  if not self.job then return true end
  return self.states ~= nil and self.count % ASK_EVERY == 0
end

-- Begins a look.
local function begin(self)
  if is_to_be_asked(self) then
    local ok, err = ask(self)
    if not ok then return nil, err end
  end
  self.count = self.count + 1
  local may_grow, retries = self.job.SelectionType ~= "STATIC", may_retry(self.job)
  local is_thorough = self.count % THOROUGH_EVERY == 0
  local agenda = state_agenda.new(self.states, {
    is_first = self.known:total() == 0, is_behind = self.is_behind, may_grow = may_grow,
    is_thorough = retries and (self.states ~= nil or is_thorough),
    trusts_counts = not self.states and not retries and not is_thorough,
  })
  self.finder = change_finder.new(self.parts.source(self.timer.seconds_left), self.params, agenda, self.known,
    self.newest, {total = not may_grow and self.total or nil, memory = self.memory})
  self.found = 0
  return true
end

-- Counts of all states, in the shape of a watch's look.
local function figures_of(self)
  local counts = {}
  for _, status in ipairs(task_status.NAMES) do counts[status] = self.finder:count(status) end
  return summary.of_counts(counts)
end

-- Whether the look that is over was the last one, as a watch would say; of some states only the batch itself can.
local function has_ended(self, figures, is_complete)
  local before = self.before
  self.before = {counts = {total = figures.total}}
  if self.states then figures.settled = figures.total end
  if not is_complete or figures.settled < figures.total then return false end
  local asked = self.states ~= nil or ask(self)
  local job = asked and self.job or nil
  if self.states and job.SelectionType == "STATIC" then job = {JobStatus = job.JobStatus} end
  return job ~= nil and ending.of {
    job = job, before = before, figures = figures,
    counts = {consistent = true, total = figures.total, by_status = figures.by_status},
  } ~= nil
end

local function unseen(self)
  local count = 0
  for _, status in ipairs(self.known.names) do count = count + self.known:left(status) end
  return count
end

-- Ends a look.
local function finish(self)
  local finder, seen = self.finder, self.coverage
  local is_complete, figures = finder:is_complete(), figures_of(self)
  finder:close()
  self.total = finder.total
  self.has_ended = has_ended(self, figures, is_complete)
  self.finder, self.is_silent, self.is_behind = nil, false, not is_complete
  seen.looks, seen.requests = seen.looks + 1, seen.requests + finder.requests
  seen.complete, seen.unseen = is_complete, unseen(self)
  if not self.states then seen.total = figures.total end
  self.timer:saw(self.found > 0)
  if self.parts.tell then self.parts.tell("look", {changes = self.found, coverage = seen}) end
end

-- Gives a look up.
local function give_up(self, err)
  if self.finder then
    self.finder:close()
    self.coverage.requests = self.coverage.requests + self.finder.requests
    self.finder, self.is_behind = nil, true
  end
  local may_go_on = self.timer:failed(err) and self.coverage.looks > 0
  if may_go_on and self.parts.tell then self.parts.tell("look", {err = err}) end
  return not may_go_on
end

-- Changes -------------------------------------------------------------------------------------------------------------

-- What time it is, the answer has told that the first task was in.
local function is_wanted(self, task)
  if self.is_silent then return false end
  if not self.where then return true end
  self.test = self.test or by_clock_of(self.where, self.finder.source).test
  return self.test(task)
end

-- The next change of this look; nil at its end.
local function find(self)
  while true do
    local found, err = self.finder:next()
    if not found then return nil, err end
    self.found = self.found + 1
    if is_wanted(self, found.task) then return found end
  end
end

-- Waits for the next look, and begins it.
local function next_look(self)
  local timer = self.timer
  if timer.started_at then timer:pause(function() end) else timer:begin() end
  local err = timer:stop_reason()
  if err then return nil, err end
  local ok
  ok, err = begin(self)
  if not ok and give_up(self, err) then return nil, timer:stop_reason() or err end
  return true
end

-- The next change that the look under way finds; nil where it is over, or there is none.
local function next_of_look(self)
  if not self.finder then return nil end
  local found, err = find(self)
  if found then
    self.coverage.changes = self.coverage.changes + 1
  elseif not err then
    finish(self)
  elseif give_up(self, err) then
    self.failure = self.timer:stop_reason() or err
  end
  return found
end

-- The next change, of the next look that has any.
local function wait_for_one(self)
  while not self.has_ended and not self.failure do
    local found = next_of_look(self)
    if found then return found end
    if not self.finder and not self.has_ended and not self.failure then
      local ok, err = next_look(self)
      if not ok then self.failure = err end
    end
  end
end

--- The next change: the first look is taken at once, each other one after a pause.
---@return aliota.Task|nil         nil when the batch is over
---@return string|aliota.Error|nil  the state in which it was last seen, nil of one that is new; or the error
function Follower:next()
  local found = wait_for_one(self)
  if found then return found.task, found.before end
  return nil, self.failure
end

--- The next changes: waits for one, and takes with it what the same look has found besides.
---@param most integer
---@return {task: aliota.Task, before: string|nil}[]|nil  nil when the batch is over
---@return aliota.Error|nil
function Follower:some(most)
  local list, found = {}, wait_for_one(self)
  while found do
    list[#list + 1] = {task = found.task, before = found.before}
    found = #list < most and next_of_look(self) or nil
  end
  if list[1] then return list end
  return nil, self.failure
end

--- What is known, for another process to go on: what was found and not handed out is found again there.
---@return string
function Follower:snapshot()
  local known, ids, marks = self.known, "", ""
  if self.finder then ids, marks = self.finder:pending() end
  local now = known:put_back(ids, marks)
  local text = snapshot_text.write(self.parts.codec, {
    JobId = self.params.JobId, states = self.states, newest = self.newest, known = known,
    is_behind = self.finder ~= nil or self.is_behind,
  })
  known:put_back(ids, now)
  return text
end

--- Ends what is in flight.
function Follower:close()
  if self.finder then self.finder:close() end
  self.finder = nil
end

return follower
