-- What a watch sees, in a log: a line when something has changed. It names its batch, as others may write there, too.
local duration = require "aliota.show.duration"
local phrases = require "aliota.watch.phrases"
local text = require "aliota.show.text"

-- Seconds. A sign of life at least so often, as pipelines end jobs that say nothing.
local SILENCE = 300

---@class aliota.Log
local Log = {}
Log.__index = Log

local function say(self, seconds, words)
  self.said_at = seconds
  self.stream:write(("%s: batch %s · %s\n"):format(duration.text(seconds), self.job_id, words))
  self.stream:flush()
end

---@param look aliota.Look
function Log:saw(look)
  local is_due = self.trouble or look.moved or look.ending or look.seconds - self.said_at >= SILENCE
  self.trouble, self.job_id = nil, text.line(look.counts.JobId)
  if not is_due then return end
  say(self, look.seconds, ("%s · %s"):format(text.line(look.job.JobStatus), phrases.progress(look, look.idle)))
end

--- A look that failed; the same failure again is not worth a line.
---@param err aliota.Error
---@param seconds number  since the watch began
function Log:failed(err, seconds)
  local trouble = text.line(tostring(err))
  if trouble ~= self.trouble or seconds - self.said_at >= SILENCE then say(self, seconds, trouble) end
  self.trouble = trouble
end

function Log.tick() end

function Log.finish() end

---@param stream file*
---@return aliota.Log
return function(stream)
  return setmetatable({stream = stream}, Log)
end
