local core = require "aliota.core"
local last_states = require "aliota.follow.last_states"
local model = require "spec.support.model"
local order = require "aliota.listing.order"
local state_reading = require "aliota.follow.state_reading"

-- A reading of tasks in progress, t4 to t53; t1 to t3 come before its fourth answer, in front of who reads backward.
-- `met` is what the same look has met in another state before.
local function read(met)
  local batch, answers = model.new(53), 0
  for i = 4, 53 do batch.tasks[i].TaskStatus = "IN_PROGRESS" end
  local source = batch:source {prefetch = 1, between = function()
    answers = answers + 1
    for i = 1, answers == 4 and 3 or 0 do batch:touch(batch.tasks[i], "IN_PROGRESS") end
  end}
  local known = last_states.new(core.marks.new)
  known:meet("QUEUED", source.ids_of(met, "TaskId"))
  local reading = state_reading.new(source, {JobId = "j", PageSize = 10}, "IN_PROGRESS", known, {
    order = order.new(), is_thorough = false, shows_leavers = true, is_turned = false,
  })
  local found = {}
  repeat
    for _, one in ipairs(assert(reading:next())) do found[one.task.TaskId] = true end
  until reading:is_through()
  return found
end

describe("follow.state_reading", function()
  it("finds what slips by who reads, whether or not others on the page were met where they were before", function()
    for _, met in ipairs {"none", "t25"} do
      local found = read {{TaskId = met}}
      for i = 4, 53 do assert.is_true(found["t" .. i], "t" .. i) end
    end
  end)
end)
