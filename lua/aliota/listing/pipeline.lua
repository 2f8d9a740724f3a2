-- Calls in flight whose results come back in the order of their jobs. Knows neither clock nor network: both are given.

---@class aliota.Work
---@field next_job fun(self: aliota.Work): any|nil   the next job; nil when there is none at present
---@field start fun(self: aliota.Work, job: any): aliota.Call
---@field prefetch fun(self: aliota.Work): integer  how many calls may be under way or done and not yet taken
---@field run fun(progress: fun(now: number): boolean, number)  waits, see loop.run

---@class aliota.Pipeline
local Pipeline = {}
Pipeline.__index = Pipeline

local pipeline = {}

---@param work aliota.Work
---@return aliota.Pipeline
function pipeline.new(work)
  return setmetatable({work = work, jobs = {}, calls = {}, first = 1, last = 0}, Pipeline)
end

--- A pipeline for a few jobs that are known, all of which may be under way at once.
---@param jobs any[]
---@param start fun(job: any): aliota.Call
---@param run fun(progress: fun(now: number): boolean, number)
---@return aliota.Pipeline
function pipeline.of(jobs, start, run)
  local at = 0
  return pipeline.new {
    next_job = function()
      at = at + 1
      return jobs[at]
    end,
    start = function(_, job) return start(job) end,
    prefetch = function() return #jobs end,
    run = run,
  }
end

function Pipeline:fill()
  local work = self.work
  while self.last - self.first + 1 < work:prefetch() do
    local job = work:next_job()
    if job == nil then return end
    self.last = self.last + 1
    self.jobs[self.last], self.calls[self.last] = job, work:start(job)
  end
end

-- Once there is something to hand over, answers to later calls stay the texts that they are: the collector would look
-- at their tables again and again.
function Pipeline:advance(now)
  local soonest, oldest = math.huge, self.calls[self.first]
  for i = self.first, self.last do
    local call = self.calls[i]
    if not call.done then soonest = math.min(soonest, call:advance(now, oldest.done)) end
  end
  return soonest
end

--- Waits for the oldest call. Nothing is started before this is asked for.
---@return any|nil job          nil when there are no more
---@return aliota.Call|nil call that is done
function Pipeline:next()
  self:fill()
  local call = self.calls[self.first]
  if not call then return nil end
  self.work.run(function(now)
    local soonest = self:advance(now)
    return call.done, soonest
  end)
  if self.closed then return nil, call end -- ended from outside while this waited
  local job = self.jobs[self.first]
  self.jobs[self.first], self.calls[self.first] = nil, nil
  self.first = self.first + 1
  return job, call
end

--- Ends whatever is in flight.
function Pipeline:close()
  self.closed = true
  for i = self.first, self.last do self.calls[i]:cancel("closed") end
end

return pipeline
