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

  it("knows the same of each by all its names", function()
    local open, settled = {}, {}
    for _, row in ipairs(status.ROWS) do
      assert.equal(row, status.of(row.name))
      assert.same({row.is_open, not row.is_open},
        {status.IS_OPEN[row.name] or false, status.IS_SETTLED[row.name] or false})
      table.insert(row.is_open and open or settled, row.name)
    end
    assert.same({status.OPEN, status.SETTLED}, {open, settled})
  end)

  it("puts states that it does not know behind the others, by name", function()
    assert.same({"QUEUED", "FAILED", "(others)", 10, 9, "A", "B"},
      status.sorted {B = 1, FAILED = 1, A = 1, [9] = 1, QUEUED = 1, ["(others)"] = 1, [10] = 1})
    assert.same({}, status.sorted {})
  end)

  it("is what operations accept", function()
    assert.equal(status.RANK, operations.ListOTATaskByJob.params.TaskStatus.values)
    assert.equal(status.IS_OPEN, operations.ListOTAUnfinishedTaskByDevice.params.TaskStatus.values)
  end)
end)
