-- How far something is, in a line that rewrites itself on standard error; nothing where that is no terminal.
local duration = require "aliota.show.duration"
local is_terminal = require "aliota.shell.is_terminal"
local lazy = require "aliota.util.lazy"
local loop = lazy "aliota.loop"
local number = require "aliota.show.number"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

---@class aliota.ProgressLine
---@field what string     of which there are many: "task"
---@field is_seen boolean
---@field has_line boolean
local ProgressLine = {}
ProgressLine.__index = ProgressLine

local progress_line = {}

---@param args table    of the verb: lines that tell of events leave no place for one
---@param what string
---@return aliota.ProgressLine
function progress_line.new(args, what)
  local is_seen = not args.on_event and not args.quiet and is_terminal(io.stderr)
  return setmetatable({what = what, is_seen = is_seen, has_line = false}, ProgressLine)
end

---@param done integer
---@param total integer
function ProgressLine:show(done, total)
  if not self.is_seen then return end
  local now = loop.now()
  self.from, self.began_at = self.from or done, self.began_at or now
  local seconds = now - self.began_at
  local line = ("%s of %s, %s"):format(number.count(done), number.of(total, self.what),
    number.percent(number.share(done, total)))
  if done > self.from and seconds >= 1 then
    local rate = (done - self.from) / seconds
    line = ("%s, %.0f a second, %s left"):format(line, rate, duration.text(math.max(0, total - done) / rate))
  end
  io.stderr:write("\r", text.fit(line, terminal.width(io.stderr) - 1), "\27[K")
  self.has_line = true
end

--- Tells of a listing.
---@param event table  of a client
function ProgressLine:saw(event)
  local seen = event.type == "page" and event.coverage
  if seen and seen.total_last then self:show(seen.unique, math.max(seen.unique, seen.total_last)) end
end

--- Takes the line away, for whatever is said next.
function ProgressLine:finish()
  if self.has_line then io.stderr:write "\r\27[K" end
  self.has_line = false
end

return progress_line
