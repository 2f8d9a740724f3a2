if not _VERSION:find "5.4" then return end -- on LuaJIT, loops are nginx's and copas
local loops = require "spec.support.loops"
local uv = require "luv"

describe("aliota.loop.luv", function()
  loops.specify({setup = setup, teardown = teardown, it = it}, "aliota.loop.luv", function(bodies)
    local failure
    for _, body in ipairs(bodies) do
      coroutine.wrap(function()
        local ok, err = pcall(body)
        if not ok then failure = err end
      end)()
    end
    uv.run()
    if failure then error(failure, 0) end
  end, function(seconds)
    local waiting, timer = coroutine.running(), uv.new_timer()
    timer:start(math.ceil(seconds * 1000), 0, function()
      timer:close()
      assert(coroutine.resume(waiting))
    end)
    coroutine.yield()
  end)
end)
