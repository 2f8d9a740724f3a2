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

  it("has one Http for the whole Lua VM", function()
    assert.equal(loop.http(), loop.http())
  end)

  it("waits for a transfer in the way it is told", function()
    local waits = 0
    local counting = {wait = function(http, seconds)
      waits = waits + 1
      http:wait(seconds)
    end}
    local http = loop.http()
    local transfer = http:queue {url = server.endpoint .. "/later"}
    loop.await(http, transfer, counting)
    assert.equal("hello", transfer:result().body)
    assert.truthy(waits > 0)
  end)

  it("lets an error of the waiting function through, and goes on afterwards", function()
    local http = loop.http()
    local transfer = http:queue {url = server.endpoint .. "/later"}
    assert.has_error(function() loop.await(http, transfer, {wait = function() error("interrupted!", 0) end}) end,
      "interrupted!")
    loop.await(http, transfer, loop.plain)
    assert.equal("hello", transfer:result().body)
  end)
end)
