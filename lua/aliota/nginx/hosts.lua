-- Which of the hosts of one feed looks at its batches: one, for all. What it saw the others bring into their dicts, and
-- answer from these, also while Redis is away. Nobody looks then: whoever did can't know whether another host does.
local lazy = require "aliota.util.lazy"
local loop = require "aliota.loop"
local exchange = lazy "aliota.nginx.exchange"
local place = lazy "aliota.quota.redis_place"
local turned = require "aliota.nginx.record_age"

local LIST, BATCH = "list", "batch:"

---@class aliota.nginx.HostsSupport what this needs of the poller
---@field note fun(problem: string)  into the log
---@field time fun(): number         of the service, in epoch seconds
---@field note_stored fun(what: string, ok: boolean|nil, problem: string|nil)  what became of storing it
---@field note_list fun(ids: string[])  these are the batches now

---@class aliota.nginx.Hosts
---@field leads boolean  whether this host looks
---@field private exchange aliota.nginx.Exchange
---@field private store aliota.nginx.Store
---@field private support aliota.nginx.HostsSupport
local Hosts = {}
Hosts.__index = Hosts

local hosts = {}

--- A feed of one host.
---@type aliota.nginx.Hosts
hosts.alone = {
  leads = true,
  take_turn = function() end,
  tell_batch = function() end,
  tell_list = function() end,
  leave = function() end,
}

---@param given aliota.nginx.Options
---@param store aliota.nginx.Store
---@param mark string       which no other worker of any host has
---@param support aliota.nginx.HostsSupport
---@return aliota.nginx.Hosts
function hosts.new(given, store, mark, support)
  return setmetatable({
    exchange = exchange.new(place.route(given.redis), given.name, given.interval, mark), store = store, leads = false,
    support = support,
  }, Hosts)
end

-- Told once, and that it is over, too.
local function set_away(self, problem)
  if problem and not self.is_away then self.support.note("what hosts share is not to be had: " .. problem) end
  if not problem and self.is_away then self.support.note "what hosts share is to be had again" end
  self.is_away = problem ~= nil
  self.store:note_away(self.is_away)
end

-- What became of a step for which the lease is wanted.
local function note_outcome(self, is_held, problem)
  set_away(self, is_held == nil and problem or nil)
  self.leads = is_held == true
end

-- Bringing ------------------------------------------------------------------------------------------------------------

local function bring_batch(self, id, told)
  local store, value, now, machine = self.store, told.value, loop.now(), ngx.now()
  local record = turned(value.record, now - told.elapsed, machine - told.elapsed)
  self.support.note_stored(id, store:put_batch(id, record, store:batch(id)))
  store:note_offset(value.time + told.elapsed - machine)
end

local function bring_list(self, value)
  self.support.note_stored("the list of batches", self.store:put_list(value.list))
  self.support.note_list(value.list.ids)
  self.store:note_interval(value.interval)
end

local function bring(self, told)
  local id = told.name:match("^" .. BATCH .. "(.*)$")
  if id then bring_batch(self, id, told) end
  if told.name == LIST then bring_list(self, told.value) end
end

--- Takes or renews this host's turn, if no other one has it, and brings what others have seen. In nginx's timers, where
--- it may wait for Redis; while it does, it does nothing when it is called again.
function Hosts:take_turn()
  if self.is_asking then return end
  self.is_asking = true
  local told, is_held = self.exchange:take()
  self.is_asking = false
  if not told then return note_outcome(self, nil, is_held) end
  for _, each in ipairs(told) do bring(self, each) end
  note_outcome(self, is_held)
end

-- Telling -------------------------------------------------------------------------------------------------------------

--- Tells the other hosts what became of a look at a batch.
---@param id string
---@param record aliota.nginx.Record
function Hosts:tell_batch(id, record)
  local value = {record = turned(record, loop.now(), ngx.now()), time = self.support.time()}
  note_outcome(self, self.exchange:tell(BATCH .. id, value))
end

--- Tells them which batches there are, and how often the quota allows a look at each.
---@param list {ids: string[], error: aliota.nginx.Failure|nil}
---@param interval number  seconds
function Hosts:tell_list(list, interval)
  local names = {}
  for i, id in ipairs(list.ids) do names[i] = BATCH .. id end
  note_outcome(self, self.exchange:tell(LIST, {list = list, interval = interval}, names))
end

--- Leaves the turn to whoever asks next.
function Hosts:leave() self.exchange:release() end

return hosts
