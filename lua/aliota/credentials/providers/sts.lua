-- Temporary keys by STS: AssumeRole, and AssumeRoleWithOIDC, which is not signed (Credentials, STS calls).
local endpoint = require "aliota.call.endpoint"
local error_codes = require "aliota.api.error_codes"
local errors = require "aliota.api.errors"
local json = require("aliota.core").json
local keys = require "aliota.credentials.keys"
local mask = require "aliota.call.mask"
local request = require "aliota.call.request"
local sign = require("aliota.core").sign
local step = require "aliota.credentials.step"
local timestamp = require "aliota.call.timestamp"
local utc = require "aliota.util.utc"
local variable = require "aliota.util.variable"

local VERSION = "2015-04-01"
local TIMEOUT, CONNECT_TIMEOUT = 10, 5 -- seconds
local MOST_OF_TEXT = 4096 -- bytes of what STS says that are shown

local sts = {}

---@class aliota.StsPlace which STS is asked
---@field sts_endpoint string|nil  a host or an address; nil: ALIBABA_CLOUD_STS_ENDPOINT, or the region's
---@field sts_region string|nil    nil: ALIBABA_CLOUD_STS_REGION, or the central STS
---@field vpc boolean|nil          of a region; nil: ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED

local function place_of(place)
  local address = place.sts_endpoint or variable.get "ALIBABA_CLOUD_STS_ENDPOINT"
  local region = place.sts_region or variable.get "ALIBABA_CLOUD_STS_REGION"
  local vpc = place.vpc or place.vpc == nil and variable.is_on "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED"
  if not address and region then address = ("sts%s.%s.aliyuncs.com"):format(vpc and "-vpc" or "", region) end
  return endpoint.of_host(address or "sts.aliyuncs.com")
end

-- What STS says, without what it may quote.
local function refusal(answer, members, secrets)
  local function clean(value) return mask(tostring(value), secrets, nil, MOST_OF_TEXT) end
  return ("%s: %s (HTTP %d, request id %s)"):format(clean(members.Code or "refused"),
    clean(members.Message or "no message was given"), answer.status, clean(members.RequestId or "unknown"))
end

-- How a call of STS ended; `again` makes its first step anew, where a wrong clock was to blame and has been set right.
local function judge(action, account, secrets, stamp, again)
  return function(answer, failure)
    if not answer then return step.failed(("%s: %s"):format(action, failure.message), nil, failure) end
    local members = json.decode(answer.body, true)
    if type(members) ~= "table" then
      return step.failed(("%s: the answer is not JSON (HTTP %d)"):format(action, answer.status), answer)
    end
    if answer.status == 200 and type(members.Credentials) == "table" then
      return step.within(action, keys.read(members.Credentials, keys.OF_SERVICE, account:time() + keys.UNSTATED))
    end
    local code = tostring(members.Code)
    if error_codes.of(code).mended_by == "clock" and stamp:is_mended(answer.headers) then return again() end
    local problem = ("%s: %s"):format(action, refusal(answer, members, secrets))
    return step.failed(problem, nil, errors.refused {code = code, status = answer.status, message = problem})
  end
end

local function travelling(signed)
  signed.timeout, signed.connect_timeout = TIMEOUT, CONNECT_TIMEOUT
  return signed
end

--- AssumeRole.
---@param account aliota.Account
---@param place aliota.StsPlace
---@param source aliota.Credentials  of whoever may assume the role
---@param params table<string, string>
---@return aliota.Step
function sts.assume_role(account, place, source, params)
  local where, problem = place_of(place)
  if not where then return step.none(problem) end
  local operation, stamp = {name = "AssumeRole", method = "POST", version = VERSION}, timestamp.new(account)
  local function begin()
    return step.ask(travelling(request.v1 {
      operation = operation, params = params, credentials = source, endpoint = where, time = stamp:take(),
      nonce = account:ask("nonce", "string"), user_agent = account.config.user_agent, format = "json",
    }), judge(operation.name, account, source, stamp, begin))
  end
  return begin()
end

local function form(params)
  local words = {}
  for name, value in pairs(params) do words[#words + 1] = name .. "=" .. sign.encode(value) end
  table.sort(words)
  return table.concat(words, "&")
end

--- AssumeRoleWithOIDC: the token is all that proves who asks, and travels in the body.
---@param account aliota.Account
---@param place aliota.StsPlace
---@param params table<string, string>
---@return aliota.Step
function sts.assume_role_with_oidc(account, place, params)
  local where, problem = place_of(place)
  if not where then return step.none(problem) end
  local action, stamp = "AssumeRoleWithOIDC", timestamp.new(account)
  local function begin()
    local query = form {
      Action = action, Version = VERSION, Format = "JSON", Timestamp = utc.stamp(stamp:take()),
    }
    return step.ask(travelling {
      method = "POST", url = where.url .. "?" .. query, body = form(params),
      headers = {
        "Accept: application/json", "Content-Type: application/x-www-form-urlencoded",
        "User-Agent: " .. account.config.user_agent,
      },
    }, judge(action, account, {security_token = params.OIDCToken}, stamp, begin))
  end
  return begin()
end

return sts
