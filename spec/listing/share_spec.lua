local model = require "spec.support.model"
local share = require "aliota.listing.share"

describe("listing.share", function()
  it("has what the source has, and begins with nothing", function()
    local source = model.new(0):source()
    local shared = share(source, {PageSize = 50})
    assert.same({50, 3, 0, 0, source.operation}, {shared.size, shared.passes, shared.largest, #shared.seen,
      shared.operation})
    assert.same({0, "tasks"}, {shared.coverage.unique, shared.coverage.things})
  end)

  it("goes on with what a cursor knew", function()
    local source = model.new(0):source()
    local seen = source.new_set()
    seen:add "t1"
    local shared = share(source, {PageSize = 50}, 7, {coverage = {unique = 1}, largest = 9, has_shrunk = true}, seen)
    assert.same({7, 9, true, 1, 1},
      {shared.passes, shared.largest, shared.has_shrunk, #shared.seen, shared.coverage.unique})
  end)
end)
