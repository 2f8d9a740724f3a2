-- A text as a literal of Python or JavaScript.
local ESCAPES = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n"}

---@param value string
---@return string
return function(value)
  return '"' .. value:gsub('[%c"\\]', function(character)
    return ESCAPES[character] or ("\\x%02x"):format(character:byte())
  end) .. '"'
end
