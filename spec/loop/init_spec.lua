local loop = require "aliota.loop"
local stub = require "spec.support.stub"

describe("loop", function()
  local server
  setup(function()
    local later = stub.answer(200, "hello")
    later.pause = 0.1
    server = stub.start {["/later"] = later}
  end)
  teardown(function() server:stop() end)

  -- A loop that never waits, and remembers for how long it should have.
  local function recorder(asked)
    return {wait = function(_, seconds) asked[#asked + 1] = seconds end}
  end

  it("has one Http for the whole Lua VM", function()
    assert.equal(loop.http(), loop.http())
  end)

  it("has a clock that never goes back", function()
    local before = loop.now()
    for _ = 1, 1000 do
      local now = loop.now()
      assert.is_true(now >= before)
      before = now
    end
  end)

  it("moves a transfer to its end, and waits in the way it is told", function()
    local waits = 0
    local transfer = loop.http():queue {url = server.endpoint .. "/later"}
    loop.run(function() return transfer:done(), math.huge end, {wait = function(http, seconds)
      waits = waits + 1
      http:wait(seconds)
    end})
    assert.equal("hello", transfer:result().body)
    assert.is_true(waits > 0)
  end)

  it("asks once, and waits for nothing, when all is done", function()
    local asked, calls = {}, 0
    loop.run(function()
      calls = calls + 1
      return true, 0
    end, recorder(asked))
    assert.same({{}, 1}, {asked, calls})
  end)

  it("waits until progress wants to go on, and a quarter of a second at most", function()
    local asked, plan = {}, {0.1, 1000, math.huge, -5}
    local calls = 0
    loop.run(function(now)
      calls = calls + 1
      return calls > #plan, now + (plan[calls] or 0)
    end, recorder(asked))
    assert.is_true(math.abs(asked[1] - 0.1) < 1e-6)
    assert.same({0.25, 0.25, 0}, {asked[2], asked[3], asked[4]})
  end)

  it("lets an error of the waiting function through, and goes on afterwards", function()
    local transfer = loop.http():queue {url = server.endpoint .. "/later"}
    local function progress() return transfer:done(), math.huge end
    assert.has_error(function() loop.run(progress, {wait = function() error("interrupted!", 0) end}) end,
      "interrupted!")
    loop.run(progress, loop.plain)
    assert.equal("hello", transfer:result().body)
  end)
end)
