-- A service in a few lines for specs of rollouts: batches in a table, virtual time, and what may happen to a call.
local errors = require "aliota.api.errors"
local journal = require "aliota.rollout.wave_journal"
local rollout = require "aliota.rollout"
local time_window = require "aliota.rollout.time_window"
local waves = require "aliota.rollout.waves"

local rollouts = {}

local World = {}
World.__index = World

rollouts.INTERRUPT = "interrupted!"

local HOUR = 3600

--- A world at midnight, in which a batch takes an hour.
function rollouts.world()
  local self = setmetatable({now = 20000 * 86400, batches = {}, calls = {}, told = {}, written = ""}, World)
  self.log = {
    begin = function(_, text)
      self.written = text
      return true
    end,
    add = function(_, line)
      self:trouble()
      if self.disk_is_full then return nil, errors.new {kind = "file", message = "No space left on device"} end
      self.written = self.written .. line
      self:trouble()
      return true
    end,
  }
  return self
end

function World:trouble()
  if self.random and self.random(60) == 1 then error(rollouts.INTERRUPT, 0) end
end

local function lost() return errors.new {kind = "timeout", message = "no answer", may_have_run = true} end

function World:add_batch(params)
  local id = "job" .. #self.batches + 1
  self.batches[#self.batches + 1] = {JobId = id, params = params, at = self.now}
  return id
end

-- What a call is to come to: nothing special, or an error and whether it was carried out all the same, after how long.
function World:fate(action)
  if self.answer then return self.answer(action, #self.calls) end
end

function World:create(params, before_attempt)
  self:trouble()
  local obstacle = before_attempt()
  if obstacle then return nil, obstacle end
  self:trouble()
  self.calls[#self.calls + 1] = "create"
  local err, is_run, after = self:fate "create"
  if err and not is_run then return nil, err end
  if after then
    self.late = {params = params, at = self.now + after}
    return nil, err
  end
  local id = self:add_batch(params)
  self:trouble()
  if err then return nil, err end
  return id
end

function World:find(_, tag)
  self:trouble()
  self.calls[#self.calls + 1] = "find"
  local err = self:fate "find"
  if err then return nil, err end
  for _, batch in ipairs(self.batches) do
    for _, other in ipairs(batch.params.Tag) do
      if other.Key == tag.Key and other.Value == tag.Value then return batch.JobId end
    end
  end
  return false
end

function World:wait(job_id, _, options)
  self:trouble()
  self.calls[#self.calls + 1] = "wait"
  self.waited = options
  self:pass(HOUR)
  local verdict = self.verdict and self.verdict(job_id) or {outcome = "done"}
  verdict.counts = {by_status = {SUCCEEDED = 9, FAILED = 1, CANCELED = 0}}
  return verdict
end

function World:stop(job_id)
  self:trouble()
  self.calls[#self.calls + 1] = "stop " .. job_id
  local err = self:fate "stop"
  if err then return nil, err end
  return {told = "5 tasks were canceled.", by_status = {SUCCEEDED = 4, FAILED = 1, CANCELED = 5}}
end

function World:pass(seconds)
  self.now = self.now + seconds
  if self.late and self.late.at <= self.now then
    self:add_batch(self.late.params)
    self.late = nil
  end
end

function World:pause(at)
  self:trouble()
  if self.gives_up_at and at > self.gives_up_at then return nil, errors.new {kind = "timeout", message = "over"} end
  self:pass(math.max(0, at - self.now))
  return true
end

function World:host(parts)
  local service = {
    time = function() return self.now end, tell = function(_, text) self.told[#self.told + 1] = text end,
  }
  for _, name in ipairs {"create", "find", "wait", "stop", "pause"} do
    service[name] = function(...) return self[name](self, ...) end
  end
  return rollout.new(parts, {log = self.log, start = function() return service end})
end

--- A rollout that this service carries out.
function World:rollout(list, common, between)
  local parts = {
    id = "id", params = {FirmwareId = "firmware", ProductKey = "product", Tag = {{Key = "k", Value = "v"}}},
    package = {DestVersion = "2.0"}, busy = {count = 0, names = {}, JobIds = {}}, unfit = {count = 0, names = {}},
    window = between and assert(time_window.read(between)),
  }
  parts.waves, parts.steps = waves.of(list, common or {})
  self.log:begin(journal.head(parts))
  return self:host(parts)
end

--- The same rollout in another process.
function World:resumed()
  return self:host(assert(journal.read(self.written)))
end

--- From now on anything may happen.
function World:make_troubles(random)
  self.random = random
  function self.answer(action)
    if random(4) > 1 then return nil end
    local kind = action == "create" and random(4) or 1
    if kind == 1 then return errors.new {kind = "network", message = "no route", may_have_run = false}, false end
    return lost(), kind > 2, kind == 4 and random(900) or nil
  end
end

rollouts.lost = lost

return rollouts
