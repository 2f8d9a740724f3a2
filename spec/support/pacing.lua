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
local function dice(seed)
  local state = seed or 1
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
    if options.is_told then self.reservation:answered(self.free_at - self.out) end
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
---come_again: number|nil, is_told: boolean|nil, events: {at: number, happen: fun()}[]|nil} `delay`: at most until a
---request goes out; `answer`: at most from then on until the next may; `come_again`: seconds after which a worker whose
---call is refused makes another (nil: none may be); `is_told`: whether quotas are told of answers; `events`: what
---happens meanwhile, in the order of time
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

-- Listings -----------------------------------------------------------------------------------------------------------

local RETRY = 0.25 -- seconds at most until a refused call is made again

-- A service that lets a call through when it arrives, or refuses it as one too many in a second.
local function service(qps)
  local arrivals = {}
  return function(at)
    local before = arrivals[#arrivals - qps + 1]
    if before and at - before < 1 then return false end
    arrivals[#arrivals + 1] = at
    return true
  end
end

local Page = {}
Page.__index = Page

-- Sends a page's request, or goes on with it; adds what is to arrive. Returns when something will have happened.
function Page:advance(clock, random, arriving, way)
  if self.answer_at then
    if clock.now < self.answer_at then return self.answer_at end
    self.reservation:answered(self.answer_at - self.sent, not self.is_let_through)
    self.answer_at, self.is_done = nil, self.is_let_through
    if self.is_done then
      self.reservation:release()
      return clock.now
    end
    self.resume_at = clock.now + random(RETRY)
    self.reservation:requeue()
  end
  if (self.resume_at or 0) > clock.now then return self.resume_at end
  local may_go, at = self.reservation:acquire(clock.now)
  if not may_go then return at end
  local there, back = way(random)
  self.transfer = pacing.transfer(clock, clock.now) -- a quota need not keep it
  self.reservation:attach(self.transfer)
  self.reservation:track(clock.now)
  self.sent, self.arrive_at, self.answer_at = clock.now, clock.now + there, clock.now + there + back
  arriving[#arriving + 1] = self
  return self.arrive_at
end

-- Lets requests arrive in their order. Returns when the next will have.
local function arrive(arriving, clock, admit)
  table.sort(arriving, function(a, b) return a.arrive_at < b.arrive_at end)
  while arriving[1] and arriving[1].arrive_at <= clock.now do
    local page = table.remove(arriving, 1)
    page.is_let_through = admit(page.arrive_at)
  end
  return arriving[1] and arriving[1].arrive_at or math.huge
end

--- The calls of a listing, the first alone and then as many at once as the quota has, taken in their order.
---@param quota aliota.Quota
---@param clock {now: number}
---@param options {calls: integer, qps: integer, seed: integer, way: fun(random: function): number, number}
---`way`: seconds there and back, drawn by `random(most)`
---@return {seconds: number, refused: integer}
function pacing.listing(quota, clock, options)
  local random, admit, start, refused = dice(options.seed * 7919), service(options.qps), clock.now, 0
  local pages, arriving, first, last = {}, {}, 1, 0
  local function counted(at)
    local is_let_through = admit(at)
    if not is_let_through then refused = refused + 1 end
    return is_let_through
  end
  while first <= options.calls do
    local most = math.min(options.calls, first == 1 and 1 or first + options.qps - 1)
    while last < most do
      last = last + 1
      pages[last] = setmetatable({reservation = quota:reserve("A", options.qps)}, Page)
    end
    local soonest = arrive(arriving, clock, counted)
    for number = first, last do
      local page = pages[number]
      if not page.is_done then soonest = math.min(soonest, page:advance(clock, random, arriving, options.way)) end
    end
    while pages[first] and pages[first].is_done do first = first + 1 end
    if first <= last then clock.now = math.max(soonest, clock.now + 1e-6) end
  end
  return {seconds = clock.now - start, refused = refused}
end

return pacing
