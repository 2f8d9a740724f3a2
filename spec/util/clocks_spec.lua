local clocks = require "aliota.util.clocks"
local now_of = require "aliota.util.now"

describe("clocks", function()
  it("are of one array each, and keep none", function()
    local array, dropped = {}, setmetatable({}, {__mode = "k"})
    clocks[array] = function() return 5.75 end
    do
      local other = {}
      clocks[other], dropped[other] = clocks[array], true
      assert.equal(5, now_of(other))
    end
    collectgarbage()
    collectgarbage()
    assert.is_nil(next(dropped))
    assert.equal(5, now_of(array))
    assert.is_true(math.abs(now_of {} - os.time()) < 60)
  end)
end)
