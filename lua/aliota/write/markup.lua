-- Texts of devices within XML and HTML.
local text = require "aliota.show.text"

-- Names alone: some readers of XML leave numeric references such as &#39; as they are.
local REFERENCES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;"}

--- A value as content or within an attribute in double quotes: nothing in it is markup, steers, or is forbidden in
--- XML 1.0.
---@param value any nil becomes "?"
---@return string
return function(value)
  local seen = text.printable(value)
  return (seen:gsub("[&<>\"]", REFERENCES))
end
