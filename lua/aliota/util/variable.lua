-- Environment variables. One that is set to nothing counts as not set.
local ascii = require "aliota.util.ascii"

local variable = {}

--- The first of several variables that is set.
---@param ... string names
---@return string|nil value
---@return string|nil name
function variable.get(...)
  for _, name in ipairs {...} do
    local value = os.getenv(name)
    if value and value ~= "" then return value, name end
  end
end

-- The command line takes 1 for one of its switches, too.
local MORE = {ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS = "1"}

--- Whether a switch is on: `true` in any case, as the vendor's SDKs have it.
---@param name string
---@return boolean
function variable.is_on(name)
  local value = os.getenv(name) or ""
  return ascii.lower(value) == "true" or value == MORE[name]
end

return variable
