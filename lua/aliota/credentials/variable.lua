-- Environment variables. One that is set to nothing counts as not set.
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

--- Whether a switch is on.
---@param name string
---@return boolean
function variable.is_on(name)
  local value = (os.getenv(name) or ""):lower()
  return value == "true" or value == "1"
end

return variable
