-- What all calls of one client share: its keys, its clock and how wrong that is, its quota, and who is told.
local lazy = require "aliota.util.lazy"
local clock_repair = lazy "aliota.client.clock_repair"
local locate = lazy "aliota.client.location"
local loop = require "aliota.loop"
local quota = require "aliota.quota"
local request = require "aliota.call.request"
local service_clock = lazy "aliota.client.service_clock"

---@class aliota.Account
---@field config table            what options.lua found good
---@field clock_offset number     seconds to add to the clock, 0 while no service says that it is wrong
---@field date string|nil         the Date header of the last good answer that had one, as it was sent
---@field asked_at number|nil     when that was asked for, on the clock of loop.now
---@field answered_at number|nil  and when it was read
---@field reckoned aliota.Reckoning|nil  what was made of these when somebody asked
local Account = {}
Account.__index = Account

local POLL = 0.05 -- seconds between two looks at whether keys have come

---@param config table
---@return aliota.Account
function Account.new(config)
  return setmetatable({config = config, clock_offset = 0, warned = {}}, Account)
end

--- Asks a seam. One that gives nonsense is a bug of its author, who finds it by the option's name.
---@param option "clock"|"nonce"
---@param expected string type
function Account:ask(option, expected)
  local value = self.config[option]()
  if type(value) == expected then return value end
  error(("the option %s returned a %s, it must return a %s"):format(option, type(value), expected), 0)
end

--- The time by which calls are signed and keys expire: this machine's, set right where a timestamp was refused.
---@return number epoch seconds
function Account:time()
  return self:ask("clock", "number") + self.clock_offset
end

--- The time by which the service dates tasks, as well as it is known: what all ages are told by.
---@return number epoch seconds
function Account:service_time() return service_clock(self) end

--- Notes when the service has answered well.
---@param date string|nil   its Date header
---@param asked_at number   when it was asked, on the clock of loop.now
---@param now number        on the same
function Account:note_answer(date, asked_at, now)
  if date then self.date, self.asked_at, self.answered_at = date, asked_at, now end
end

--- Access keys, which may have to be fetched first.
---@param expired aliota.Credentials|nil  keys that the service no longer takes, when there should be newer ones
---@return aliota.Fetch
function Account:keys(expired)
  return self.config.credentials(self, expired)
end

--- Where requests go. What no endpoint among the options says is looked up once, where the keys were found, in files
--- and the environment.
---@param fetch aliota.Fetch  of keys
---@return aliota.Endpoint|nil
---@return string|nil problem
function Account:endpoint(fetch)
  local config = self.config
  if self.is_located or config.is_fixed then return config.endpoint end
  local endpoint, problem, ca_file = locate(config, self, fetch)
  if not endpoint then return nil, problem end
  self.is_located, config.endpoint, config.ca_file = true, endpoint, config.ca_file or ca_file
  return endpoint
end

--- Waits for keys and for where requests go, which may have to be fetched and looked up.
---@return aliota.Credentials|nil
---@return string|nil problem
function Account:prepare()
  local fetch = self:keys()
  loop.run(function(now) return fetch:advance(), now + POLL end, self.config.loop)
  if not fetch.keys then return nil, fetch.problem end
  local endpoint, problem = self:endpoint(fetch)
  return endpoint and fetch.keys, problem
end

--- How many calls of an operation a second the quota allows; nil where nothing is paced or no figure is known.
---@param operation aliota.Operation
---@return number|nil
function Account:calls_a_second(operation)
  local config = self.config
  if config.quota == false then return nil end
  return config.qps or (config.quota and config.quota.qps) or operation.qps
end

--- Signs a call as the configuration says.
---@param operation aliota.Operation
---@param params table<string, string>  flat
---@param keys aliota.Credentials
---@param time number|nil   epoch seconds; nil: now
---@param nonce string|nil  nil: a new one
---@return aliota.Request
---@return string canonical_request  with signature V1, the string to sign
function Account:sign(operation, params, keys, time, nonce)
  local config = self.config
  return request[config.signature] {
    operation = operation,
    params = config.dialect and config.dialect:sent(params) or params,
    credentials = keys,
    endpoint = config.endpoint,
    time = time or self:time(),
    nonce = nonce or self:ask("nonce", "string"),
    user_agent = config.user_agent,
    format = config.format,
  }
end

--- Queues a call for a slot of its operation; nil where nothing is paced.
---@param operation aliota.Operation
---@param keys aliota.Credentials
---@return aliota.Reservation|nil
function Account:reserve(operation, keys)
  local config = self.config
  if config.quota == false then return nil end
  -- The first keys stand for the account from then on: temporary ones change, their account does not.
  self.quota = self.quota or config.quota or quota.of(keys.access_key_id)
  local limit = config.qps or operation.qps
  return limit and self.quota:reserve(operation.name, limit, self:warner()) or nil
end

--- Sets the clock right by the Date header of an answer that refused a timestamp, whenever that header says so: the
--- machine's clock may be set while the client lives.
---@param headers table<string, string>
---@param signed_at number  that timestamp, in epoch seconds
---@return boolean helps  whether a timestamp of now would be another one
function Account:repair_clock(headers, signed_at) return clock_repair(self, headers, signed_at) end

--- Tells what may not be as it was meant, once.
---@param message string without secrets
function Account:warn(message)
  if self.warned[message] then return end
  self.warned[message] = true
  self:tell("warning", {message = message})
end

--- What tells warnings to whoever wants to know of them; the same each time. Nil where nobody does.
---@return (fun(message: string))|nil
function Account:warner()
  if not self.config.on_event then return nil end
  self.tells_warning = self.tells_warning or function(message) self:tell("warning", {message = message}) end
  return self.tells_warning
end

---@class aliota.CallEvent  what is told of a call; action and params tell the calls in flight apart
---@field at number      epoch seconds, by this machine's clock
---@field action string
---@field params table<string, string>

---@class aliota.RequestEvent: aliota.CallEvent  an attempt is sent
---@field type "request"
---@field attempt integer

---@class aliota.ResponseEvent: aliota.CallEvent  it has ended
---@field type "response"
---@field attempt integer
---@field seconds number
---@field status integer|nil
---@field err aliota.Error|nil

---@class aliota.RetryEvent: aliota.CallEvent  there will be another attempt
---@field type "retry"
---@field attempt integer  the next one
---@field seconds number   until then
---@field err aliota.Error

---@class aliota.WaitEvent: aliota.CallEvent  a call waits for the quota
---@field type "wait"
---@field seconds number|nil  as far as they are known

---@class aliota.PageEvent  a page of a listing was handed out
---@field type "page"
---@field at number
---@field page aliota.Page
---@field coverage aliota.Coverage

---@class aliota.CoverageEvent  a listing has ended
---@field type "coverage"
---@field at number
---@field coverage aliota.Coverage

---@class aliota.LookEvent  a watch has looked, or a follow
---@field type "look"
---@field at number
---@field counts aliota.Counts|nil  of a watch
---@field job aliota.QueryOTAJobData|nil  of a watch
---@field changes integer|nil  of a follow: how many were found
---@field coverage aliota.FollowCoverage|nil  of a follow
---@field err aliota.Error|nil  where there will be another look

---@class aliota.CredentialsEvent  keys were fetched or renewed
---@field type "credentials"
---@field at number
---@field provider string     of the chain
---@field expires_at number|nil  epoch seconds

---@class aliota.WarningEvent  something is odd, and the client goes on
---@field type "warning"
---@field at number
---@field message string

---@class aliota.PlanEvent  after each call of `plan:apply()`
---@field type "plan"
---@field at number
---@field plan aliota.Plan

---@class aliota.RolloutEvent  whatever happens in `rollout:apply()`
---@field type "rollout"
---@field at number
---@field rollout aliota.Rollout
---@field text string  a sentence, as the journal has it

---@class aliota.ClockEvent  the service's clock is another one than this machine's
---@field type "clock"
---@field at number
---@field offset number  by how many seconds this machine is behind from now on; 0 when it is right again

---@alias aliota.AnyEvent aliota.RequestEvent|aliota.ResponseEvent|aliota.RetryEvent|aliota.WaitEvent|aliota.PageEvent|
---aliota.CoverageEvent|aliota.LookEvent|aliota.CredentialsEvent|aliota.WarningEvent|aliota.PlanEvent|
---aliota.RolloutEvent|aliota.ClockEvent

--- Tells whoever wants to know.
---@param kind string
---@param event table without secrets
function Account:tell(kind, event)
  local on_event = self.config.on_event
  if not on_event then return end
  event.type, event.at = kind, self.config.clock()
  on_event(event)
end

return Account
