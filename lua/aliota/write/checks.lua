-- What the options of writers must be; each check returns what is wrong with a value, or nil.
local checks = {}

---@param value any
---@return string|nil problem
function checks.boolean(value)
  if type(value) ~= "boolean" then return "must be true or false, not a " .. type(value) end
end

---@param value any
---@return string|nil problem
function checks.text(value)
  if type(value) ~= "string" then return "must be a string, not a " .. type(value) end
end

--- A point in time: epoch seconds, up to the year 9999.
---@param value any
---@return string|nil problem
function checks.time(value)
  if type(value) ~= "number" then return "must be epoch seconds, not a " .. type(value) end
  if not (value >= 0 and value < 253402300800) then return ("is %s; it must be epoch seconds"):format(value) end
end

--- A check for whole numbers.
---@param min integer
---@param max integer
---@return fun(value: any): string|nil
function checks.integer(min, max)
  return function(value)
    if type(value) == "number" and value >= min and value <= max and value % 1 == 0 then return nil end
    return ("is %s; it must be an integer from %d to %d"):format(tostring(value), min, max)
  end
end

return checks
