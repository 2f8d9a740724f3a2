local task_status = require "aliota.sandbox.world.life"

describe("task_status", function()
  it("numbers the seven states of ListOTATaskByJob in the order of a task's life", function()
    assert.same({"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}, task_status.NAMES)
    for code, name in ipairs(task_status.NAMES) do assert.equal(code, task_status.CODES[name]) end
  end)

  it("tells which may still change", function()
    local open = {}
    for code, name in ipairs(task_status.NAMES) do
      if task_status.is_open(code) then open[#open + 1] = name end
    end
    assert.same({"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS"}, open)
  end)
end)
