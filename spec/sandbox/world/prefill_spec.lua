local support = require "spec.support.service"

local function rows_of(options)
  local service = support.new(options)
  local rows = {}
  for row in service.world:each_row("job1") do rows[#rows + 1] = row end
  return rows, service.world:truth().jobs[1]
end

describe("prefill", function()
  it("has some of each status, mostly SUCCEEDED and a few percent FAILED", function()
    local rows, truth = rows_of()
    local counted = {}
    for _, row in ipairs(rows) do counted[row.TaskStatus] = (counted[row.TaskStatus] or 0) + 1 end
    assert.same(truth.by_status, counted)
    assert.equal(2500, truth.total)
    for status, count in pairs(truth.by_status) do assert.is_true(count > 0, status) end
    assert.is_true(counted.SUCCEEDED > 2000 and counted.FAILED > 50 and counted.FAILED < 150)
    assert.equal("IN_PROGRESS", truth.JobStatus)
  end)

  it("fits progress, description and times to the status", function()
    for _, row in ipairs(rows_of()) do
      assert.equal(row.TaskStatus == "FAILED" or row.TaskStatus == "CANCELED", row.TaskDesc ~= "")
      assert.truthy(row.Progress:find("^%d+%.00$"))
      assert.equal(row.TaskStatus == "SUCCEEDED", row.Progress == "100.00")
      assert.equal(row.TaskStatus == "QUEUED" or row.TaskStatus == "CONFIRM", row.UtcCreate == row.UtcModified)
      assert.truthy(row.UtcCreate:find("^2026%-01%-05T%d%d:%d%d:%d%d%.%d%d%dZ$"))
      assert.is_true(row.UtcCreate <= row.UtcModified)
    end
  end)

  it("is the same from the same seed, whatever its size", function()
    local few, many = rows_of({devices = 20}), rows_of({devices = 300})
    for i = 1, 20 do
      for _, name in ipairs {"TaskId", "IotId", "TaskStatus", "SrcVersion", "TaskDesc", "Progress", "UtcCreate"} do
        assert.equal(few[i][name], many[i][name])
      end
    end
    assert.same(rows_of({devices = 20}), few)
    assert.are_not.same(few, rows_of({devices = 20, seed = 2}))
  end)

  it("has nothing that timed out when it has no time-out", function()
    for _, row in ipairs(rows_of({timeout_minutes = false})) do
      assert.are_not.equal("device upgrade timeout", row.TaskDesc)
    end
  end)

  it("may be empty, and has then ended", function()
    local rows, truth = rows_of({devices = 0})
    assert.same({0, 0, "COMPLETED"}, {#rows, truth.total, truth.JobStatus})
  end)

  it("goes on with time", function()
    local service = support.new()
    local before = service.world:truth().jobs[1].by_status
    service.world:advance(3600)
    local after = service.world:truth().jobs[1].by_status
    assert.equal(before.CONFIRM, after.CONFIRM)
    assert.same({0, 0}, {after.QUEUED, after.IN_PROGRESS})
    assert.is_true(after.SUCCEEDED > before.SUCCEEDED)
  end)
end)
