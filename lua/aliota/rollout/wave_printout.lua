-- How a rollout is printed: its waves and what became of them, what stops it, when it may go on, the calls it takes.
local duration = require "aliota.show.duration"
local gate = require "aliota.watch.gate"
local number = require "aliota.show.number"
local operations = require "aliota.api.operations"
local sorted_keys = require "aliota.util.sorted_keys"
local text = require "aliota.show.text"
local waves = require "aliota.rollout.waves"

local view = {name = "rollout", looks = {}}

-- The waves ----------------------------------------------------------------------------------------------------------

local COLOURS = {
  done = "green", running = "blue", creating = "red", unknown = "red", broken = "red", stopped = "red",
  canceled = "yellow", to_do = "dim",
}
local SHOWN = {
  to_do = "to do", creating = "interrupted while its batch was created", unknown = "unknown: the answer was lost",
  broken = "gate broken, to be stopped",
}

-- How many tasks a batch had when it was over, and how many failed.
local function results(step)
  if type(step.by_status) ~= "table" then return "", "" end
  local total = 0
  for _, count in pairs(step.by_status) do total = total + (tonumber(count) or 0) end
  return number.count(total), number.count(tonumber(step.by_status.FAILED))
end

-- Which devices a batch is for. One of several of a wave is for some of its names.
local function target(step)
  local names = step.devices and #step.devices or 0
  if names == (step.wave.devices or 0) then return waves.words(step.wave) end
  return ("%s of %s"):format(number.count(names), waves.words(step.wave))
end

local COLUMNS = {
  {title = "wave", align = "right"}, {title = "for", elastic = 24}, {title = "state", elastic = 8},
  {title = "tasks", align = "right"}, {title = "failed", align = "right"}, {title = "batch", elastic = 32, spare = 1},
}

local function row_of(step)
  local total, failures = results(step)
  return {
    tostring(step.wave.number), target(step),
    {text = SHOWN[step.state] or step.state, colour = COLOURS[step.state]}, total, failures,
    text.line(step.JobId or ""),
  }
end

local MOST_ROWS = 40

local function draw_steps(steps, page)
  local rows = {}
  for i = 1, math.min(#steps, MOST_ROWS) do rows[i] = row_of(steps[i]) end
  page:grid(COLUMNS, rows)
  page:left_out(#steps - #rows, "batch")
end

-- The rules ----------------------------------------------------------------------------------------------------------

local function words_of(limits)
  local words = {}
  for _, name in ipairs(sorted_keys(limits)) do
    local figure = gate.FIGURES[name]
    if figure.check then words[#words + 1] = ("%s %s %s"):format(name, figure.limit, figure.text(limits[name])) end
  end
  local said = table.concat(words, ", ")
  if not limits.settled then return said end
  return ("%s once %s settled"):format(said, number.of(limits.settled, "task is", "tasks are"))
end

-- What waves have, each with the numbers of those that have it.
local function groups_of(list, words)
  local groups, of = {}, {}
  for _, wave in ipairs(list) do
    local said = words(wave)
    if not of[said] then
      of[said] = {said = said}
      groups[#groups + 1] = of[said]
    end
    table.insert(of[said], wave.number)
  end
  return groups
end

local function say_of_waves(page, list, words)
  local groups = groups_of(list, words)
  for _, group in ipairs(groups) do
    local which = ("%s %s: "):format(#group == 1 and "Wave" or "Waves", table.concat(group, ", "))
    page:say((#groups == 1 and "" or which) .. group.said)
  end
end

local function gate_of(what_is_canceled)
  return function(wave)
    if not wave.gate then return "No gate: no failure stops it." end
    return ("Gate of each batch: %s; else %s is canceled, and nothing follows."):format(words_of(wave.gate),
      what_is_canceled)
  end
end

local function pace_of(wave)
  local words = {}
  if wave.timeout then words[1] = ("Each batch is waited for %s at most."):format(duration.text(wave.timeout)) end
  if wave.soak and wave.soak > 0 then
    words[#words + 1] = ("A pause of %s follows before the next wave."):format(duration.text(wave.soak))
  end
  return #words > 0 and table.concat(words, " ") or "Nothing limits how long it takes, and no pause follows."
end

local function draw_rules(self, page)
  page:blank()
  say_of_waves(page, self.waves, gate_of(self.CancelInProgressTask and "what is open" or "what no device has begun"))
  say_of_waves(page, self.waves, pace_of)
  if self.window then page:say(("A batch begins only between %s."):format(text.line(self.window.text))) end
  local last = self.waves[#self.waves]
  if last.percent ~= 100 then page:say("It does not come to all devices: its last wave is for fewer.", "dim") end
end

-- The preconditions --------------------------------------------------------------------------------------------------

local MOST_NAMES = 5

local OVERWRITES = 2 -- CreateOTAStaticUpgradeJob, OverwriteMode

-- The first of some names.
local function listed(count, names)
  local first = {}
  for i = 1, math.min(MOST_NAMES, #names) do first[i] = text.line(names[i]) end
  return table.concat(first, ", ") .. (count > #first and " …" or "")
end

local function draw_unfit(self, page)
  local count = self.unfit.count
  if not count then
    page:say("Whether the named devices have versions to follow was not looked at: they are too many.", "dim")
  elseif count > 0 then
    page:say(("%s no version to follow and will be passed over: %s."):format(
      number.of(count, "named device has", "named devices have"), listed(count, self.unfit.names)), "yellow")
  end
end

local function draw_busy(self, page)
  local busy = self.busy
  if busy.count == 0 then return end
  page:say(("%s open tasks in %s: %s."):format(number.of(busy.count, "device has", "devices have"),
    number.of(#busy.JobIds, "other batch", "other batches"), listed(busy.count, busy.names)), "yellow")
  page:say(self.params.OverwriteMode == OVERWRITES and "They are overwritten, unless a device has begun."
    or "The service makes no second task for a device that has one.", "yellow")
end

-- The calls ----------------------------------------------------------------------------------------------------------

local function draw_calls(self, page)
  local left = 0
  for _, step in ipairs(self.steps) do left = left + (step.state == "to_do" and 1 or 0) end
  if left == 0 then return end
  page:say(("%s of %s; each batch is looked at by nine calls, every ten seconds to two minutes."):format(
    number.of(left, "call"), operations.CreateOTAStaticUpgradeJob.name), "dim")
end

local FINAL = {
  stopped = "The rollout is stopped: ", canceled = "The rollout has ended: ", broken = "A gate is broken: ",
}

local function verdict(self)
  local begun
  for _, step in ipairs(self.steps) do
    if FINAL[step.state] then return FINAL[step.state] .. (step.why or "its batch was canceled") .. ".", "red" end
    begun = begun or step.state ~= "to_do"
  end
  if not begun then return "Nothing is changed before rollout:apply().", "bold" end
  if self:is_complete() then return "The rollout is complete.", "green" end
  return "The rollout is not complete; rollout:apply() goes on with it.", "yellow"
end

-- Whether nothing more comes.
local function is_over(self)
  for _, step in ipairs(self.steps) do
    if FINAL[step.state] then return true end
  end
  return self:is_complete()
end

local function title_of(self)
  local package = self.package
  local version = type(package.DestVersion) == "string" and text.line(package.DestVersion) or "?"
  return ("Roll out %s, package %s, in %s"):format(version, text.line(tostring(self.params.FirmwareId)),
    number.of(#self.waves, "wave"))
end

---@param self aliota.Rollout
---@param page aliota.Canvas
function view.draw(self, page)
  page:title(title_of(self), {})
  draw_steps(self.steps, page)
  draw_rules(self, page)
  page:blank()
  if not is_over(self) then
    draw_unfit(self, page)
    draw_busy(self, page)
    draw_calls(self, page)
    page:blank()
  end
  page:say(verdict(self))
end

return view
