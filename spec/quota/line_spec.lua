local Line = require "aliota.quota.line"

-- Turns that joined a line in this order and have all asked at that time.
local function joined(line, count, now)
  local turns = {}
  for i = 1, count do
    turns[i] = {asked_at = now}
    line:join(turns[i])
  end
  return turns
end

describe("a line", function()
  it("tells how many are before", function()
    local line = Line.new()
    local turns = joined(line, 3, 10)
    assert.is_true(line:is_among_next(turns[1], 0, 10))
    assert.is_false(line:is_among_next(turns[2], 0, 10))
    assert.is_true(line:is_among_next(turns[2], 1, 10))
    assert.is_false(line:is_among_next(turns[3], 1, 10))
  end)

  it("does not count those who left, were collected, have not asked yet, or not for half a second", function()
    local line = Line.new()
    local turns = joined(line, 5, 10)
    line:leave(turns[1])
    turns[2] = nil
    turns[3].asked_at = nil
    turns[4].asked_at = 9.4
    collectgarbage()
    collectgarbage()
    assert.is_true(line:is_among_next(turns[5], 0, 10))
  end)

  it("takes one back where it was", function()
    local line = Line.new()
    local turns = joined(line, 3, 10)
    line:leave(turns[1])
    assert.is_true(line:is_among_next(turns[2], 0, 10))
    line:rejoin(turns[1])
    assert.is_true(line:is_among_next(turns[1], 0, 10))
    assert.is_false(line:is_among_next(turns[2], 0, 10))
  end)

  it("is empty when all have left or were collected", function()
    local line = Line.new()
    assert.is_true(line:is_empty())
    local turns = joined(line, 2, 10)
    assert.is_false(line:is_empty())
    line:leave(turns[1])
    assert.is_false(line:is_empty())
    turns[2] = nil
    collectgarbage()
    collectgarbage()
    assert.is_true(line:is_empty())
  end)
end)
