-- A text as a literal of Python or JavaScript.
local ascii = require "aliota.util.ascii"

local ESCAPED = "[" .. ascii.CONTROL .. "\"\\]"
local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n"}

---@param value string
---@return string
return function(value)
  return '"' .. value:gsub(ESCAPED, function(character)
    return ESCAPES[character] or ("\\x%02x"):format(character:byte())
  end) .. '"'
end
