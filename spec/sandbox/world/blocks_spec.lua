local blocks = require "aliota.sandbox.world.blocks"
local instructions = require "spec.support.instructions"
local task_status = require "aliota.sandbox.world.life"

local ALL = task_status.ALL

describe("blocks", function()
  local status, counted
  before_each(function()
    status, counted = {}, blocks.new()
    for position = 1, 1000 do
      status[position] = position % 10 == 0 and 6 or 5
      counted:add(position, status[position])
    end
  end)

  it("collect consecutive ones of a state, across blocks", function()
    assert.same({10, 20, 30}, counted:collect(6, 1, 3, status))
    assert.same({990, 1000}, counted:collect(6, 99, 5, status))
    assert.same({256, 257, 258}, counted:collect(ALL, 256, 3, status))
    assert.same({}, counted:collect(6, 101, 5, status))
    assert.same({}, counted:collect(1, 1, 5, status))
  end)

  it("follow changes and removals", function()
    counted:change(20, 6, 5)
    status[20] = 5
    counted:remove(10, 6)
    status[10] = nil
    assert.same({30, 40}, counted:collect(6, 1, 2, status))
    assert.same({98, 901, 999}, {counted.totals[6], counted.totals[5], counted.totals[ALL]})
    assert.same({9, 11}, counted:collect(ALL, 9, 2, status))
  end)

  it("take states out of what holds more", function()
    local entries = {}
    for position = 1, 1000 do entries[position] = position * 7 * ALL + status[position] end
    assert.same({990, 1000}, counted:collect(6, 99, 5, entries))
    entries[4], entries[7] = 0, nil
    counted:remove(4, 5)
    counted:remove(7, 5)
    assert.same({3, 5, 6, 8}, counted:collect(ALL, 3, 4, entries))
  end)

  it("are looked at in a few places, however long the sequence is", function()
    local long, codes = blocks.new(), {}
    for position = 1, 300000 do
      codes[position] = position % 30000 == 0 and 7 or position % 100 == 0 and 6 or 5
      long:add(position, codes[position])
    end
    local last, rare
    local work = instructions(function() last = long:collect(6, 2891, 100, codes) end)
    assert.same({100, 299900}, {#last, last[100]})
    assert.is_true(work < 50000, work)
    work = instructions(function() rare = long:collect(7, 1, 100, codes) end)
    assert.same({10, 30000, 300000}, {#rare, rare[1], rare[10]})
    assert.is_true(work < 15000, work)
  end)
end)
