-- A parameter that is an array: RepeatList, Name.1, Name.2, … (Request parameters, DeviceNames.N).
local shown = require "aliota.util.shown"

-- The length of an array that has no holes and nothing beside its items; nil for any other value.
local function array_length(value)
  if type(value) ~= "table" then return nil end
  local count = 0
  for _ in pairs(value) do count = count + 1 end
  return count == #value and count or nil
end

---@param flat table<string, string>  into which it is written, under the wire names
---@param name string
---@param value any
---@param spec aliota.Parameter
---@param encode_item fun(flat: table<string, string>, name: string, value: any, spec: aliota.Parameter): string|nil
---@return string|nil problem
return function(flat, name, value, spec, encode_item)
  local count = array_length(value)
  if not count then return ("%s must be an array, not %s"):format(name, shown(value)) end
  if count == 0 then return name .. " is an empty array" end
  if spec.max_items and count > spec.max_items then
    return ("%s has %d items, the limit is %d"):format(name, count, spec.max_items)
  end
  for i = 1, count do
    local problem = encode_item(flat, name .. "." .. i, value[i], spec)
    if problem then return problem end
  end
end
