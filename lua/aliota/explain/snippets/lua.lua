-- A call as a script of this library.
local literal = require "aliota.util.literal"

local TEMPLATE = [[
local aliota = require "aliota" -- keys: ALIBABA_CLOUD_ACCESS_KEY_ID and …_SECRET

local client = aliota.new %s
local response, err = client:call(%s, %s)
print(response and require("cjson").encode(response) or err)
]]

local WIDTH = 100

---@param config table
---@param operation aliota.Operation
---@param params table
---@return string
return function(config, operation, params)
  local options = {
    endpoint = config.endpoint.url, signature = config.signature, format = config.format, ca_file = config.ca_file,
    instance_id = config.instance_id, dialect = config.dialect and config.dialect.name,
  }
  return TEMPLATE:format(literal(options, WIDTH), literal(operation.name, WIDTH), literal(params, WIDTH))
end
