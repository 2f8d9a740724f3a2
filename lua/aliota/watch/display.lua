-- Lines at the end of a terminal that redraw themselves in place. All that is watched on one stream shares them: a
-- single batch is shown at length, several have a line each. What has ended is left behind, above what goes on.
local batch_table = require "aliota.watch.batch_table"
local canvas = require "aliota.show.canvas"
local duration = require "aliota.show.duration"
local number = require "aliota.show.number"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

---@class aliota.Display
local Display = {}
Display.__index = Display

-- In the order in which they were first shown.
local function frames_of(self)
  local frames = {}
  for frame in pairs(self.places) do frames[#frames + 1] = frame end
  table.sort(frames, function(a, b) return self.places[a] < self.places[b] end)
  return frames
end

local function draw(frames, page)
  if #frames == 1 then return frames[1]:draw(page) end
  local lines, seconds = {}, 0
  for i, frame in ipairs(frames) do
    lines[i], seconds = frame:line(), math.max(seconds, frame.seconds)
  end
  page:say(("%s · %s"):format(number.of(#frames, "batch", "batches"), duration.text(seconds)), "bold")
  batch_table.grid(page, lines)
  batch_table.problems(page, lines)
end

local function rows_of(line, columns)
  return math.max(1, math.ceil(text.width((line:gsub("\27%[%d*m", ""))) / columns))
end

-- Leaves out what is beyond the terminal's height: what has been pushed out at its top can't be erased any more.
local function cut(page, height)
  local lines, total, last = page.lines, 0, 0
  for i, line in ipairs(lines) do
    total = total + rows_of(line, page.width)
    if total < height then last = i end
  end
  if total <= height then return end
  local count = #lines - last
  for i = #lines, last + 1, -1 do lines[i] = nil end
  page:left_out(count, "line")
end

-- Goes back to where the lines begin. A terminal that has become narrower has broken them anew.
local function back(lines, columns)
  local rows = 0
  for _, line in ipairs(lines) do rows = rows + rows_of(line, columns) end
  return "\r" .. (rows > 1 and ("\27[%dA"):format(rows - 1) or "")
end

-- Each line is cleared before it is written anew, and the last one with all below it. Clearing everything at once is
-- not as good: tmux keeps a screen in its history that is cleared from its first line on.
local function replace(self, lines, ending, columns)
  local pieces = {#self.lines > 0 and back(self.lines, columns) or ""}
  for i = 1, #lines - 1 do pieces[i + 1] = "\27[K" .. lines[i] .. "\n" end
  pieces[#pieces + 1] = "\27[J" .. (lines[#lines] or "") .. ending
  self.stream:write(table.concat(pieces)) -- at once, lest it flickers
  self.stream:flush()
end

--- Draws all that is watched here, of which the given frame is one from now on.
---@param frame aliota.Frame
function Display:show(frame)
  if not self.places[frame] then
    self.count = self.count + 1
    self.places[frame] = self.count
  end
  local columns, rows = terminal.size(self.stream)
  local page, frames = canvas.new(columns, terminal.has_colour(self.stream)), frames_of(self)
  draw(frames, page)
  cut(page, rows)
  replace(self, page.lines, "", columns)
  self.lines = page.lines
  for _, other in ipairs(frames) do other.shown_at = other.seconds end
end

--- Leaves a frame behind as it was last, and the terminal to whatever is written next. The others come back below that.
---@param frame aliota.Frame
function Display:leave(frame)
  if #self.lines == 0 and not self.places[frame] then return end
  local columns = terminal.size(self.stream)
  local page = canvas.new(columns, terminal.has_colour(self.stream))
  if self.places[frame] then frame:draw(page) end
  replace(self, page.lines, #page.lines > 0 and "\n" or "", columns)
  self.places[frame], self.lines = nil, {}
end

-- By stream, for as long as a frame has it.
local displays = setmetatable({}, {__mode = "v"})

--- The display of a stream.
---@param stream file*
---@return aliota.Display
return function(stream)
  local display = displays[stream]
  if not display then
    -- A watch that nobody has any more, such as one that a loop has broken off, is not shown for ever.
    local places = setmetatable({}, {__mode = "k"})
    display = setmetatable({stream = stream, places = places, count = 0, lines = {}}, Display)
    displays[stream] = display
  end
  return display
end
