local task_status = require "aliota.sandbox.world.life"
local tasks = require "aliota.sandbox.world.task_columns"

local CODES = task_status.CODES

local function three(order)
  local list = tasks.new(order)
  for _, device in ipairs {4, 8, 15} do
    local task = list:add(device, "1.0.0", CODES.QUEUED, device * 1000)
    list:list(task, device * 1000)
  end
  return list
end

describe("tasks", function()
  it("are listed in the order that was asked for", function()
    for order, expected in pairs {
      stable = {1, 2, 3}, newest_change_first = {1, 3, 2}, oldest_change_first = {2, 3, 1},
    } do
      local list = three(order)
      list:change(1, CODES.NOTIFIED, 20000)
      assert.same(expected, list:page(nil, 1, 10), order)
      assert.equal(20000, list.changed[1])
    end
  end)

  it("change at times that follow the order of the changes", function()
    local list = three("newest_change_first")
    list:change(1, CODES.NOTIFIED, 20000)
    list:change(2, CODES.NOTIFIED, 19000)
    list:change(3, CODES.NOTIFIED, 20001)
    assert.same({20000, 20000, 20001}, list.changed)
    list = three("stable")
    list:change(1, CODES.NOTIFIED, 9000) -- before the last was created
    assert.equal(15000, list.changed[1])
  end)

  it("are counted by state", function()
    local list = three("stable")
    list:change(2, CODES.FAILED, 20000)
    assert.same({3, 2, 1, 0}, {
      list:count(), list:count(CODES.QUEUED), list:count(CODES.FAILED), list:count(CODES.CANCELED),
    })
    assert.same({2}, list:page(CODES.FAILED, 1, 10))
  end)

  it("are found by device", function()
    local list = three("stable")
    for device, task in pairs {[4] = 1, [8] = 2, [15] = 3} do assert.equal(task, list:of_device(device)) end
    for _, device in ipairs {0, 5, 16} do assert.is_nil(list:of_device(device)) end
    assert.is_nil(tasks.new("stable"):of_device(1))
  end)
end)
