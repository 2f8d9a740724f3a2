local cqueues = require "cqueues"
local loops = require "spec.support.loops"

describe("aliota.loop.cqueues", function()
  loops.specify({setup = setup, teardown = teardown, it = it}, "aliota.loop.cqueues", function(bodies)
    local main = cqueues.new()
    for _, body in ipairs(bodies) do main:wrap(body) end
    assert(main:loop())
  end, cqueues.sleep)
end)
