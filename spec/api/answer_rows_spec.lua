local answer_rows = require "aliota.api.answer_rows"

local rows_of = answer_rows.of

describe("rows of an answer", function()
  it("are where the path leads", function()
    local rows = {{}, {}}
    assert.equal(rows, rows_of({Data = {SimpleOTATaskInfo = rows}}, {"Data", "SimpleOTATaskInfo"}))
    assert.equal(rows, rows_of({Data = rows}, {"Data"}))
  end)

  it("are none where it leads nowhere", function()
    for _, data in ipairs {"", 5, false, {}, {SimpleOTATaskInfo = ""}} do
      assert.same({}, rows_of({Data = data}, {"Data", "SimpleOTATaskInfo"}))
    end
    assert.same({}, rows_of({}, {"Data", "SimpleOTATaskInfo"}))
  end)
end)

describe("rows of an answer, dressed", function()
  local meta = {}
  local suit = {path = {}, id = "id", metatable = meta, values = {size = {S = 1, M = 2}}}

  it("have a metatable and values that were looked up, in place", function()
    local rows = {{id = "a", size = "M"}, {id = "b", size = "XL"}, {id = "c"}}
    assert.equal(rows, answer_rows.follow(rows, suit))
    assert.same({{id = "a", size = 2}, {id = "b"}, {id = "c"}}, rows)
    for _, row in ipairs(rows) do assert.equal(meta, getmetatable(row)) end
  end)

  it("have nothing that was not there", function()
    local never = setmetatable({}, {__index = function() error("asked", 0) end})
    assert.same({{}}, answer_rows.follow({{}}, {path = {}, id = "id", metatable = meta, values = {size = never}}))
  end)

  it("have the members that are wanted, and their id", function()
    local few = {path = {}, id = "id", metatable = meta, values = {size = {S = 1}}, fields = {size = true}}
    assert.same({{id = "a", size = 1}, {id = "b"}},
      answer_rows.follow({{id = "a", size = "S", name = "x"}, {id = "b", name = "y"}}, few))
  end)

  it("are none where there is something else, which is left alone", function()
    assert.same({"text", 5, false}, answer_rows.follow({"text", 5, false}, suit))
  end)
end)
