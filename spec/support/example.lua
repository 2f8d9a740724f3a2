-- Runs examples as users do, with the Lua that runs the specs, against a sandbox.
local example = {}

local LUA = require "spec.support.interpreter"

--- The command of an example.
---@param service table  the sandbox: `endpoint` and `credentials`
---@param line string    its path and options
---@param keys {access_key_id: string, access_key_secret: string, security_token: string|nil}|nil  other credentials
---@return string
function example.command(service, line, keys)
  keys = keys or service.credentials
  return ("env ALIOTA_ENDPOINT=%s ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s"
    .. " ALIBABA_CLOUD_SECURITY_TOKEN=%s %s %s"):format(service.endpoint, keys.access_key_id, keys.access_key_secret,
    keys.security_token or "", LUA, line)
end

return example
