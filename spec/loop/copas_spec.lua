if not jit then return end -- where Debian has copas
local copas = require "copas"
local core = require "aliota.core"
local loops = require "spec.support.loops"

-- Copas has no pauses: comes back at each step until the time is over.
local function pause(seconds)
  local due = core.http.now() + seconds
  local idle = {getfd = function() return 0 end, dirty = function() return true end, close = function() end}
  function idle.receive() if core.http.now() < due then return nil, "timeout" end return "" end
  copas.receive(idle)
end

describe("aliota.loop.copas", function()
  loops.specify({setup = setup, teardown = teardown, it = it}, "aliota.loop.copas", function(bodies)
    local left, failure = #bodies, nil
    for _, body in ipairs(bodies) do
      copas.addthread(function()
        local ok, err = pcall(body)
        if not ok then failure = err end
        left = left - 1
      end)
    end
    while left > 0 do copas.step() end
    if failure then error(failure, 0) end
  end, pause)
end)
