-- Where requests go when neither an endpoint nor a region is among the options: as the profile says, then as the
-- environment does (Endpoints, Rule; Credentials, Environment variables). Read with the first request.
local config_file = require "aliota.credentials.config_file"
local endpoint = require "aliota.endpoint"
local variable = require "aliota.credentials.variable"

local REGION = "ALIBABA_CLOUD_REGION_ID"

local NOWHERE = ("no region is known: pass region = \"cn-shanghai\" or an endpoint, or set %s, or region_id in the "
  .. "profile of the command line"):format(REGION)

local function profile_of(options, account)
  local config, problem = config_file.read(account)
  if not config then return nil, problem end
  return config_file.chosen(config, options.profile)
end

local function of_environment()
  return {
    endpoint = variable.get "ALIBABA_CLOUD_ENDPOINT",
    region_id = variable.get(REGION, "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "REGION_ID", "REGION"),
    endpoint_type = variable.get "ALIBABA_CLOUD_ENDPOINT_TYPE",
  }
end

--- Finds the address.
---@param options {profile: string|nil, network: string|nil}
---@param account aliota.Account
---@return aliota.Endpoint|nil
---@return string|nil problem
return function(options, account)
  local profile, problem = profile_of(options, account)
  local environment = of_environment()
  local network = options.network or (profile or {}).endpoint_type or environment.endpoint_type
  for _, place in ipairs {profile or {}, environment} do
    if place.endpoint then return endpoint.of_host(place.endpoint) end
    if place.region_id then return endpoint.of_region(place.region_id, network) end
  end
  return nil, options.profile and problem or NOWHERE
end
