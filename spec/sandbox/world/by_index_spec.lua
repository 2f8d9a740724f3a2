local by_index = require "aliota.sandbox.world.by_index"

describe("by_index", function()
  it("keeps the order of creation through any change", function()
    local status = {1, 1, 2, 1}
    local listing = by_index.new(status)
    for task, code in ipairs(status) do listing:add(task, code) end
    status[2] = 2
    listing:change(2, 1, 2)
    listing:change(4, 1, 1)
    assert.same({2, 3}, listing:page(2, 1, 10))
    assert.same({1, 4}, listing:page(1, 1, 10))
    assert.same({2, 3, 4}, listing:page(8, 2, 10))
  end)
end)
