local dress = require "aliota.api.dress"

describe("dress", function()
  local meta = {}
  local suit = {path = {}, id = "id", metatable = meta, values = {size = {S = 1, M = 2}}}

  it("gives rows a metatable and looks up values, in place", function()
    local rows = {{id = "a", size = "M"}, {id = "b", size = "XL"}, {id = "c"}}
    assert.equal(rows, dress(rows, suit))
    assert.same({{id = "a", size = 2}, {id = "b"}, {id = "c"}}, rows)
    for _, row in ipairs(rows) do assert.equal(meta, getmetatable(row)) end
  end)

  it("looks nothing up that is not there", function()
    local never = setmetatable({}, {__index = function() error("asked", 0) end})
    assert.same({{}}, dress({{}}, {path = {}, id = "id", metatable = meta, values = {size = never}}))
  end)

  it("leaves what is no row alone", function()
    assert.same({"text", 5, false}, dress({"text", 5, false}, suit))
  end)
end)
