-- The gateway in front of the service: who is calling, is the call fresh, is it signed.

local nonces = require "aliota.sandbox.nonces"
local read_v1 = require "aliota.sandbox.call_v1"
local read_v3 = require "aliota.sandbox.call_v3"
local refusal = require "aliota.sandbox.refusal"
local time = require "aliota.sandbox.service_time"

local gateway = {}

local Gateway = {}
Gateway.__index = Gateway

-- Seconds that a timestamp may be behind or ahead (error codes, InvalidTimeStamp.Expired). A request that is as far
-- ahead as may be is good for twice as long, and so long must its nonce be known.
local WINDOW = 15 * 60
-- An RPC-style service has one path.
local IOT = {path = "/", version = "2018-01-20"}

---@param accounts table
---@param clock fun(): number epoch seconds
---@param product {path: string, version: string}? nil: the service itself
function gateway.new(accounts, clock, product)
  return setmetatable({
    accounts = accounts, clock = clock, product = product or IOT, nonces = nonces.new(2 * WINDOW),
  }, Gateway)
end

local function read(request, path)
  if request.method ~= "GET" and request.method ~= "POST" then
    refusal.gateway("UnsupportedHTTPMethod", "This http method is not supported.")
  end
  if request.path ~= path then
    refusal.gateway("InvalidApi.NotFound", "Specified api is not found, please check your url and method.")
  end
  return request.headers.authorization and read_v3(request) or read_v1(request)
end

local COMMON = {
  {"AccessKeyId", "access_key_id"},
  {"Action", "action"},
  {"Version", "version"},
  {"Timestamp", "timestamp"},
  {"SignatureNonce", "nonce"},
  {"Signature", "signature"},
}

local function check_common_parameters(call)
  for _, common in ipairs(COMMON) do
    local name, field = common[1], common[2]
    if not call[field] then refusal.missing(name, call.sent_as[name]) end
  end
end

--- Refuses a call that is too old, or from the future.
---@param call {timestamp: string}
---@param skew number? seconds by which the gateway's clock is ahead
function Gateway:check_timestamp(call, skew)
  local now = self.clock() + (skew or 0)
  local timestamp = time.parse(call.timestamp)
  if not timestamp then
    refusal.gateway("InvalidTimeStamp.Format", "Specified time stamp is not of the form yyyy-MM-ddTHH:mm:ssZ.")
  elseif math.abs(now - timestamp) > WINDOW then
    refusal.gateway("InvalidTimeStamp.Expired",
      "Specified time stamp or date value is expired: the server's time is " .. time.format(math.floor(now)) .. ".")
  end
end

function Gateway:find_user(call)
  local user = self.accounts:find(call.access_key_id)
  if not user then
    refusal.gateway("InvalidAccessKeyId.NotFound", "Specified access key is not found.")
  elseif user.security_token and not call.security_token then
    refusal.missing("SecurityToken", call.sent_as.SecurityToken)
  elseif call.security_token ~= user.security_token then
    -- The documentation names no code after "InvalidSecurityToken."; this one is an assumption, as is the next.
    refusal.gateway("InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatch with the AccessKey.")
  elseif self.accounts:expired(user) then
    refusal.gateway("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
  end
  return user
end

local function check_signature(call, secret)
  local expected_signature, explanation = call.sign(secret)
  if call.signature ~= expected_signature then
    refusal.gateway("SignatureDoesNotMatch", "Specified signature is not matched with our calculation. "
      .. explanation)
  end
end

--- Reads a request and makes sure of its sender. Raises a refusal otherwise.
---@param request table
---@param skew number seconds by which the gateway's clock is ahead for this request
---@return Call call with `account`
function Gateway:accept(request, skew)
  local call = read(request, self.product.path)
  check_common_parameters(call)
  local user = self:find_user(call)
  self:check_timestamp(call, skew)
  check_signature(call, user.access_key_secret)
  -- Last, so that nobody without the secret can use up a nonce.
  if not self.nonces:take(call.nonce, self.clock()) then
    refusal.gateway("SignatureNonceUsed", "Specified signature nonce was used already.")
  end
  if call.version ~= self.product.version then
    refusal.gateway("InvalidVersion", "Specified parameter Version is not valid.")
  end
  call.account = user.account
  return call
end

return gateway
