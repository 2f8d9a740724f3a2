-- Keys by a profile of the vendor's command line.
local config_file = require "aliota.credentials.files.config_file"
local modes = require "aliota.credentials.modes"
local step = require "aliota.credentials.step"

-- Where the keys of a profile are used, so is its region.
local function with_profile(profile, first)
  return step.after(first, function(last)
    if last.keys then last.profile = profile end
    return last
  end)
end

---@param options {profile: string|nil}  nil: ALIBABA_CLOUD_PROFILE, or the current one
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(options)
  return function(account, expired)
    local config, none = config_file.read(account)
    if not config then return none end
    local profile
    profile, none = config_file.chosen(config, options.profile)
    if not profile then return none end
    local where = ("%s, profile %q"):format(config.path, profile.name)
    if modes.is_blank(profile) then return step.absent(where .. " holds no keys") end
    local provide, problem = modes.provider(config, profile)
    if not provide then return step.none(config.path .. ": " .. problem) end
    return with_profile(profile, step.within(where, provide(account, expired)))
  end
end
