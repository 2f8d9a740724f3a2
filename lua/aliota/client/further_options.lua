-- The options of aliota.new of which most clients need none: those that make connections of their own kind, and the
-- dialect. Loaded where one of them is given.
local client_certificate = require "aliota.util.client_certificate"
local connection = require "aliota.call.connection"
local dialect = require "aliota.api.dialect"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local further_options = {}

local PASSWORD = types.checked(client_certificate.problem_with_password)

local CONNECTION = {
  cert_file = types.LINE, key_file = types.LINE, key_password = PASSWORD,
  proxy_ca_file = types.LINE, proxy_cert_file = types.LINE, proxy_key_file = types.LINE, proxy_key_password = PASSWORD,
  proxy_auth = types.one_of {basic = true, digest = true, ntlm = true, negotiate = true, any = true},
  tls_min = types.one_of {["1.2"] = true, ["1.3"] = true},
  http = types.one_of {["1.1"] = true, ["2"] = true},
}

---@type aliota.OptionSet
further_options.OPTIONS = merge(CONNECTION, {dialect = types.checked(dialect.problem_with, dialect.of)})

-- A region here is one of another service than the dialect's, where that has none.
local function problem_with_region(config)
  local spoken = config.dialect
  local is_foreign = spoken and not spoken.has_regions and config.region and not config.is_fixed
  return is_foreign and spoken:problem_without_endpoint() or nil
end

--- Puts what those of connections come to in their place, so that no password stands there.
---@param config table  with all options
---@param proxy string|false|nil  the option
---@return string|nil problem
function further_options.take(config, proxy)
  local given = {}
  for name in pairs(CONNECTION) do given[name] = config[name] end
  config.key_password, config.proxy_key_password = nil, nil
  local problem = problem_with_region(config) or connection.problem_with(given, proxy)
  config.connection = not problem and next(given) and connection.new(given) or nil
  return problem
end

return further_options
