-- Calls that go out in made-up time, as a quota lets them, and a judge of when they did.
local pacing = {}

--- A transfer that goes out at `at`; without, it never does. `clock.now` is the time.
function pacing.transfer(clock, at)
  return {
    sent = function() return at and at <= clock.now and at or nil end,
    done = function() return not at end,
  }
end

-- Draws that are the same each time.
local function dice()
  local state = 1
  return function(most)
    state = state * 16807 % 2147483647
    return state / 2147483647 * most
  end
end

local Worker = {}
Worker.__index = Worker

function Worker:go(clock, random, options)
  self.out = clock.now + random(options.delay)
  self.transfer = pacing.transfer(clock, self.out) -- a quota need not keep it
  self.reservation:attach(self.transfer)
  self.free_at = self.out + random(options.answer)
  return self.out
end

function Worker:come_again(clock, err, options)
  if not options.come_again then error(err) end
  self.reservation:release()
  self.reservation = nil
  return clock.now + options.come_again
end

-- Returns when something will have happened.
function Worker:advance(clock, random, options, sent)
  if self.out then
    self.reservation:track(clock.now)
    if clock.now < self.out then return self.out end
    if clock.now < self.free_at then return self.free_at end
    sent[#sent + 1] = {at = self.out, worker = self.number}
    self.reservation:release()
    self.reservation, self.out = nil, nil
  end
  self.reservation = self.reservation or self.quota:reserve("A", options.limit or 10)
  local is_ready, at = self.reservation:acquire(clock.now)
  if is_ready == nil then return self:come_again(clock, at, options) end
  return is_ready and self:go(clock, random, options) or at
end

--- As many calls one after the other as may be, by some workers.
---@param quotas table[]  worker 1 uses the first, worker 2 the second, and so on around
---@param clock {now: number} that they go by
---@param options {workers: integer, seconds: number, delay: number, answer: number, limit: number|nil,
---come_again: number|nil, events: {at: number, happen: fun()}[]|nil} `delay`: at most until a request goes out;
---`answer`: at most from then on until the next may; `come_again`: seconds after which a worker whose call is refused
---makes another (nil: none may be); `events`: what happens meanwhile, in the order of time
---@return {at: number, worker: integer}[] sent in the order of time
function pacing.simulate(quotas, clock, options)
  local random, workers, sent, finish = dice(), {}, {}, clock.now + options.seconds
  local events, happened = options.events or {}, 0
  for i = 1, options.workers do
    workers[i] = setmetatable({number = i, quota = quotas[(i - 1) % #quotas + 1]}, Worker)
  end
  while clock.now < finish do
    local event = events[happened + 1]
    if event and clock.now >= event.at then
      event.happen()
      happened = happened + 1
    end
    local soonest = clock.now + 0.25
    for _, worker in ipairs(workers) do
      soonest = math.min(soonest, worker:advance(clock, random, options, sent))
    end
    clock.now = math.max(soonest, clock.now + 1e-6)
  end
  table.sort(sent, function(a, b) return a.at < b.at end)
  return sent
end

--- Fails where calls went out faster than they may, or much fewer than may.
---@param sent {at: number}[]
---@param options {qps: number, seconds: number, least: number|nil} `least`: the part of the quota that must be used
function pacing.check(sent, options)
  local slots, span = math.max(1, options.qps), math.max(1, 1 / options.qps)
  for i = slots + 1, #sent do
    local took = sent[i].at - sent[i - slots].at
    if took < span then error(("%d calls within %g seconds"):format(slots + 1, took), 2) end
  end
  if #sent < (options.least or 0.97) * options.qps * options.seconds then
    error(("%d calls in %d seconds"):format(#sent, options.seconds), 2)
  end
end

return pacing
