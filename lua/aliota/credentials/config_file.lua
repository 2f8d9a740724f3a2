-- ~/.aliyun/config.json, the profiles of the vendor's command line.
local file = require "aliota.credentials.file"
local json = require("aliota.core").json
local variable = require "aliota.credentials.variable"

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
  if config == nil then return nil, ("%s:%d: %s"):format(path, line_of(content, problem), problem) end
  if type(config) ~= "table" or type(config.profiles) ~= "table" or #config.profiles == 0 then
    return nil, path .. " holds no profiles"
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
---@return string|nil problem that names the file or the variable
function config_file.read(account)
  if switch() then return nil, "switched off by " .. switch() end
  local content, path = file.of_user(account, "ALIBABA_CLOUD_CONFIG_FILE", ".aliyun/config.json")
  if not content then return nil, path end
  return decode(path, content)
end

-- Members that are texts, if they are there. Those of keys are checked with the keys.
local TEXTS = {
  "mode", "ram_role_arn", "ram_session_name", "policy", "external_id", "sts_endpoint", "sts_region", "ram_role_name",
  "oidc_provider_arn", "oidc_token_file", "source_profile", "process_command", "credentials_uri", "region_id",
  "endpoint", "endpoint_type",
}

-- What the command line does not use it writes as "" or 0.
local function checked(config, profile)
  local filled = {}
  for name, value in pairs(profile) do
    if value ~= "" and value ~= 0 then filled[name] = value end
  end
  for _, name in ipairs(TEXTS) do
    if filled[name] ~= nil and type(filled[name]) ~= "string" then
      return nil, ("%s, profile %q: %s must be a string"):format(config.path, profile.name, name)
    end
  end
  return filled
end

--- A profile by its name.
---@param config aliota.ConfigFile
---@param name string
---@return table|nil profile  without members that hold nothing
---@return string|nil problem
function config_file.find(config, name)
  for _, profile in ipairs(config.profiles) do
    if type(profile) == "table" and profile.name == name then return checked(config, profile) end
  end
  return nil, ("%s holds no profile %q"):format(config.path, name)
end

--- The profile that is meant: the one named, or that of the environment, or the current one.
---@param config aliota.ConfigFile
---@param name string|nil
---@return table|nil profile
---@return string|nil problem
function config_file.chosen(config, name)
  name = name or config_file.profile_variable() or config.current
  if type(name) ~= "string" or name == "" then return nil, config.path .. " names no current profile" end
  return config_file.find(config, name)
end

return config_file
