-- ~/.aliyun/config.json, the profiles of the vendor's command line.
local file = require "aliota.credentials.files.read_file"
local json = require("aliota.core").json
local step = require "aliota.credentials.step"
local variable = require "aliota.util.variable"

local config_file = {}

---@class aliota.ConfigFile
---@field path string
---@field profiles table[]
---@field current string|nil

--- The variables that name a profile, the SDKs' first.
---@return string|nil
function config_file.profile_variable()
  return (variable.get("ALIBABA_CLOUD_PROFILE", "ALIBABACLOUD_PROFILE", "ALICLOUD_PROFILE"))
end

-- A decoder counts bytes, a person lines.
local function line_of(content, problem)
  local byte = tonumber(problem:match "at byte (%d+)")
  return select(2, content:sub(1, (byte or 1) - 1):gsub("\n", "")) + 1
end

local function decode(path, content)
  local config, problem = json.decode(content, true)
  if config == nil then return nil, step.none(("%s:%d: %s"):format(path, line_of(content, problem), problem)) end
  if type(config) ~= "table" or type(config.profiles) ~= "table" or #config.profiles == 0 then
    return nil, step.doubtful(path .. " holds no profiles")
  end
  config.path = path
  return config
end

-- The switch that the command line wants in capitals is not read any other way.
local function switch()
  if variable.is_on "ALIBABA_CLOUD_CLI_PROFILE_DISABLED" then return "ALIBABA_CLOUD_CLI_PROFILE_DISABLED" end
  if os.getenv "ALIBABA_CLOUD_IGNORE_PROFILE" == "TRUE" then return "ALIBABA_CLOUD_IGNORE_PROFILE" end
end

--- Reads the file, unless it is switched off.
---@param account aliota.Account
---@return aliota.ConfigFile|nil
---@return aliota.Step|nil none  whose problem names the file or the variable
function config_file.read(account)
  if switch() then return nil, step.absent("switched off by " .. switch()) end
  local content, path = file.of_user(account, "ALIBABA_CLOUD_CONFIG_FILE", {".aliyun/config.json"})
  if not content then return nil, path end
  return decode(path, content)
end

-- What the command line does not use it writes as "" or 0.
local function filled(profile)
  local members = {}
  for name, value in pairs(profile) do
    if value ~= "" and value ~= 0 then members[name] = value end
  end
  return members
end

--- A profile by its name.
---@param config aliota.ConfigFile
---@param name string
---@return table|nil profile  without members that hold nothing
---@return string|nil problem
function config_file.find(config, name)
  for _, profile in ipairs(config.profiles) do
    if type(profile) == "table" and profile.name == name then return filled(profile) end
  end
  return nil, ("%s holds no profile %q"):format(config.path, name)
end

--- What is wrong with members that must be texts where they are there. Each is checked by whoever uses it, so that
--- nothing fails for one that nobody needs.
---@param profile table
---@param names string[]
---@return string|nil problem
function config_file.problem_with(profile, names)
  for _, name in ipairs(names) do
    local kind = type(profile[name])
    if kind ~= "nil" and kind ~= "string" then return ("%s must be a string, not a %s"):format(name, kind) end
  end
end

-- The name of the profile that is meant, and what it means when there is none of that name: one that is named may be in
-- the credentials file, one that nobody names need not be there.
local function chosen(config, name)
  name = name or config_file.profile_variable()
  if name then return name, step.absent end
  local current = config.current
  if current == nil or current == "" then return "default", step.doubtful end
  return current, step.none
end

--- The profile that is meant: the one named, or that of the environment, or the current one, or "default".
---@param config aliota.ConfigFile
---@param name string|nil
---@return table|nil profile
---@return aliota.Step|nil none
function config_file.chosen(config, name)
  local found, kind = chosen(config, name)
  local profile, problem = config_file.find(config, tostring(found))
  if not profile then return nil, kind(problem) end
  return profile
end

return config_file
