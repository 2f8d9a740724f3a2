local agenda = require "aliota.sandbox.world.agenda"

local function run(list, now)
  local done = {}
  list:run(now, function(entry, second, milliseconds) done[#done + 1] = {entry, second, milliseconds} end)
  return done
end

describe("agenda", function()
  it("does what is due in its order, spread over the second", function()
    local list = agenda.new(100)
    list:add(102, 1)
    list:add(101, 2)
    list:add(102, 3)
    assert.same({}, run(list, 101.9))
    assert.same({{2, 101, 101000}, {1, 102, 102000}, {3, 102, 102500}}, run(list, 103))
    assert.same({}, run(list, 200))
  end)

  it("does what is due in the past in the next second", function()
    local list = agenda.new(100)
    run(list, 110)
    assert.equal(110, list:add(50, 1))
    assert.same({{1, 110, 110000}}, run(list, 111))
  end)

  it("does what is added on the way", function()
    local list, done = agenda.new(100), {}
    list:add(100, 3)
    list:run(110, function(entry, second)
      done[#done + 1] = second
      if entry > 1 then list:add(second + 2, entry - 1) end
    end)
    assert.same({100, 102, 104}, done)
  end)

  it("does not wait for seconds in which nothing is due", function()
    local list = agenda.new(100)
    list:add(4e9, 1)
    list:add(5e12, 2)
    assert.same({{1, 4e9, 4e12}}, run(list, 4e12))
    assert.equal(4e12, list.next)
  end)
end)
