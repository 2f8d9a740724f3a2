-- What a role is assumed with, from options, profiles and the environment alike.
local variable = require "aliota.util.variable"

local SHORTEST, USUAL = 900, 3600 -- seconds
local SESSION_NAME = "aliota"

---@class aliota.Role: aliota.StsPlace
---@field role_arn string|nil
---@field role_session_name string|nil  nil: ALIBABA_CLOUD_ROLE_SESSION_NAME, or "aliota"
---@field duration_seconds number|nil   nil: an hour
---@field policy string|nil             what the keys may do at most, as JSON

--- The parameters that AssumeRole and AssumeRoleWithOIDC share.
---@param role aliota.Role
---@return table<string, string>|nil params
---@return string|nil problem
return function(role)
  local arn = role.role_arn or variable.get "ALIBABA_CLOUD_ROLE_ARN"
  if not arn then return nil, "no role is named, neither here nor by ALIBABA_CLOUD_ROLE_ARN" end
  local seconds = tonumber(role.duration_seconds or USUAL)
  if not seconds or seconds < SHORTEST or seconds % 1 ~= 0 then
    return nil, ("a role is assumed for %d whole seconds at least, not %s"):format(
      SHORTEST, tostring(role.duration_seconds))
  end
  return {
    RoleArn = arn,
    RoleSessionName = role.role_session_name or variable.get "ALIBABA_CLOUD_ROLE_SESSION_NAME" or SESSION_NAME,
    DurationSeconds = ("%d"):format(seconds),
    Policy = role.policy,
  }
end
