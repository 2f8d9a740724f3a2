-- Keys of a RAM role for whom an identity provider (such as a Kubernetes cluster) vouches with a token in a file.
local file = require "aliota.credentials.files.read_file"
local role_params = require "aliota.credentials.role"
local step = require "aliota.credentials.step"
local sts = require "aliota.credentials.providers.sts"
local variable = require "aliota.util.variable"

---@class aliota.Oidc: aliota.Role
---@field oidc_provider_arn string|nil  nil: ALIBABA_CLOUD_OIDC_PROVIDER_ARN
---@field oidc_token_file string|nil    nil: ALIBABA_CLOUD_OIDC_TOKEN_FILE

local VARIABLES = {
  {"role_arn", "ALIBABA_CLOUD_ROLE_ARN"},
  {"oidc_provider_arn", "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"},
  {"oidc_token_file", "ALIBABA_CLOUD_OIDC_TOKEN_FILE"},
}

-- A role alone may be meant for whoever assumes it by keys.
local function missing(identity, problem)
  if identity.oidc_provider_arn or identity.oidc_token_file then return step.doubtful(problem) end
  return step.absent(problem)
end

local function complete(options)
  local identity, problem = setmetatable({}, {__index = options}), nil
  for _, pair in ipairs(VARIABLES) do
    local field, name = pair[1], pair[2]
    identity[field] = options[field] or variable.get(name)
    if not identity[field] then problem = problem or ("%s is missing, and %s is not set"):format(field, name) end
  end
  if problem then return nil, missing(identity, problem) end
  return identity
end

--- The token file is read for each renewal, as whoever writes it renews it, too.
---@param options aliota.Oidc
---@return fun(account: aliota.Account): aliota.Step
return function(options)
  return function(account)
    local identity, incomplete = complete(options)
    if not identity then return incomplete end
    local token
    local params, problem = role_params(identity)
    if not params then return step.none(problem) end
    token, problem = file.read(identity.oidc_token_file)
    if not token then return step.none(problem) end
    params.OIDCProviderArn, params.OIDCToken = identity.oidc_provider_arn, token:match "^%s*(.-)%s*$"
    return step.within("role " .. params.RoleArn, sts.assume_role_with_oidc(account, identity, params))
  end
end
