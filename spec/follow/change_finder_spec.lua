local unpack = table.unpack or unpack

local change_finder = require "aliota.follow.change_finder"
local core = require "aliota.core"
local last_states = require "aliota.follow.last_states"
local model = require "spec.support.model"
local state_agenda = require "aliota.follow.state_agenda"

-- The pages that are asked for in two looks at 80 tasks in progress, t46 to t125. Before every third answer, `comes`
-- enters, and `leaves` does.
local function pages_of_looks(comes, leaves)
  local batch, known, newest = model.new(125), last_states.new(core.marks.new), {}
  for i = 46, 125 do batch.tasks[i].TaskStatus = "IN_PROGRESS" end
  local memory, answers, looks = change_finder.new_memory(), 0, {}
  for i = 1, 2 do
    local source = batch:source {prefetch = 1, between = function()
      answers = answers + 1
      if answers % 3 > 0 then return end
      if comes then batch:touch(batch.tasks[answers / 3], "IN_PROGRESS") end
      if leaves then batch:touch(batch.tasks[45 + answers / 3], "FAILED") end
    end}
    local agenda = state_agenda.new({"IN_PROGRESS"}, {
      is_first = i == 1, is_behind = true, may_grow = false, is_thorough = true, trusts_counts = false,
    })
    local finder = change_finder.new(source, {JobId = "j", PageSize = 10}, agenda, known, newest, {memory = memory})
    while finder:next() do assert(finder.requests == 0) end
    finder:close()
    looks[i] = {}
    for n, request in ipairs(source.requests) do looks[i][n] = tonumber(request.CurrentPage) end
  end
  return looks
end

describe("follow.change_finder", function()
  it("reads a state from the other end once rows slipped by who read it", function()
    local looks = pages_of_looks(true, false)
    assert.same({1, 8, 7, 8, 6}, {unpack(looks[1], 1, 5)})
    assert.same({1, 2, 3}, {unpack(looks[2], 1, 3)})
  end)

  it("and from the same where they did not", function()
    local looks = pages_of_looks(false, true)
    for _, pages in ipairs(looks) do assert.same({1, 8, 7, 6, 5, 4, 3, 2, 1}, pages) end
  end)
end)
