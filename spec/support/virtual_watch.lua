-- Watches of a sandbox's batch in its virtual time: a pause of an hour makes an hour pass there, and while a watch
-- looks, time stands still. Requests go through a real client.
local aliota = require "aliota"
local check_options = require "aliota.util.check_options"
local look = require "aliota.watch.look"
local watch_options = require "aliota.watch.watch_options"
local sandbox = require "aliota.sandbox"
local wait = require "aliota.watch.wait"

local support = {}

local Virtual = {}
Virtual.__index = Virtual

--- Starts a sandbox whose batch begins now, and a client that does not repeat calls.
---@param options table|nil of the sandbox
function support.start(options)
  local given = {devices = 200, rollout = "fresh", timeout_minutes = 60}
  for name, value in pairs(options or {}) do given[name] = value end
  local service = assert(sandbox.start(given))
  return setmetatable({
    service = service, job_id = service.job_id, passed = 0,
    client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 0,
    },
  }, Virtual)
end

--- What the sandbox knows of the batch.
function Virtual:truth()
  for _, job in ipairs(self.service:truth().jobs) do
    if job.JobId == self.job_id then return job end
  end
end

-- `during[n]` is called in the n-th pause; `seen` gets the truth at each look.
function Virtual:parts(during, seen, cancel)
  local take, pauses = look(self.client.account, {JobId = self.job_id}, cancel), 0
  return {
    cancel = cancel,
    epoch = function() return self.service:truth().now end,
    take = function(left)
      seen[#seen + 1] = self:truth()
      return take(left)
    end,
    time = {
      now = function() return self.passed end,
      pause = function(at, tick)
        pauses = pauses + 1
        self.service:advance(at - self.passed)
        self.passed = at
        tick(at)
        if during and during[pauses] then during[pauses](self) end
      end,
    },
  }
end

--- Waits for the batch.
---@param options table  of client:wait, and `during`
---@return aliota.Verdict
---@return table[] truths at the looks
function Virtual:wait(options)
  local seen = {}
  local parts = self:parts(options.during, seen, options.cancel)
  local given = {}
  for name, value in pairs(options) do given[name] = name ~= "during" and value or nil end
  local ours = assert(check_options.read(given, watch_options.WAIT))
  return wait(parts, self.job_id, ours), seen
end

function Virtual:stop()
  self.service:stop()
end

return support
