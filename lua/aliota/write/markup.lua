-- Texts of devices within XML and HTML.
local text = require "aliota.show.text"

local REFERENCES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["'"] = "&#39;"}

--- A value as content or within a quoted attribute: nothing in it is markup, steers, or is forbidden in XML 1.0.
---@param value any nil becomes "?"
---@return string
return function(value)
  local seen = text.printable(value)
  return (seen:gsub("[&<>\"']", REFERENCES))
end
