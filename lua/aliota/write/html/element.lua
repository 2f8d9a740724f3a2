-- Pieces that the sections of an HTML report share.
local escape = require "aliota.write.markup"
local text = require "aliota.show.text"

local element = {}

local LONGEST = 300 -- columns of a device's text

--- A device's text, with a reading direction of its own.
---@param value any
---@return string
function element.device(value)
  return "<bdi>" .. escape(text.line(value, LONGEST)) .. "</bdi>"
end

--- The key to a colour.
---@param class string
---@return string
function element.key(class) return ('<i class="key %s"></i>'):format(class) end

--- A section of the page.
---@param class string
---@param title string
---@param content string
---@return string
function element.section(class, title, content)
  return ('<section class="%s">\n<h2>%s</h2>\n%s</section>\n'):format(class, title, content)
end

return element
