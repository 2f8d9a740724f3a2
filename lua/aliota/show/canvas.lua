-- Where a report draws itself: lines no wider than the terminal, in colour or not.
local grid = require "aliota.show.grid"
local layout = require "aliota.show.column_layout"
local number = require "aliota.show.number"
local text = require "aliota.show.text"

local canvas = {}

local INDENT = "  "
local SGR = {bold = 1, dim = 2, red = 31, green = 32, yellow = 33, blue = 34, magenta = 35, cyan = 36}

---@class aliota.Canvas
---@field width integer columns
local Canvas = {}
Canvas.__index = Canvas

local function plain(value) return value end

local function coloured(value, colour)
  return SGR[colour] and ("\27[%dm%s\27[0m"):format(SGR[colour], value) or value
end

---@param width integer
---@param in_colour boolean
---@return aliota.Canvas
function canvas.new(width, in_colour)
  return setmetatable({width = width, paint = in_colour and coloured or plain, lines = {}}, Canvas)
end

local function add(self, line) self.lines[#self.lines + 1] = line end

--- A line between two parts; none at the beginning, and never two.
function Canvas:blank()
  if #self.lines > 0 and self.lines[#self.lines] ~= "" then add(self, "") end
end

-- Which batch, or how many.
local function subject(batches)
  if #batches == 1 then return "batch " .. text.line(batches[1]) end
  return #batches > 1 and #batches .. " batches" or ""
end

--- What the report is about: on one line if it fits, else on two.
---@param what string
---@param batches string[] the JobIds of the tasks
function Canvas:title(what, batches)
  local of = subject(batches)
  local line = of == "" and what or what .. " · " .. of
  if text.width(line) <= self.width then
    self:say(line, "bold")
  else
    self:say(what, "bold")
    self:say(of, "bold")
  end
  self:blank()
end

--- A sentence, broken between words where it is too long.
---@param sentence string printable
---@param colour string|nil
function Canvas:say(sentence, colour)
  for _, line in ipairs(text.wrap(sentence, self.width)) do add(self, self.paint(line, colour)) end
end

--- A line as it is, which the terminal may break.
---@param line string
function Canvas:line(line) add(self, line) end

--- Rows below each other. Columns that have a title and no room are named.
---@param columns aliota.Column[]
---@param rows aliota.Cell[][]
function Canvas:grid(columns, rows)
  local lines, left_out = grid(columns, rows, self.width - #INDENT, self.paint)
  for _, line in ipairs(lines) do add(self, INDENT .. line) end
  if #left_out > 0 then
    local note = ("… columns left out: %s"):format(table.concat(left_out, ", "))
    add(self, INDENT .. self.paint(text.fit(note, self.width - #INDENT), "dim"))
  end
end

--- How wide one more column of a grid may be, beside others.
---@param widths integer[]  of the others
---@return integer columns
function Canvas:room(widths)
  local room = self.width - #INDENT
  for _, width in ipairs(widths) do room = room - width - #layout.GAP end
  return room
end

--- What a list does not show.
---@param count integer zero: nothing is said
---@param what string one of them
function Canvas:left_out(count, what)
  if count > 0 then add(self, INDENT .. self.paint("… and " .. number.of(count, "more " .. what), "dim")) end
end

---@return string lines, without a line feed after the last
function Canvas:text()
  return table.concat(self.lines, "\n")
end

return canvas
