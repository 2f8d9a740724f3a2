-- Keys of a RAM role, which other keys may assume.
local role_params = require "aliota.credentials.role"
local step = require "aliota.credentials.step"
local sts = require "aliota.credentials.providers.sts"
local variable = require "aliota.util.variable"

---@class aliota.RoleArn: aliota.Role
---@field source fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step  keys to assume it with
---@field external_id string|nil  nil: ALIBABA_CLOUD_EXTERNAL_ID

---@param role aliota.RoleArn
---@return fun(account: aliota.Account): aliota.Step
return function(role)
  return function(account)
    local params, problem = role_params(role)
    if not params then return step.none(problem) end
    params.ExternalId = role.external_id or variable.get "ALIBABA_CLOUD_EXTERNAL_ID"
    return step.after(role.source(account), function(last)
      if last.problem then return last end
      return step.within("role " .. params.RoleArn, sts.assume_role(account, role, last.keys, params))
    end)
  end
end
