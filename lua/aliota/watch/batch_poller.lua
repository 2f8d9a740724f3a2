-- Polls a batch until it is over.
local ending = require "aliota.watch.ending"
local look_timer = require "aliota.watch.look_timer"
local pace = require "aliota.report.pace"

local batch_poller = {}

---@class aliota.Look
---@field counts aliota.Counts
---@field job table               what QueryOTAJob says (Data)
---@field figures aliota.Summary  of the counts
---@field seconds number          since the watch began
---@field at number               when it was, by the service's clock, in epoch seconds
---@field idle number             seconds of that clock since something moved, as far as it has been watched
---@field moved boolean           whether anything is different from the look before
---@field before aliota.Look|nil  the look before
---@field ending "done"|"canceled"|nil
---@field pace aliota.Pace        by that clock

---@class aliota.WatchParts
---@field take fun(seconds_left: fun(): number): aliota.Counts|nil, table|aliota.Error  see watch/look.lua
---@field time aliota.WatchTime
---@field epoch fun(): number     the service's time, in epoch seconds
---@field cancel aliota.Canceller|nil
---@field view aliota.Frame|aliota.Log|nil  is shown what happens
---@field tell (fun(kind: string, event: table))|nil

---@class aliota.BatchPoller
---@field latest aliota.Look|nil
---@field count integer              looks that showed something
---@field timer aliota.LookTimer
local Poller = {}
Poller.__index = Poller

local function ignore() end

local NOBODY = {saw = ignore, failed = ignore, tick = ignore}

--- Prepares a watch. Nothing happens before `next`.
---@param parts aliota.WatchParts
---@param options {timeout: number|nil, deadline: number|nil, interval: number|nil, longest_interval: number|nil}
---seconds, see look_timer.lua
---@return aliota.BatchPoller
function batch_poller.new(parts, options)
  return setmetatable({
    take = parts.take, time = parts.time, epoch = parts.epoch, view = parts.view or NOBODY, tell = parts.tell or ignore,
    timer = look_timer.new(parts, options), count = 0,
  }, Poller)
end

local function has_moved(before, counts, job)
  if before.counts.total ~= counts.total or before.job.JobStatus ~= job.JobStatus then return true end
  for status, count in pairs(counts.by_status) do
    if before.counts.by_status[status] ~= count then return true end
  end
  return false
end

function Poller:saw(counts, job)
  local at, before = self.epoch(), self.latest
  local moved = not before or has_moved(before, counts, job)
  local look = {
    counts = counts, job = job, figures = counts:report(), before = before, moved = moved,
    seconds = self.timer:seconds(), at = at,
  }
  if before then before.before = nil end
  if moved then self.moved_at = at end
  self.timer:saw(moved)
  local settled_count = look.figures.settled
  self.points = pace.note(self.points, at, settled_count)
  look.pace = pace.of(self.points, look.figures.total - settled_count)
  look.idle, look.ending = math.max(0, at - self.moved_at), ending.of(look)
  self.latest, self.count = look, self.count + 1
  self.tell("look", {counts = counts, job = job})
  self.view:saw(look)
  return look
end

-- Whether there is another look after one that failed. A first look that fails is likely to be a mistake in the
-- configuration.
function Poller:survives(err)
  if not self.timer:failed(err) or not self.latest then return false end
  self.tell("look", {err = err})
  self.view:failed(err, self.timer:seconds())
  return true
end

function Poller:pause()
  self.timer:pause(function(seconds) self.view:tick(seconds) end)
end

--- The next look: the first at once, each other one after a pause.
---@return aliota.Look|nil  nil after the one that shows the end of the batch
---@return aliota.Error|nil
function Poller:next()
  if self.latest and self.latest.ending then return nil end
  local timer = self.timer
  if not timer.started_at then timer:begin() else self:pause() end
  while true do
    local err = timer:stop_reason()
    if err then return nil, err end
    local counts, more = self.take(timer.seconds_left)
    if counts then return self:saw(counts, more) end
    err = not self:survives(more) and (timer:stop_reason() or more)
    if err then return nil, err end
    self:pause()
  end
end

return batch_poller
