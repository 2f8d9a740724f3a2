local CallQueue = require "aliota.quota.call_queue"

-- Waiters that were queued in this order and have all polled at that time.
local function queued(queue, count, now)
  local waiters = {}
  for i = 1, count do
    waiters[i] = {polled_at = now}
    queue:push(waiters[i])
  end
  return waiters
end

describe("a queue of calls", function()
  it("tells how many are before", function()
    local queue = CallQueue.new()
    local waiters = queued(queue, 3, 10)
    assert.is_true(queue:is_among_next(waiters[1], 0, 10))
    assert.is_false(queue:is_among_next(waiters[2], 0, 10))
    assert.is_true(queue:is_among_next(waiters[2], 1, 10))
    assert.is_false(queue:is_among_next(waiters[3], 1, 10))
  end)

  it("does not count those who left, were collected, have not polled yet, or not for half a second", function()
    local queue = CallQueue.new()
    local waiters = queued(queue, 5, 10)
    queue:remove(waiters[1])
    waiters[2] = nil
    waiters[3].polled_at = nil
    waiters[4].polled_at = 9.4
    collectgarbage()
    collectgarbage()
    assert.is_true(queue:is_among_next(waiters[5], 0, 10))
  end)

  it("takes one back where it was", function()
    local queue = CallQueue.new()
    local waiters = queued(queue, 3, 10)
    queue:remove(waiters[1])
    assert.is_true(queue:is_among_next(waiters[2], 0, 10))
    queue:requeue(waiters[1])
    assert.is_true(queue:is_among_next(waiters[1], 0, 10))
    assert.is_false(queue:is_among_next(waiters[2], 0, 10))
  end)

  it("is empty when all have left or were collected", function()
    local queue = CallQueue.new()
    assert.is_true(queue:is_empty())
    local waiters = queued(queue, 2, 10)
    assert.is_false(queue:is_empty())
    queue:remove(waiters[1])
    assert.is_false(queue:is_empty())
    waiters[2] = nil
    collectgarbage()
    collectgarbage()
    assert.is_true(queue:is_empty())
  end)
end)
