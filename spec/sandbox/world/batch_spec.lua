local support = require "spec.support.service"

local function fresh(devices)
  local service = support.new({rollout = "fresh", devices = devices})
  return service.world, service.world.batches[1]
end

describe("batch", function()
  it("is COMPLETED when nothing is left to do", function()
    local world, batch = fresh(50)
    assert.same({"IN_PROGRESS", nil}, {batch.status, batch.ended})
    world:advance(2 * 86400)
    assert.equal("COMPLETED", batch.status)
    assert.is_true(batch.ended > batch.started)
  end)

  it("is CANCELED when nothing but cancelled tasks is left", function()
    local world, batch = fresh(5)
    for task = 1, 5 do batch:cancel(task, world:milliseconds(), "why") end
    assert.equal("CANCELED", batch.status)
    assert.equal("why", batch.rows:row(1).TaskDesc)
    world:advance(3600)
    assert.equal(5, batch:truth().by_status.CANCELED)
  end)

  it("goes on when a task is upgraded again", function()
    local world, batch = fresh(5)
    batch:call_off(world:milliseconds())
    batch:reupgrade(2, world:milliseconds())
    assert.same({"IN_PROGRESS", ""}, {batch.status, batch.rows:row(2).TaskDesc})
    world:advance(2 * 86400)
    assert.equal(4, batch:truth().by_status.CANCELED)
    assert.equal("COMPLETED", batch.status)
  end)

  it("finds a device's task by name, and iterates all", function()
    local _, batch = fresh(5)
    assert.equal(3, batch:find("device-000003"))
    assert.is_nil(batch:find("device-000006"))
    local names = {}
    for row in batch:each_row() do names[#names + 1] = row.DeviceName end
    assert.same({"device-000001", "device-000002", "device-000003", "device-000004", "device-000005"}, names)
  end)
end)
