-- When the batch will be through, if it goes on as it did lately (pace.lua). A batch does not: it speeds up while it is
-- rolled out and ends with devices that are switched off. So this is a rate carried on, with the interval that chance
-- alone gives.
local duration = require "aliota.show.duration"
local number = require "aliota.show.number"
local pace = require "aliota.report.pace"
local task_status = require "aliota.api.task_status"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

local eta = {name = "eta", options = {
  now = types.TIME,
  window = types.duration("seconds above 0, or a text such as \"30m\"", function(seconds) return seconds > 0 end),
}}

local Collector = {fields = {TaskStatus = true, UtcModified = true}}
Collector.__index = Collector

function eta.new(options)
  local window = options.window or pace.WINDOW
  return setmetatable({now = options.now, window = window, open = 0, settled = 0, recent = 0}, Collector)
end

-- The earliest change of an open task. Times are compared as texts, so that few have to be read.
local function note_begin(self, modified)
  if type(modified) ~= "string" or self.begun_text and modified >= self.begun_text then return end
  local begun = utc.parse(modified)
  if begun then self.begun, self.begun_text = begun, modified end
end

function Collector:add(task)
  local status = task.TaskStatus
  if task_status.IS_OPEN[status] then
    self.open = self.open + 1
    note_begin(self, task.UtcModified)
  end
  if not task_status.IS_SETTLED[status] then return end
  self.settled = self.settled + 1
  local time = utc.parse(task.UtcModified)
  if not time then return end
  if time > self.now - self.window then self.recent = self.recent + 1 end
  if not self.first or time < self.first then self.first = time end
  if not self.last or time > self.last then self.last = time end
end

---@class aliota.Eta: aliota.Report
---@field state "done"|"stalled"|"running"|"unknown"  done: no task is open; stalled: none was settled within the
---window; unknown: none was settled yet, but the batch has only just begun
---@field now number           epoch seconds of the time that it is made for
---@field open integer
---@field settled integer
---@field recent integer        settled within the window
---@field seconds number        of the window, or since the first task was settled if that is less; where that is
---unknown, since the first change
---@field last_settled number|nil  epoch seconds
---@field per_hour number|nil   nil unless running, as are the next three
---@field finish number|nil     epoch seconds
---@field earliest number|nil   the 95 % interval of that
---@field latest number|nil     nil also where too few were settled to tell

-- Seconds since a batch has begun of which nothing is settled, as long as that says nothing.
local function youth_of(self)
  if self.settled > 0 or not self.begun then return nil end
  local seconds = math.max(0, self.now - self.begun)
  return seconds < math.min(self.window, pace.PATIENCE) and seconds or nil
end

function Collector:finish()
  local youth, seconds = youth_of(self), math.max(1, math.min(self.window, self.now - (self.first or 0)))
  local report = youth and {state = "unknown", recent = 0, seconds = youth}
    or pace.at(self.now, self.open, self.recent, seconds)
  report.now, report.open, report.settled, report.last_settled = self.now, self.open, self.settled, self.last
  return report
end

-- The view -----------------------------------------------------------------------------------------------------------

local function moment(time, now)
  return ("%s UTC, in %s"):format(utc.text(time), duration.text(math.max(0, time - now)))
end

local SAY = {}

function SAY.done(report, page)
  page:say(report.tasks == 0 and "There are no tasks." or "No task is open.", "green")
end

function SAY.stalled(report, page)
  page:say(("STALLED: no task was settled within the last %s; %s open."):format(
    duration.text(report.seconds), number.of(report.open, "task is", "tasks are")), "red")
end

function SAY.unknown(report, page)
  page:say(("Too early to tell: no task was settled in the first %s; %s open."):format(
    duration.text(report.seconds), number.of(report.open, "task is", "tasks are")))
end

function SAY.running(report, page)
  page:grid({{}, {elastic = 20}}, {
    {"rate", ("%s tasks an hour: %s settled in the last %s"):format(number.count(report.per_hour),
      number.count(report.recent), duration.text(report.seconds))},
    {"open", number.of(report.open, "task")},
    {"done", {text = moment(report.finish, report.now), colour = "bold"}},
    {"earliest", moment(report.earliest, report.now)},
    {"latest", report.latest and moment(report.latest, report.now) or "too few tasks were settled to tell"},
  })
  page:blank()
  page:say("If it goes on like this; the last devices, often switched off, take longer.", "dim")
end

---@param report aliota.Eta
---@param page aliota.Canvas
function eta.draw(report, page)
  page:title("When it is done", report.batches)
  SAY[report.state](report, page)
  if report.last_settled and report.state ~= "running" then
    page:say("The last task was settled at " .. utc.text(report.last_settled) .. " UTC.", "dim")
  end
end

return eta
