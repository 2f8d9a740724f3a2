local Iterator = require "aliota.iterator"
local errors = require "aliota.errors"

-- 1, 2, … up to `last`, then the end, or a failure; remembers what was asked of it.
local function numbers(last, failure)
  local log = {pulls = 0, closes = 0}
  local iterator = Iterator.new(function()
    log.pulls = log.pulls + 1
    if log.pulls <= last then return log.pulls end
    return nil, failure
  end, function() log.closes = log.closes + 1 end)
  return iterator, log
end

describe("iterator", function()
  local failure = errors.new {kind = "network", message = "gone"}

  it("does nothing before it is asked", function()
    local _, log = numbers(3)
    assert.equal(0, log.pulls)
  end)

  it("serves a for loop", function()
    local seen = {}
    for n in numbers(3) do seen[#seen + 1] = n end
    assert.same({1, 2, 3}, seen)
  end)

  it("raises in a for loop what next returns, and goes on failing", function()
    local iterator, log = numbers(2, failure)
    local seen = {}
    local ok, raised = pcall(function()
      for n in iterator do seen[#seen + 1] = n end
    end)
    assert.same({false, failure}, {ok, raised})
    assert.same({1, 2}, seen)
    assert.same({nil, failure}, {iterator:next()})
    assert.same({3, 1}, {log.pulls, log.closes})
  end)

  it("is over after its end and after close, and closes its source once", function()
    local iterator, log = numbers(1)
    assert.equal(1, iterator:next())
    assert.is_nil(iterator:next())
    assert.is_nil(iterator:next())
    assert.same({2, 1}, {log.pulls, log.closes})
    local closed, closed_log = numbers(5)
    closed:close()
    closed:close()
    assert.is_nil(closed:next())
    assert.same({0, 1}, {closed_log.pulls, closed_log.closes})
  end)

  it("hands false over like any value", function()
    local sent = false
    local iterator = Iterator.new(function()
      if sent then return nil end
      sent = true
      return false
    end)
    assert.equal(false, iterator:next())
    assert.is_nil(iterator:next())
  end)

  describe("take", function()
    it("gives the first values and asks for no more", function()
      local iterator, log = numbers(10)
      assert.same({1, 2, 3}, iterator:take(3):collect())
      assert.same({3, 1}, {log.pulls, log.closes})
    end)

    it("gives fewer when there are fewer, none for zero, and passes errors on", function()
      assert.same({1, 2}, (numbers(2)):take(5):collect())
      local iterator, log = numbers(2)
      assert.same({}, iterator:take(0):collect())
      assert.same({0, 1}, {log.pulls, log.closes})
      assert.same({nil, failure}, {(numbers(1, failure)):take(5):collect()})
    end)

    it("wants a count", function()
      for _, count in ipairs {-1, 1.5, "3"} do
        assert.has_error(function() (numbers(1)):take(count) end)
      end
      assert.has_error(function() (numbers(1)):take() end)
    end)
  end)

  describe("collect", function()
    it("gives all values, or an error and none", function()
      assert.same({1, 2, 3}, (numbers(3)):collect())
      assert.same({}, (numbers(0)):collect())
      assert.same({nil, failure}, {(numbers(3, failure)):collect()})
    end)
  end)

  it("prints what it is", function()
    local iterator = numbers(1)
    assert.equal("aliota iterator", tostring(iterator))
    iterator:close()
    assert.equal("aliota iterator (closed)", tostring(iterator))
  end)

  if _VERSION >= "Lua 5.4" then
    it("closes as a to-be-closed variable", function()
      local iterator, log = numbers(5)
      assert(load("local iterator <close> = ... ; iterator:next()"))(iterator)
      assert.equal(1, log.closes)
    end)
  end
end)
