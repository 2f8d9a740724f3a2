local filter = require "aliota.filter"
local report = require "aliota.report"
local tasks = require "spec.support.tasks"

local function failed(...)
  local list = {}
  for i, text in ipairs {...} do list[i] = {TaskStatus = "FAILED", TaskDesc = text, DeviceName = "d" .. i} end
  return list
end

describe("report.reasons", function()
  it("agrees with the sandbox's truth", function()
    local list, box = tasks.new {devices = 2500, seed = 4}
    local counts, made = {}, report.reasons(list)
    for _, task in ipairs(list) do
      if task.TaskDesc ~= "" then counts[task.TaskDesc] = (counts[task.TaskDesc] or 0) + 1 end
    end
    local found = {}
    for _, reason in ipairs(made.reasons) do found[reason.reason] = reason.count end
    assert.same(counts, found)
    local truth = box.world:truth().jobs[1].by_status
    assert.same({truth.FAILED, truth.CANCELED}, {made.failed, made.canceled})
  end)

  it("makes one line of texts that differ in numbers, ids and case", function()
    local made = report.reasons(failed("Reset at byte 5", "reset at byte 999", "RESET at  byte 7glPHmaDYLAYMD"))
    assert.equal(1, #made.reasons)
    assert.same({reason = "reset at byte #", count = 3, share = 1, example = "d1"}, made.reasons[1])
  end)

  it("names causes, keeps canceled ones apart, and puts the most frequent first", function()
    local list = failed("device upgrade timeout", "device upgrade timeout", "")
    list[4] = {TaskStatus = "CANCELED", TaskDesc = "device upgrade timeout"}
    list[5] = {TaskStatus = "FAILED", Progress = -2}
    list[6] = {TaskStatus = "SUCCEEDED", TaskDesc = "of no interest"}
    local made = report.reasons(list)
    local lines = {}
    for i, reason in ipairs(made.reasons) do
      lines[i] = ("%d %s|%s"):format(reason.count, reason.cause or "-", reason.reason)
    end
    assert.same({
      "2 timed out|device upgrade timeout", "1 -|", "1 download failed|", "1 canceled|device upgrade timeout",
    }, lines)
    local text = made:render {width = 80}
    assert.truthy(text:find("(no reason given)", 1, true) and text:find("canceled: device upgrade timeout", 1, true))
  end)

  it("has lines that filter.reason finds the tasks of", function()
    local list = tasks.new {devices = 1000, seed = 9}
    for _, reason in ipairs(report.reasons(list).reasons) do
      local count, chosen = 0, filter.reason(reason.reason)
      for _, task in ipairs(list) do count = count + (chosen(task) and 1 or 0) end
      assert.equal(reason.count, count, reason.reason)
    end
  end)

  it("holds 1,000 reasons, and counts the rest", function()
    local list = {}
    for i = 1, 1500 do
      local word = ("abcdefghij"):sub(i % 10 + 1, i % 10 + 1):rep(math.floor(i / 10) + 1)
      list[i] = {TaskStatus = "FAILED", TaskDesc = word}
    end
    local made, sum = report.reasons(list), 0
    for _, reason in ipairs(made.reasons) do sum = sum + reason.count end
    assert.same({1001, 1500, "(others)", 500}, {#made.reasons, sum, made.reasons[1].reason, made.reasons[1].count})
    assert.truthy(made:render {width = 80}:find("… and 981 more reasons", 1, true))
    assert.truthy(report.reasons(list, {most = 1}):render {width = 80}:find("… and 1,000 more reasons", 1, true))
  end)

  it("has nothing to say of nothing", function()
    assert.same({}, report.reasons({}).reasons)
    local view = report.reasons({{TaskStatus = "SUCCEEDED"}}):render {width = 80}
    assert.truthy(view:find("0 failed, 0 canceled, of 1 task.", 1, true))
  end)
end)
