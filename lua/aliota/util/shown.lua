-- A value that somebody gave, as the message has it that refuses it.
local ascii = require "aliota.util.ascii"
local decimal = require "aliota.util.decimal"

local CONTROL = "[" .. ascii.CONTROL .. "]"

--- A text in quotes, a number or a boolean; of anything else what it is.
---@param value any
---@return string
return function(value)
  local kind = type(value)
  if kind == "string" then
    return (("%q"):format(value):gsub("\\\n", "\\n"):gsub(CONTROL, function(c) return ("\\%03d"):format(c:byte()) end))
  end
  if kind == "number" then return decimal.text(value) end
  return kind == "boolean" and tostring(value) or "a " .. kind
end
