-- Keys in environment variables. The vendor's command line knows more names for them than its SDKs do, and lets its
-- profiles come first; so these have a provider of their own.
local keys = require "aliota.credentials.keys"
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

local environment = {}

local function read(prefix)
  local names = {
    access_key_id = prefix .. "ACCESS_KEY_ID", access_key_secret = prefix .. "ACCESS_KEY_SECRET",
    security_token = prefix .. "SECURITY_TOKEN",
  }
  local found = {}
  for field, name in pairs(names) do found[field] = variable.get(name) end
  local problem = keys.check(found, names)
  if not problem then return step.keys(found) end
  if not next(found) then return step.absent(problem) end
  local is_half = not (found.access_key_id and found.access_key_secret) -- which the SDKs take for nothing
  return is_half and step.doubtful(problem) or step.none(problem)
end

--- As the SDKs read it.
---@return aliota.Step
function environment.sdk() return read "ALIBABA_CLOUD_" end

local ALIASES = {"ALIBABACLOUD_", "ALICLOUD_", ""}

--- The names that only the command line knows. Keys under different prefixes are never mixed.
---@return aliota.Step
function environment.cli()
  for _, prefix in ipairs(ALIASES) do
    local found = read(prefix)
    if found.passes ~= "silently" then return found end
  end
  return step.absent "neither ALIBABACLOUD_ACCESS_KEY_ID, ALICLOUD_ACCESS_KEY_ID nor ACCESS_KEY_ID is set"
end

return environment
