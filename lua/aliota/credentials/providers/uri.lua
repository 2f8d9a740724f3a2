-- Keys that a local address hands out (Credentials, Credentials URI).
local address = require "aliota.call.address"
local json = require("aliota.core").json
local keys = require "aliota.credentials.keys"
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

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

local NO_ADDRESS = "the address must look like http://host/path or https://host/path; in user and password, what is no "
  .. "letter or digit must be percent-encoded"
local SCHEMES = {http = true, https = true}

-- The address may hold a password, so only its host is shown, and only where it is certain which part that is.
local function name_of(place)
  if not place.is_clear then return "credentials URI" end
  return place.port == "" and place.host or place.host .. ":" .. place.port
end

--- An address to ask for keys.
---@param options {uri: string|nil}  nil: ALIBABA_CLOUD_CREDENTIALS_URI
---@return fun(account: aliota.Account): aliota.Step
return function(options)
  return function(account)
    if variable.is_on(SWITCH) then return step.absent("switched off by " .. SWITCH) end
    local uri = options.uri or variable.get(VARIABLE)
    if not uri then return step.absent(VARIABLE .. " is not set") end
    local place = address.read(uri)
    if not place or not SCHEMES[place.scheme] then return step.none(NO_ADDRESS) end
    return step.within(name_of(place), step.ask({
      method = "GET", url = uri, private_url = uri, headers = {"Accept: application/json"}, timeout = TIMEOUT,
      connect_timeout = CONNECT_TIMEOUT,
    }, judge(account)))
  end
end
