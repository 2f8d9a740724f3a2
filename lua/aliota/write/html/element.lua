-- Pieces that the sections of an HTML report share.
local ascii = require "aliota.util.ascii"
local escape = require "aliota.write.markup"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local element = {}

local LONGEST = 300 -- columns of a device's text

--- A device's text, with a reading direction of its own.
---@param value any
---@return string
function element.device(value)
  return "<bdi>" .. escape(text.line(value, LONGEST)) .. "</bdi>"
end

--- The class that colours a state. Undocumented ones share one.
---@param status any
---@return string
function element.class(status)
  return task_status.RANK[status] and ascii.lower(status) or "unknown"
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
