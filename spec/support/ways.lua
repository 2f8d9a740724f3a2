-- Listings in made-up time, whose requests take unequally long to a service that counts them when they arrive.
local operation_quota = require "aliota.sandbox.operation_quota"

local ways = {}

local QPS = 10
local IN_FLIGHT = 12 -- requests of a listing, see listing/prefetch.lua
local LONGEST_PAUSE = 0.25 -- before a refused request is repeated

--- Draws that are the same for the same seed: from 0 to below 1.
---@param seed integer
---@return fun(): number
function ways.dice(seed)
  local state = seed * 7919 % 2147483647
  return function()
    state = state * 16807 % 2147483647
    return state / 2147483647
  end
end

local World = {}
World.__index = World

function World:after(seconds, happen)
  table.insert(self.events, {at = self.clock.now + seconds, happen = happen})
end

-- The next event, if it is due by then.
function World:take(by)
  table.sort(self.events, function(a, b) return a.at > b.at end)
  local event = self.events[#self.events]
  if not event or event.at > by then return nil end
  return table.remove(self.events)
end

function World:arrive(call, sent)
  local is_refused = self.service:exceeded("account", "A") ~= nil
  self:after(self.back(), function()
    if not is_refused then
      call.reservation:answered(self.clock.now - sent)
      call.reservation:release()
      call.is_done = true
      return
    end
    self.refused = self.refused + 1
    call.reservation:refused()
    call.reservation:requeue()
    call.is_out, call.resume_at = false, self.clock.now + self.random() * LONGEST_PAUSE
  end)
end

function World:send(call)
  local sent = self.clock.now
  call.is_out = true
  call.transfer = {sent = function() return sent end, done = function() return call.is_done end}
  call.reservation:attach(call.transfer)
  call.reservation:track(sent)
  self:after(self.there(), function() self:arrive(call, sent) end)
end

-- Both return when to look again, should nothing happen before.

function World:try(call)
  local now = self.clock.now
  if call.resume_at > now then return call.resume_at end
  local may_go, at = call.reservation:acquire(now)
  if may_go then self:send(call) end
  return may_go and now or at
end

function World:advance(listing)
  local calls, soonest = listing.calls, math.huge
  while calls[listing.first] and calls[listing.first].is_done do listing.first = listing.first + 1 end
  while #calls < listing.count and #calls - listing.first + 1 < IN_FLIGHT do
    calls[#calls + 1] = {reservation = listing.quota:reserve("A", QPS), resume_at = 0}
  end
  for i = listing.first, #calls do
    if not calls[i].is_done and not calls[i].is_out then soonest = math.min(soonest, self:try(calls[i])) end
  end
  return soonest
end

--- Lets each of some quotas list so many pages at once.
---@param quotas table[]
---@param clock {now: number}
---@param case {pages: integer, there: (fun(): number), back: (fun(): number), random: fun(): number}  seconds of each
---way, and draws
---@return number seconds  until the last answer
---@return integer refused requests
function ways.list(quotas, clock, case)
  local world = setmetatable({
    clock = clock, events = {}, refused = 0, there = case.there, back = case.back, random = case.random,
    service = operation_quota.new(QPS, function() return clock.now end),
  }, World)
  local began, listings = clock.now, {}
  for i, quota in ipairs(quotas) do listings[i] = {quota = quota, calls = {}, first = 1, count = case.pages} end
  while true do
    local soonest, is_over = clock.now + 0.25, true
    for _, listing in ipairs(listings) do
      soonest = math.min(soonest, world:advance(listing))
      is_over = is_over and listing.first > listing.count
    end
    if is_over then return clock.now - began, world.refused end
    local event = world:take(soonest)
    clock.now = math.max(clock.now + 1e-6, event and event.at or soonest)
    if event then event.happen() end
  end
end

return ways
