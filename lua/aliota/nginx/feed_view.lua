-- What there is to be told at a moment: how old everything is, what of it may still be shown, what is wrong. Pure.
local standing = require "aliota.nginx.standing"
local task_status = require "aliota.api.task_status"

-- The states of a batch, and of a feed as its worst batch has it:
--   current   the last look at it succeeded
--   starting  nobody has looked yet
--   failing   the last look failed; figures are of an earlier one, if there are any
--   expired   the figures are too old to be shown
-- Seconds. When there is nothing to show, it is looked whether there is now so often.
local SOON = 0.1

local RANK = {current = 1, starting = 2, failing = 3, expired = 4}

---@class aliota.nginx.Clock
---@field now number      of loop.now, which nobody sets
---@field machine number  epoch seconds of this machine
---@field time number     epoch seconds of the service

---@class aliota.nginx.BatchView
---@field JobId string
---@field state string
---@field age integer|nil   seconds, rounded up; nil when nobody has seen the batch
---@field taken number|nil  epoch seconds of the service
---@field looked number|nil  the same of the last look at it, also of one that failed
---@field figures aliota.nginx.Figures|nil  nil where there are none, or they are too old
---@field names aliota.nginx.Names
---@field broken aliota.Breach|nil  the limit of fail_if that its figures break
---@field standing string  how it stands, see standing.lua
---@field error aliota.nginx.Failure|nil

---@class aliota.nginx.View
---@field name string
---@field title string
---@field tasks string|nil   the path of the lists of tasks
---@field files string|nil   the path of the pages' files
---@field interval number
---@field max_age number
---@field time number        epoch seconds of the service
---@field state string
---@field is_good boolean    whether there is anything to show
---@field age integer|nil    of the oldest figures that are shown
---@field batches aliota.nginx.BatchView[]
---@field error aliota.nginx.Failure|nil  of the feed itself
---@field good_until number  on the clock of loop.now: until then all ages stay true

---@class aliota.nginx.Figures
---@field total integer
---@field by_status table<string, integer>
---@field other integer
---@field consistent boolean
---@field settled integer
---@field open integer
---@field idle number  seconds for which no count has changed, by the service's clock
---@field failures aliota.nginx.Failures|nil
---@field pace aliota.Pace
---@field course aliota.nginx.Moment[]|nil

local function figures_of(snapshot)
  local settled = 0
  for _, status in ipairs(task_status.SETTLED) do settled = settled + snapshot.by_status[status] end
  return {
    total = snapshot.total, by_status = snapshot.by_status, other = snapshot.other, consistent = snapshot.consistent,
    settled = settled, open = snapshot.total - settled, failures = snapshot.failures, pace = snapshot.pace,
    idle = snapshot.taken - (snapshot.moved or snapshot.taken), course = snapshot.course,
  }
end

-- How long the machine has had it. It may have slept, which only one of its clocks tells, and that may have been set,
-- which makes figures older, never younger.
local function age_of(snapshot, clock)
  return math.max(0, clock.now - snapshot.moment, clock.machine - snapshot.machine)
end

local function state_of(record, age, max_age)
  if not record then return "starting" end
  if age and age > max_age then return "expired" end
  return record.error and "failing" or "current"
end

-- Returns the view, and for how many seconds its age is true.
local function view_batch(id, record, clock, given)
  local snapshot = record and record.snapshot
  local age = snapshot and age_of(snapshot, clock)
  local rounded = age and math.ceil(age)
  local state = state_of(record, rounded, given.max_age)
  local batch = {
    JobId = id, state = state, age = rounded, taken = snapshot and snapshot.taken, error = record and record.error,
    looked = record and record.looked and clock.time - math.max(0, clock.now - record.looked) or nil,
    figures = snapshot and state ~= "expired" and figures_of(snapshot) or nil, names = record and record.names or {},
  }
  batch.broken = standing.breach_of(batch.figures, given.fail_if)
  batch.standing = standing.of(batch)
  return batch, age and rounded - age or 1
end

local function add_batch(view, batch)
  view.batches[#view.batches + 1] = batch
  if RANK[batch.state] > RANK[view.state] then view.state = batch.state end
  if not batch.figures then return end
  view.is_good = true
  view.age = math.max(view.age or 0, batch.age)
end

--- Makes the view of a moment.
---@param given aliota.nginx.Options
---@param ids string[] JobIds
---@param records table<string, aliota.nginx.Record> by JobId
---@param clock aliota.nginx.Clock
---@param err aliota.nginx.Failure|nil of the feed itself
---@return aliota.nginx.View
return function(given, ids, records, clock, err)
  local view = {
    name = given.name, title = given.title, tasks = given.tasks, interval = given.interval, max_age = given.max_age,
    files = given.files, time = clock.time, state = err and "failing" or "current", is_good = #ids == 0 and not err,
    batches = {}, error = err,
  }
  local seconds = 1
  for _, id in ipairs(ids) do
    local batch, true_for = view_batch(id, records[id], clock, given)
    add_batch(view, batch)
    seconds = math.min(seconds, true_for)
  end
  view.good_until = clock.now + (view.is_good and seconds or SOON)
  return view
end
