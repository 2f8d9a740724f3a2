-- The vendor's default chain, in its order (Credentials, Default chain).
local chain = require "aliota.credentials.provider_chain"
local cli_profile = require "aliota.credentials.providers.cli_profile"
local ecs_ram_role = require "aliota.credentials.providers.ecs_ram_role"
local environment = require "aliota.credentials.providers.environment"
local ini_profile = require "aliota.credentials.providers.ini_profile"
local oidc = require "aliota.credentials.providers.oidc"
local uri = require "aliota.credentials.providers.uri"

---@class aliota.DefaultChain
---@field profile string|nil            then only the two files are asked: who names a profile wants no other keys
---@field metadata_endpoint string|nil  of the metadata service

---@param options aliota.DefaultChain
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(options)
  local files = {
    {name = "command line's profile", provide = cli_profile(options)},
    {name = "credentials file", provide = ini_profile(options)},
  }
  if options.profile then return chain(files) end
  return chain {
    {name = "environment", provide = environment.sdk},
    {name = "OIDC", provide = oidc {}},
    files[1],
    files[2],
    {name = "command line's environment", provide = environment.cli},
    {name = "instance metadata", provide = ecs_ram_role {metadata_endpoint = options.metadata_endpoint}},
    {name = "credentials URI", provide = uri {}},
  }
end
