local order = require "aliota.listing.order"

-- The name after pages of these times.
local function name_of(...)
  local seen = order.new()
  for _, times in ipairs {...} do
    local rows = {}
    for i, time in ipairs(times) do rows[i] = {UtcModified = time or nil} end
    seen:look_at(rows)
  end
  return seen:name()
end

describe("listing.order", function()
  it("is unknown until a page shows a difference", function()
    assert.equal("unknown", name_of())
    assert.equal("unknown", name_of({}))
    assert.equal("unknown", name_of({"a"}, {"b"}, {"a"}))
    assert.equal("unknown", name_of({"a", "a", "a"}))
  end)

  it("is by change while no page contradicts that", function()
    assert.equal("oldest_change_first", name_of({"a", "b", "b", "c"}))
    assert.equal("newest_change_first", name_of({"c", "b", "b", "a"}))
    assert.equal("newest_change_first", name_of({"b", "b"}, {"b", "a"}, {"a", "a"}))
  end)

  it("judges no page by another, as rows move between two answers", function()
    assert.equal("oldest_change_first", name_of({"c", "d"}, {"a", "b"}))
  end)

  it("is stable once both directions were seen, on one page or two", function()
    assert.equal("stable", name_of({"a", "b", "a"}))
    assert.equal("stable", name_of({"a", "b"}, {"b", "a"}))
    assert.equal("stable", name_of({"a", "b", "a"}, {"a", "b"}))
  end)

  it("learns nothing from what follows a row without a time", function()
    assert.equal("oldest_change_first", name_of({"a", "b", false, "a"}))
    assert.equal("unknown", name_of({5, 4, 3}))
  end)
end)
