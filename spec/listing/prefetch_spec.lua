local prefetch = require "aliota.listing.prefetch"

local function found(qps, ...)
  local self = prefetch.new("auto", qps)
  for _, seconds in ipairs {...} do self:note(seconds) end
  return self:get()
end

describe("listing.prefetch", function()
  it("is what the user says", function()
    for fixed = 1, 16 do
      local self = prefetch.new(fixed, 10)
      self:note(5)
      assert.equal(fixed, self:get())
    end
  end)

  it("lets as many go at once as the quota allows, before anything was measured", function()
    assert.equal(10, found(10))
    assert.equal(2, found(1))
    assert.equal(1, found(nil))
    assert.equal(16, found(200))
  end)

  it("keeps the quota busy over the round trips", function()
    assert.equal(3, found(1, 0.2))
    assert.equal(12, found(10, 1))
    assert.equal(10, found(10, 0.05))
    assert.equal(10, found(nil, 0.05))
    assert.equal(1, found(nil, 0.001))
  end)

  it("is one page without a quota where others have many requests under way", function()
    local under_way = 17
    local self = prefetch.new("auto", nil, function() return under_way end)
    self:note(0.05)
    assert.equal(1, self:get())
    under_way = 16
    assert.equal(10, self:get())
    local paced = prefetch.new("auto", 10, function() return 100 end)
    assert.equal(10, paced:get())
  end)

  it("is bounded, whatever was measured", function()
    assert.equal(16, found(10, 30))
    assert.equal(16, found(nil, 30))
    assert.equal(3, found(0.5, 0.1))
  end)

  it("believes neither the first measurement for ever nor the last one at once", function()
    assert.equal(11, found(5, 2, 1))
    local self = prefetch.new("auto", 5)
    self:note(2)
    for _ = 1, 100 do self:note(0.2) end
    assert.equal(5, self:get())
  end)
end)
