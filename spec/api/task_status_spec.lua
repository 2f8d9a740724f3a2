local operations = require "aliota.api.operations"
local status = require "aliota.api.task_status"

describe("task_status", function()
  it("has the documented states, each of them open or settled", function()
    assert.equal(7, #status.NAMES)
    for rank, name in ipairs(status.NAMES) do
      assert.equal(rank, status.RANK[name])
      assert.not_equal(status.IS_OPEN[name], status.IS_SETTLED[name])
    end
  end)

  it("is what operations accept", function()
    assert.equal(status.RANK, operations.ListOTATaskByJob.params.TaskStatus.values)
    assert.equal(status.IS_OPEN, operations.ListOTAUnfinishedTaskByDevice.params.TaskStatus.values)
  end)
end)
