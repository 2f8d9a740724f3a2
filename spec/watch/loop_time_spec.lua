local canceller = require "aliota.util.canceller"
local loop = require "aliota.loop"
local new_time = require "aliota.watch.loop_time"

local function ignore() end

describe("watch.time", function()
  it("pauses in the client's loop, until its time has come", function()
    local waits, ticks = 0, 0
    local time = new_time({loop = {wait = function(http, seconds)
      waits = waits + 1
      http:wait(seconds)
    end}})
    local at = time.now() + 0.3 -- more than one wait of a loop takes
    time.pause(at, function() ticks = ticks + 1 end)
    assert.is_true(time.now() >= at)
    assert.is_true(waits >= 2 and ticks >= 2)
  end)

  it("does not wait when the time has come", function()
    new_time({loop = {wait = function() error "waits" end}}).pause(loop.now(), ignore)
  end)

  it("ends as soon as it is cancelled from within the loop", function()
    local cancel, waits = canceller.new(), 0
    new_time({loop = {wait = function()
      waits = waits + 1
      if waits == 3 then cancel:cancel() end
    end}}, cancel).pause(loop.now() + 3600, ignore)
    assert.equal(3, waits)
  end)

  it("lets an interruption through", function()
    local time = new_time {loop = {wait = function() error("interrupted!", 0) end}}
    assert.has_error(function() time.pause(loop.now() + 3600, ignore) end, "interrupted!")
  end)
end)
