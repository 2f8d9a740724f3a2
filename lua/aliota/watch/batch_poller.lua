-- Polls a batch until it is over: often while something moves, less often while nothing does.
local duration = require "aliota.show.duration"
local ending = require "aliota.watch.ending"
local errors = require "aliota.api.errors"
local pace = require "aliota.report.pace"

local batch_poller = {}

-- Seconds between two looks, unless options say otherwise. A look takes 9 calls: an account may make 10 a second.
local INTERVAL, LONGEST_INTERVAL = 10, 120
local BACKOFF = 1.5 -- how much longer each next interval is while nothing moves
-- The last look is taken so long before the time-out that it can be finished.
local LAST_LOOK = 5
-- What is left is no time for another look; a pause may end a moment early.
local LEAST_LOOK = 0.05
-- Without a time-out, looks may fail for so long before that is an error.
local PATIENCE = 900

---@class aliota.Look
---@field counts aliota.Counts
---@field job table               what QueryOTAJob says (Data)
---@field figures aliota.Summary  of the counts
---@field seconds number          since the watch began
---@field idle number             seconds since something moved, as far as it has been watched
---@field moved boolean           whether anything is different from the look before
---@field before aliota.Look|nil  the look before
---@field ending "done"|"canceled"|nil
---@field pace aliota.Pace        in the seconds of this watch

---@class aliota.WatchParts
---@field take fun(seconds_left: fun(): number): aliota.Counts|nil, table|aliota.Error  see watch/look.lua
---@field time aliota.WatchTime
---@field epoch fun(): number     the time of day, in epoch seconds
---@field cancel aliota.Canceller|nil
---@field view aliota.Frame|aliota.Log|nil  is shown what happens
---@field tell (fun(kind: string, event: table))|nil

---@class aliota.BatchPoller
---@field latest aliota.Look|nil
---@field count integer              looks that showed something
---@field trouble aliota.Error|nil   why the latest look showed nothing
---@field timed_out boolean
---@field seconds_left fun(): number  seconds until the time-out, once it has begun
local Poller = {}
Poller.__index = Poller

local function ignore() end

local NOBODY = {saw = ignore, failed = ignore, tick = ignore}

--- Prepares a watch. Nothing happens before `next`.
---@param parts aliota.WatchParts
---@param options {timeout: number|nil, deadline: number|nil, interval: number|nil, longest_interval: number|nil}
---seconds; timeout and deadline mean the same, the nearer one counts
---@return aliota.BatchPoller
function batch_poller.new(parts, options)
  local shortest = options.interval or INTERVAL
  return setmetatable({
    take = parts.take, time = parts.time, epoch = parts.epoch, cancel = parts.cancel, view = parts.view or NOBODY,
    tell = parts.tell or ignore, timeout = math.min(options.timeout or math.huge, options.deadline or math.huge),
    shortest = shortest, interval = shortest, count = 0, timed_out = false,
    longest = math.max(shortest, options.longest_interval or LONGEST_INTERVAL),
  }, Poller)
end

--- Seconds since the first look was asked for.
---@return number
function Poller:seconds()
  return self.started_at and self.time.now() - self.started_at or 0
end

function Poller:slow_down()
  self.interval = math.min(self.longest, self.interval * BACKOFF)
end

function Poller:pause()
  local now = self.time.now()
  local at, last = now + self.interval, self.deadline - LAST_LOOK
  if now < last then at = math.min(at, last) end
  self.time.pause(math.min(at, self.deadline), function(time) self.view:tick(time - self.started_at) end)
end

-- Why there is no other look: it was cancelled, or the time is over.
function Poller:stop_reason()
  if self.cancel and self.cancel.reason then
    return errors.new {kind = "cancelled", message = self.cancel.reason}
  end
  if self.time.now() < self.deadline - LEAST_LOOK then return nil end
  self.timed_out = true
  return errors.new {
    kind = "timeout", message = ("the batch is not through after %s"):format(duration.text(self.timeout)),
    hint = "raise its timeout or deadline, or see what the open tasks wait for", cause = self.trouble,
  }
end

local function has_moved(before, counts, job)
  if before.counts.total ~= counts.total or before.job.JobStatus ~= job.JobStatus then return true end
  for status, count in pairs(counts.by_status) do
    if before.counts.by_status[status] ~= count then return true end
  end
  return false
end

function Poller:saw(counts, job)
  local now, before = self.time.now(), self.latest
  local moved = not before or has_moved(before, counts, job)
  local look = {
    counts = counts, job = job, figures = counts:report(), before = before, moved = moved, seconds = self:seconds(),
  }
  if before then before.before = nil end
  if moved then
    self.moved_at, self.interval = now, self.shortest
  else
    self:slow_down()
  end
  local settled_count = look.figures.settled
  self.points = pace.note(self.points, look.seconds, settled_count)
  look.pace = pace.of(self.points, look.figures.total - settled_count)
  look.idle, look.ending = now - self.moved_at, ending.of(look)
  self.latest, self.trouble, self.failing_since, self.count = look, nil, nil, self.count + 1
  self.tell("look", {counts = counts, job = job})
  self.view:saw(look)
  return look
end

-- Whether there is another look after one that failed. The calls have been repeated already; what is transient may be
-- over in a while. A first look that fails is likely to be a mistake in the configuration.
function Poller:survives(err)
  local now = self.time.now()
  self.trouble, self.failing_since = err, self.failing_since or now
  local patience = self.timeout < math.huge and math.huge or PATIENCE
  if not self.latest or not err.retryable or now - self.failing_since >= patience then return false end
  self:slow_down()
  self.tell("look", {err = err})
  self.view:failed(err, self:seconds())
  return true
end

function Poller:begin()
  self.started_at = self.time.now()
  self.deadline = self.started_at + self.timeout
  self.seconds_left = function() return self.deadline - self.time.now() end
end

--- The next look: the first at once, each other one after a pause.
---@return aliota.Look|nil  nil after the one that shows the end of the batch
---@return aliota.Error|nil
function Poller:next()
  if self.latest and self.latest.ending then return nil end
  if not self.started_at then self:begin() else self:pause() end
  while true do
    local err = self:stop_reason()
    if err then return nil, err end
    local counts, more = self.take(self.seconds_left)
    if counts then return self:saw(counts, more) end
    err = not self:survives(more) and (self:stop_reason() or more)
    if err then return nil, err end
    self:pause()
  end
end

return batch_poller
