-- Whether bytes are text that every format can carry.

local utf8 = require "aliota.util.utf8"

---@param text string
---@return boolean is_text UTF-8, without NUL
return function(text)
  if not text:find("[%z\128-\255]") then return true end
  if text:find("%z") then return false end
  local position = 1
  while position and position <= #text do position = utf8.behind(text, position) end
  return position ~= nil
end
