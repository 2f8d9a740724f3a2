-- Where requests go when no endpoint is among the options: where our own variable says, to the region of the options,
-- as the profile of the keys says, or the environment, or else the current profile (Endpoints, Rule; Credentials,
-- Environment variables). Read with the first request.
local config_file = require "aliota.credentials.files.config_file"
local endpoint = require "aliota.call.endpoint"
local variable = require "aliota.util.variable"

local ENDPOINT, REGION = "ALIOTA_ENDPOINT", "ALIBABA_CLOUD_REGION_ID"

local NOWHERE = ("no region is known: pass region = \"cn-shanghai\" or an endpoint, or set %s, or region_id in the "
  .. "profile of the command line"):format(REGION)

local function of_environment()
  return {
    endpoint = variable.get "ALIBABA_CLOUD_ENDPOINT",
    region_id = variable.get(REGION, "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "REGION_ID", "REGION"),
    endpoint_type = variable.get "ALIBABA_CLOUD_ENDPOINT_TYPE",
  }
end

-- Whether a place says it, in a form that can be read.
local function is_told(place)
  return place ~= nil and type(place.endpoint or place.region_id) == "string"
end

local function problem_with(profile)
  local problem = config_file.problem_with(profile, {"endpoint", "region_id"})
  return problem and ("profile %q: %s"):format(profile.name, problem)
end

-- Of the profile that the option names, or of the current one.
local function profile_of(options, account)
  local config, none = config_file.read(account)
  if not config then return nil, none.problem end
  local profile
  profile, none = config_file.chosen(config, options.profile)
  return profile, none and none.problem
end

local function address_of(place, network)
  if place.endpoint then return endpoint.of_host(place.endpoint) end
  return endpoint.of_region(place.region_id, network)
end

-- Keys of one account with the region of another's profile find nothing, or other things than were meant.
local function guess(options, account, fetch)
  local profile = profile_of(options, account)
  if not is_told(profile) then return nil end
  local whose = fetch.provider and "those of the " .. fetch.provider or "not its own"
  account:tell("warning", {
    message = ("the region is that of the command line's profile %q, and the keys are %s; are both of one account? "
      .. "Then pass region, or set %s"):format(profile.name, whose, REGION),
  })
  return profile
end

local function of_place(options, account, fetch)
  local environment, own, problem = of_environment(), fetch.profile, nil
  if not own and options.profile then own, problem = profile_of(options, account) end
  local place = is_told(own) and own or is_told(environment) and environment
  if not place and not own and not options.profile then place = guess(options, account, fetch) end
  if not place then return nil, problem or own and problem_with(own) or NOWHERE end
  return address_of(place, options.network or (own or place).endpoint_type or environment.endpoint_type)
end

--- Finds the address.
---@param options {profile: string|nil, region: string|nil, network: string|nil, dialect: aliota.Dialect|nil}
---@param account aliota.Account
---@param fetch aliota.Fetch  of the keys: whose they are
---@return aliota.Endpoint|nil
---@return string|nil problem
---@return string|nil ca_file  that goes with an endpoint of our own variables
return function(options, account, fetch)
  local own = variable.get(ENDPOINT)
  if own then
    local found, problem = endpoint.parse(own)
    return found, problem and ENDPOINT .. ": " .. problem, variable.get "ALIOTA_CA_FILE"
  end
  local dialect = options.dialect
  if dialect and not dialect.has_regions then return nil, dialect:problem_without_endpoint() end
  if options.region then return endpoint.of_region(options.region, options.network) end
  return of_place(options, account, fetch)
end
