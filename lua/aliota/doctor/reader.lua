-- Makes the doctor's calls: reads alone, no more than so many, each answer as it came. What several probes look at is
-- asked for once.
local Call = require "aliota.call"
local errors = require "aliota.api.errors"
local loop = require "aliota.loop"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local source = require "aliota.call.source"

---@class aliota.DoctorAnswer
---@field members table|nil      of a good answer
---@field err aliota.Error|nil
---@field status integer|nil     of the last answer, as the next four
---@field http string|nil      its version; nil: 1.1
---@field headers table<string, string>|nil
---@field text string|nil        its body
---@field at number|nil          when it was read, by this machine's clock

---@class aliota.DoctorReader
---@field requests integer  that were sent
local Reader = {}
Reader.__index = Reader

local reader = {}

---@param account aliota.Account
---@param most integer  requests
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil}
---@return aliota.DoctorReader
function reader.new(account, most, ours)
  return setmetatable({
    account = account, most = most, limits = source.limits(account, ours), requests = 0, known = {},
  }, Reader)
end

function Reader:count(action)
  if self.requests >= self.most then
    return errors.new {kind = "cancelled", action = action, message = "no more requests than were announced"}
  end
  self.requests = self.requests + 1
end

--- Prepares a call.
---@param action string             one that changes nothing
---@param params table<string, string>  as they are sent; unchecked, as some are to be refused
---@param account aliota.Account|nil    nil: the reader's own
---@return aliota.Call
---@return aliota.DoctorAnswer answer   of the call, while and when it is over
function Reader:call(action, params, account)
  local config, answer = self.account.config, {}
  local flat = merge({IotInstanceId = config.instance_id}, params)
  return Call.new(account or self.account, operations[action], flat, merge(self.limits, {
    before_attempt = function() return self:count(action) end,
    inspect = function(came)
      answer.status, answer.http, answer.headers = came.status, came.http, came.headers
      answer.text = tostring(came.body)
      answer.at = config.clock()
    end,
  })), answer
end

--- The reader's account with another configuration.
---@param changes table
---@return aliota.Account
function Reader:account_with(changes)
  return setmetatable({config = merge(self.account.config, changes)}, {__index = self.account})
end

--- What came of a call, asked for when somebody wants it and once.
---@param name string  what the answer is called
---@param action string
---@param params table<string, string>
---@param account aliota.Account|nil    nil: the reader's own
---@return aliota.DoctorAnswer
function Reader:ask(name, action, params, account)
  if not self.known[name] then
    local call, answer = self:call(action, params, account)
    answer.members, answer.err = call:await()
    self.known[name] = answer
  end
  return self.known[name]
end

--- Makes calls side by side, unpaced and unrepeated.
---@param action string
---@param params table<string, string>
---@param count integer
---@return aliota.DoctorAnswer[]
function Reader:burst(action, params, count)
  local impatient = self:account_with {quota = false, retries = 0}
  local calls, answers = {}, {}
  for i = 1, count do calls[i], answers[i] = self:call(action, params, impatient) end
  loop.run(function(now)
    local is_over, at = true, math.huge
    for i, call in ipairs(calls) do
      if not call.done then at = math.min(at, call:advance(now)) end
      answers[i].err = call.err
      is_over = is_over and call.done
    end
    return is_over, at
  end, self.account.config.loop)
  return answers
end

return reader
