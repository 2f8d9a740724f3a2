local blocks = require "aliota.sandbox.world.blocks"
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

  it("look up who is where", function()
    local at = {}
    for position = 1, 1000 do at[position] = 1001 - position end
    local mirrored = blocks.new()
    for position = 1, 1000 do mirrored:add(position, status[at[position]]) end
    assert.same({1000, 990}, mirrored:collect(6, 1, 2, status, at))
  end)
end)
