-- Where clients get temporary keys, beside the service: STS below /sts, the metadata service of an ECS instance below
-- /latest, and a credentials URI. All keys are of the default account, and expire by the clock that judges timestamps.

local form = require "aliota.sandbox.form"
local gateway = require "aliota.sandbox.gateway"
local json = require "aliota.sandbox.json_body"
local needed = require "aliota.util.needed"
local rand = needed "openssl.rand"
local refusal = require "aliota.sandbox.refusal"
local time = require "aliota.sandbox.service_time"

local identity = {
  --- The one role that there is: it may be assumed, and is the instance's.
  ROLE = "sandbox-role",
  --- What proves an identity to AssumeRoleWithOIDC.
  OIDC_TOKEN = "sandbox-oidc-token",
}

local Identity = {}
Identity.__index = Identity

local STS_PATH, STS_VERSION = "/sts", "2015-04-01"
local TOKEN_PATH, KEYS_PATH = "/latest/api/token", "/latest/meta-data/ram/security-credentials/"
local URI_PATH = "/credentials"
local SHORTEST, USUAL, LONGEST = 900, 3600, 43200 -- DurationSeconds

---@param users table accounts that learn of the keys
---@param options table checked options: clock, keys_expire_in, imds_v1
function identity.new(users, options)
  return setmetatable({
    users = users,
    options = options,
    gateway = gateway.new(users, options.clock, {path = STS_PATH, version = STS_VERSION}),
  }, Identity)
end

local function random(bytes)
  return (rand.bytes(bytes):gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

-- New keys, as all three places show them.
function Identity:issue(seconds)
  local ends = math.floor(self.options.clock()) + seconds
  local keys = {
    access_key_id = "STS." .. random(8), access_key_secret = "sandbox-secret-" .. random(20),
    security_token = "sandbox-token-" .. random(40),
  }
  self.users:add(keys, ends, self.options.clock)
  return {
    AccessKeyId = keys.access_key_id, AccessKeySecret = keys.access_key_secret, SecurityToken = keys.security_token,
    Expiration = time.format(ends),
  }
end

-- STS ----------------------------------------------------------------------------------------------------------------
-- The codes of refusals are assumptions.

local function life_of(parameters)
  local seconds = tonumber(parameters.DurationSeconds or USUAL)
  if not seconds or seconds < SHORTEST or seconds > LONGEST then
    refusal.gateway("InvalidParameter.DurationSeconds", "The Min/Max value of DurationSeconds is 15min/12hr.")
  end
  return seconds
end

function Identity:assume(parameters)
  for _, name in ipairs {"RoleArn", "RoleSessionName"} do
    if (parameters[name] or "") == "" then refusal.missing(name) end
  end
  if parameters.RoleArn:match "^acs:ram::%d+:role/(.*)$" ~= identity.ROLE then
    refusal.raise(403, "NoPermission", "You are not authorized to do this action. You should be authorized by RAM.")
  end
  local keys = self:issue(life_of(parameters))
  local arn = parameters.RoleArn:gsub(":role/", ":assumed-role/") .. "/" .. parameters.RoleSessionName
  return {RequestId = random(16), Credentials = keys, AssumedRoleUser = {Arn = arn, AssumedRoleId = "300000000000001"}}
end

local ACTIONS = {}

function ACTIONS.AssumeRole(self, request)
  return self:assume(self.gateway:accept(request, 0).parameters)
end

function ACTIONS.AssumeRoleWithOIDC(self, _, parameters)
  self.gateway:check_timestamp {timestamp = parameters.Timestamp or ""}
  if (parameters.OIDCProviderArn or "") == "" then refusal.missing "OIDCProviderArn" end
  if parameters.OIDCToken ~= identity.OIDC_TOKEN then
    refusal.gateway("AuthenticationFail.OIDCToken.Invalid", "This JWT token is invalid.")
  end
  return self:assume(parameters)
end

local function answer_sts(self, request)
  local parameters = {}
  if not (form.read(request.query, parameters) and form.read(request.body, parameters)) then
    refusal.gateway("InvalidParameter.Format", "A parameter holds a malformed percent escape.")
  end
  local action = ACTIONS[parameters.Action]
  if not action then
    refusal.gateway("InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
  end
  return action(self, request, parameters)
end

-- The metadata service -----------------------------------------------------------------------------------------------

local function text(status, body)
  return {status = status, headers = {["content-type"] = "text/plain"}, body = body}
end

local function document(status, members)
  return {status = status, headers = {["content-type"] = "application/json"}, body = json.encode(members)}
end

function Identity:metadata_token(request)
  if request.method ~= "PUT" then return text(405, "") end
  if not tonumber(request.headers["x-aliyun-ecs-metadata-token-ttl-seconds"]) then return text(400, "") end
  self.token = random(20)
  return text(200, self.token)
end

function Identity:metadata_keys(request)
  local token = request.headers["x-aliyun-ecs-metadata-token"]
  if token and token ~= self.token or not token and not self.options.imds_v1 then return text(403, "") end
  local role = request.path:sub(#KEYS_PATH + 1)
  if role == "" then return text(200, identity.ROLE) end
  if role ~= identity.ROLE then return text(404, "") end
  return document(200, self:instance_keys())
end

function Identity:instance_keys()
  local members = self:issue(self.options.keys_expire_in)
  members.Code = "Success"
  return members
end

-- ---------------------------------------------------------------------------------------------------------------------

-- STS is behind a gateway of the same kind as the service's.
local function of_gateway(status, members)
  local response = document(status, members)
  response.headers["content-type"] = "application/json;charset=utf-8"
  return response
end

local function answer_of(rejection)
  return of_gateway(rejection.status, {
    RequestId = random(16), Code = rejection.code, Message = rejection.message,
  })
end

--- Answers a request if it is for one of these places.
---@param request aliota.sandbox.Request
---@return aliota.sandbox.Response|nil
function Identity:answer(request)
  local path = request.path
  if path == TOKEN_PATH then return self:metadata_token(request) end
  if path:sub(1, #KEYS_PATH) == KEYS_PATH then return self:metadata_keys(request) end
  if path == URI_PATH then return document(200, self:instance_keys()) end
  if path ~= STS_PATH then return nil end
  local ok, result = pcall(answer_sts, self, request)
  if ok then return of_gateway(200, result) end
  if not refusal.is(result) then error(result, 0) end
  return answer_of(result)
end

return identity
