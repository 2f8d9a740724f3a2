-- Keys that a local address hands out (Credentials, Credentials URI).
local json = require("aliota.core").json
local keys = require "aliota.credentials.keys"
local step = require "aliota.credentials.step"
local variable = require "aliota.credentials.variable"

local TIMEOUT, CONNECT_TIMEOUT = 10, 5 -- seconds
local VARIABLE, SWITCH = "ALIBABA_CLOUD_CREDENTIALS_URI", "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"

local function judge(account)
  return function(answer, failure)
    if not answer then return step.failed(failure.message, nil, failure) end
    if answer.status ~= 200 then return step.failed(("HTTP %d"):format(answer.status), answer) end
    local members = json.decode(answer.body, true)
    if type(members) ~= "table" then return step.none "the answer is not JSON" end
    if members.Code ~= nil and members.Code ~= "Success" then
      return step.none(("Code is %q, not Success"):format(tostring(members.Code)))
    end
    local last = keys.read(members, keys.OF_SERVICE, account:time() + keys.UNSTATED)
    return last.keys and not last.keys.security_token and step.none "SecurityToken is missing" or last
  end
end

-- The address may hold a password, so only its host is shown.
local function host_of(uri)
  local authority = uri:match "^https?://([^/?#]+)"
  return authority and authority:match "[^@]+$"
end

--- An address to ask for keys.
---@param options {uri: string|nil}  nil: ALIBABA_CLOUD_CREDENTIALS_URI
---@return fun(account: aliota.Account): aliota.Step
return function(options)
  return function(account)
    if variable.is_on(SWITCH) then return step.absent("switched off by " .. SWITCH) end
    local uri = options.uri or variable.get(VARIABLE)
    if not uri then return step.absent(VARIABLE .. " is not set") end
    local host = host_of(uri)
    if not host or uri:find "[%c ]" then return step.none "the address must begin with http:// or https://" end
    return step.within(host, step.ask({
      method = "GET", url = uri, headers = {"Accept: application/json"}, timeout = TIMEOUT,
      connect_timeout = CONNECT_TIMEOUT,
    }, judge(account)))
  end
end
