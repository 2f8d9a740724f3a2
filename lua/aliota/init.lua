-- aliota: the over-the-air update tasks of Alibaba Cloud IoT Platform.
local check_options = require "aliota.options"
local core = require "aliota.core"

local aliota = {}

aliota._VERSION = require "aliota.version"

--- JSON's null, as it stands in the answers of `client:call`: equal to `cjson.null` and `ngx.null`, and true in a test.
aliota.null = core.null

--- Writers: tasks as a table, CSV, NDJSON, JSON, Markdown, HTML, metrics for Prometheus or JUnit's XML.
aliota.write = require "aliota.write"

--- Makes a client for one account. Does no I/O; raises at the caller's line when an option is wrong or unknown.
---@param options aliota.Options|nil
---@return aliota.Client
function aliota.new(options)
  local config, problem = check_options(options or {})
  if not config then error("aliota.new: " .. problem, 2) end
  return require "aliota.client"(config) -- loaded with the first client: it is the larger part of the library
end

--- What runs here: the versions of aliota, Lua, libcurl, its TLS library and libcrypto.
---@return {aliota: string, lua: string, curl: string, tls: string, openssl: string}
function aliota.versions()
  local versions = core.versions()
  versions.aliota = aliota._VERSION
  versions.lua = jit and jit.version or _VERSION
  return versions
end

return aliota
