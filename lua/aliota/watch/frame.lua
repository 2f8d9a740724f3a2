-- What a watch sees, on a terminal: its part of the display that it shares with all other watches there.
local display_of = require "aliota.watch.display"
local number = require "aliota.show.number"
local phrases = require "aliota.watch.phrases"
local text = require "aliota.show.text"

local PERIOD = 1 -- seconds between two drawings while nothing new is seen

---@class aliota.Frame
---@field seconds number        since the watch began, as far as it was told
---@field shown_at number|nil   these when the display was last drawn
local Frame = {}
Frame.__index = Frame

--- The batch at length.
---@param page aliota.Canvas
function Frame:draw(page)
  local look, seconds = self.look, self.seconds
  local share = look.figures.settled_rate
  page:say(phrases.title(look, seconds), "bold")
  page:grid({{bar = true}, {align = "right"}}, {
    {{text = share or 0, colour = "green"}, number.percent(share)},
  })
  page:say(phrases.states(look.figures.by_status), "dim")
  page:say(phrases.progress(look, look.idle + seconds - look.seconds))
  if self.err then page:say(text.line(tostring(self.err)), "red") end
end

--- The batch among others.
---@return aliota.BatchLine
function Frame:line()
  local look = self.look
  return {
    JobId = look.counts.JobId, job = look.job, summary = look.figures, time_left = phrases.time_left(look),
    err = self.err,
  }
end

---@param look aliota.Look
function Frame:saw(look)
  self.look, self.err, self.seconds = look, nil, look.seconds
  self.display:show(self)
end

--- A look that failed.
---@param err aliota.Error
---@param seconds number  since the watch began
function Frame:failed(err, seconds)
  self.err, self.seconds = err, seconds
  self.display:show(self)
end

--- Time has passed.
---@param seconds number  since the watch began
function Frame:tick(seconds)
  self.seconds = seconds
  if self.shown_at and seconds - self.shown_at >= PERIOD then self.display:show(self) end
end

--- Leaves the terminal to whatever is written next.
function Frame:finish()
  self.display:leave(self)
  self.shown_at = nil
end

---@param stream file*
---@return aliota.Frame
return function(stream)
  return setmetatable({display = display_of(stream), seconds = 0}, Frame)
end
