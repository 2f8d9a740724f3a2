-- What is known of error codes: those of the service's gateway and of the service itself (Errors, POP gateway codes;
-- IoT codes), and those that we give. They are compared without regard to case, which varies.
local ascii = require "aliota.util.ascii"

local NO_PERMISSION = "this user may not call the operation; grant it the iot permission in RAM"
local NO_INSTANCE = "an instance that has an id must be named; pass it as instance_id"
local WRONG_PLACE = "does the endpoint belong to IoT Platform, and to the right region?"
local CLOCK = "the clock of this machine is more than 15 minutes off; set it"

---@class aliota.ErrorCode
---@field hint string|nil   what a person can do
---@field means "throttling"|"passing"|"clock"|"nonce"|"token"|nil  too many calls; a state that passes, whatever the
---HTTP status; a clock that is off; a nonce that came before; temporary keys at their end

---@type table<string, aliota.ErrorCode>
local CODES = {
  ["InvalidAccessKeyId.NotFound"] = {
    hint = "the access key id is unknown to the service; was it deleted, or mistyped?",
  },
  ["InvalidAccessKeyId.Inactive"] = {hint = "the access key is disabled; enable it in the RAM console or use another"},
  SignatureDoesNotMatch = {
    hint = "the access key secret does not belong to the access key id, or a proxy changed the request; "
      .. "client:explain(action, params):compare(err) tells which",
  },
  IncompleteSignature = {hint = "a proxy between here and the service may have removed headers"},
  ["InvalidTimeStamp.Expired"] = {means = "clock", hint = CLOCK},
  IllegalTimestamp = {means = "clock", hint = CLOCK},
  SignatureNonceUsed = {
    means = "nonce", hint = "the same request came before, as when a connection breaks and it is sent again; or is the "
      .. "nonce option a constant?",
  },
  ["InvalidSecurityToken.Expired"] = {means = "token"},
  ["Forbidden.RAM"] = {hint = NO_PERMISSION},
  Forbidden = {hint = NO_PERMISSION},
  NoPermission = {hint = NO_PERMISSION},
  ["iot.system.InstanceNotFound"] = {hint = NO_INSTANCE},
  ["iot.Sre.IotInstanceNotFound"] = {hint = NO_INSTANCE},
  ["iot.ota.JobNotFound"] = {
    hint = "is the JobId right, and of this region, account and instance? client:jobs {ProductKey = …} lists those "
      .. "that there are",
  },
  ["InvalidApi.NotFound"] = {hint = WRONG_PLACE},
  ["InvalidAction.NotFound"] = {hint = WRONG_PLACE},
  ["InvalidProtocol.NeedSsl"] = {hint = "the service wants https; change the endpoint"},
  InternalError = {means = "passing"},
  ServiceUnavailable = {means = "passing"},
  ServiceUnavailableTemporary = {means = "passing"},
  ["iot.system.SystemException"] = {means = "passing"},
  ["iot.messagebroker.Timeout"] = {means = "passing"},
  ProxyAuthenticationRequired = {
    hint = "are user and password right in the proxy's address? http://user:password@host:8080, with what is no letter "
      .. "or digit in them percent-encoded",
  },
  ProxyRefused = {hint = "the proxy does not let requests through to the endpoint, or can't reach it; ask who runs it"},
}

-- Parts of codes, in small letters, that mean the same in whatever code they stand.
local FAMILIES = {
  {"throttling", {means = "throttling"}},
  {"ratelimit", {means = "throttling"}},
  {"invalidsecuritytoken", {hint = "the security token is wrong or has expired; get new temporary keys"}},
}

local UNKNOWN = {}
local by_code = {}
for code, row in pairs(CODES) do by_code[ascii.lower(code)] = row end

local error_codes = {}

local function family_of(code)
  for _, family in ipairs(FAMILIES) do
    if code:find(family[1], 1, true) then return family[2] end
  end
  return UNKNOWN
end

--- What a code means.
---@param code string|nil
---@return string|nil
function error_codes.meaning(code)
  local lower = ascii.lower(code or "")
  return (by_code[lower] or family_of(lower)).means
end

--- What a person can do about it.
---@param code string|nil
---@return string|nil
function error_codes.hint(code)
  local lower = ascii.lower(code or "")
  return (by_code[lower] or UNKNOWN).hint or family_of(lower).hint
end

return error_codes
