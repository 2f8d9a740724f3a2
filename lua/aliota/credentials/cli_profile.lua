-- Keys by a profile of the vendor's command line.
local config_file = require "aliota.credentials.config_file"
local modes = require "aliota.credentials.modes"
local step = require "aliota.credentials.step"

---@param options {profile: string|nil}  nil: ALIBABA_CLOUD_PROFILE, or the current one
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(options)
  return function(account, expired)
    local config, problem = config_file.read(account)
    if not config then return step.none(problem) end
    local profile, unknown = config_file.chosen(config, options.profile)
    if not profile then return step.none(unknown) end
    local provide
    provide, problem = modes(config, profile)
    if not provide then return step.none(config.path .. ": " .. problem) end
    return step.within(("%s, profile %q"):format(config.path, profile.name), provide(account, expired))
  end
end
