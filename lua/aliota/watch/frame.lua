-- What a watch sees, on a terminal: a few lines that redraw themselves in place.
local canvas = require "aliota.report.canvas"
local number = require "aliota.report.number"
local terminal = require "aliota.terminal"
local text = require "aliota.text"
local words = require "aliota.watch.words"

local PERIOD = 1 -- seconds between two drawings while nothing new is seen

---@class aliota.Frame
local Frame = {}
Frame.__index = Frame

local function draw(self, page, seconds)
  local look = self.look
  local share = look.figures.settled_rate
  page:say(words.title(look, seconds), "bold")
  page:grid({{bar = true}, {align = "right"}}, {
    {{text = share or 0, colour = "green"}, number.percent(share)},
  })
  page:say(words.states(look), "dim")
  page:say(words.progress(look, look.idle + seconds - look.seconds))
  if self.trouble then page:say(self.trouble, "red") end
end

local function rows_of(line, columns)
  return math.max(1, math.ceil(text.width((line:gsub("\27%[%d*m", ""))) / columns))
end

-- Goes back to where the frame begins. A terminal that has become narrower has broken its lines anew.
local function erase(lines, columns)
  local rows = 0
  for _, line in ipairs(lines) do rows = rows + rows_of(line, columns) end
  local up = rows > 1 and ("\27[%dA"):format(rows - 1) or ""
  return rows > 0 and "\r" .. up .. "\27[J" or ""
end

function Frame:show(seconds)
  local columns = terminal.width(self.stream)
  local page = canvas.new(columns, terminal.has_colour(self.stream))
  draw(self, page, seconds)
  self.stream:write(erase(self.lines, columns) .. page:text()) -- at once, lest it flickers
  self.stream:flush()
  self.lines, self.shown_at = page.lines, seconds
end

---@param look aliota.Look
function Frame:saw(look)
  self.look, self.trouble = look, nil
  self:show(look.seconds)
end

--- A look that failed.
---@param err aliota.Error
---@param seconds number  since the watch began
function Frame:failed(err, seconds)
  self.trouble = text.printable(tostring(err))
  self:show(seconds)
end

--- Time has passed.
---@param seconds number  since the watch began
function Frame:tick(seconds)
  if self.shown_at and seconds - self.shown_at >= PERIOD then self:show(seconds) end
end

--- Leaves the terminal to whatever is written next.
function Frame:finish()
  if #self.lines > 0 then self.stream:write "\n" end
  self.lines, self.shown_at = {}, nil
end

---@param stream file*
---@return aliota.Frame
return function(stream)
  return setmetatable({stream = stream, lines = {}}, Frame)
end
