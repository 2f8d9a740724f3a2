local page = require "aliota.sandbox.operations.paging"

local function show(item) return {item = item} end

describe("page", function()
  local lenient, strict = {options = {page_past_end = "empty"}}, {options = {page_past_end = "error"}}

  it("cuts items into pages", function()
    local members, rows = page.cut(lenient, {"a", "b", "c"}, 2, 2, show)
    assert.same({Total = 3, CurrentPage = 2, PageSize = 2, PageCount = 2}, members)
    assert.same({{item = "c"}}, rows)
  end)

  it("is empty or an error past the end, as told", function()
    local members = page.cut(lenient, {"a"}, 5, 10, show)
    assert.equal(1, members.Total)
    assert.has_error(function() page.cut(strict, {"a"}, 2, 1, show) end)
    assert.equal(0, page.cut(strict, {}, 1, 10, show).Total)
    assert.equal(1, page.cut(strict, {"a"}, 1, 10, show).Total)
  end)
end)
