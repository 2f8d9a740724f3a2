local by_change = require "aliota.sandbox.world.by_change"
local chance = require "aliota.sandbox.world.chance"

local ALL = 8

-- What by_change does, done slowly.
local function model(status)
  local order = {}
  return {
    add = function(task) order[#order + 1] = task end,
    change = function(task)
      for position, other in ipairs(order) do
        if other == task then table.remove(order, position) end
      end
      order[#order + 1] = task
    end,
    list = function(key, newest_first)
      local found = {}
      for position = 1, #order do
        local task = order[newest_first and #order + 1 - position or position]
        if key == ALL or status[task] == key then found[#found + 1] = task end
      end
      return found
    end,
  }
end

describe("by_change", function()
  for _, newest_first in ipairs {true, false} do
    it("orders by the last change, " .. (newest_first and "newest" or "oldest") .. " first", function()
      local status = {}
      local listing, expected = by_change.new(newest_first), model(status)
      for task = 1, 300 do
        status[task] = 1
        listing:add(task, 1)
        expected.add(task)
      end
      -- Enough changes for the holes to be squeezed out.
      for turn = 1, 9000 do
        local task = chance.draw(1, turn, 1) % 300 + 1
        local before = status[task]
        status[task] = chance.draw(1, turn, 2) % 3 + 1
        listing:change(task, before, status[task])
        expected.change(task)
      end
      for _, key in ipairs {ALL, 1, 2, 3} do
        local all = expected.list(key, newest_first)
        assert.same(all, listing:page(key, 1, 1000))
        assert.same({all[40], all[41], all[42]}, listing:page(key, 40, 3))
        assert.same({}, listing:page(key, #all + 1, 3))
        assert.same({all[#all]}, listing:page(key, #all, 3))
      end
      assert.is_true(listing.last < 9000)
    end)
  end
end)
