-- A look at a batch in a few words.
local duration = require "aliota.show.duration"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local phrases = {}

local NO_BREAK = "\194\160" -- U+00A0: what it joins stays on one line

--- Which batch, what it says of itself, and for how long it has been watched.
---@param look aliota.Look
---@param seconds number
---@return string
function phrases.title(look, seconds)
  return ("batch %s · %s · %s"):format(text.line(look.counts.JobId), text.line(look.job.JobStatus),
    duration.text(seconds))
end

--- The states in which there are tasks, and how many.
---@param by_status table<string, integer>
---@return string
function phrases.states(by_status)
  local parts = {}
  for _, name in ipairs(task_status.sorted(by_status)) do
    local count = by_status[name]
    if count > 0 then parts[#parts + 1] = name .. NO_BREAK .. number.count(count) end
  end
  return table.concat(parts, ", ")
end

local LONG = 60 -- seconds without any change that are worth telling

-- Text; nil where that is not known.
local function time_until_end(look)
  local finish = look.pace.finish
  return finish and duration.text(finish - look.seconds)
end

-- How fast it goes, or for how long it has not.
local function pace(look, idle)
  if look.ending then return look.ending end
  if not look.before then return "no rate yet" end
  if idle >= LONG then return "unchanged for " .. duration.text(idle) end
  local per_hour = look.pace.per_hour
  if per_hour then return ("%s an hour, %s left"):format(number.count(per_hour), time_until_end(look)) end
  if look.pace.state == "done" then return "none open" end
  return look.pace.recent == 0 and "none settled lately" or "no rate yet"
end

--- How long it will take, as shortly as can be; how it has ended.
---@param look aliota.Look
---@return string
function phrases.time_left(look)
  return look.ending or time_until_end(look) or number.NONE
end

--- How far it is, how much has failed, how long it will take.
---@param look aliota.Look
---@param idle number  seconds since something moved
---@return string
function phrases.progress(look, idle)
  local figures = look.figures
  return ("%s of %s settled · %s failed (%s) · %s"):format(number.count(figures.settled),
    number.of(figures.total, "task"), number.count(figures.by_status.FAILED), number.percent(figures.failure_rate),
    pace(look, idle))
end

return phrases
