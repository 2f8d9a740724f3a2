local Iterator = require "aliota.listing.iterator"
local new_coverage = require("aliota.listing.coverage").new
local python = require "spec.support.python"
local written = require "spec.support.written"

-- Strict: the answer is what another program finds in the document.
local function read(text) return python("import json, sys\nprint(json.dumps(json.load(sys.stdin)))", text) end

describe("write.json", function()
  it("is one document", function()
    local document = read(written("json", {{TaskId = "1", Fresh = true}, {TaskId = "2"}}))
    assert.same({"1", true, "2", 2}, {document.tasks[1].TaskId, document.tasks[1].Fresh, document.tasks[2].TaskId,
      #document.tasks})
    assert.same({rows = 2}, document.coverage)
  end)

  it("of no tasks has an empty list", function()
    assert.equal('{"tasks":[\n],"coverage":{"rows":0}}\n', written("json", {}))
  end)

  it("has the listing's problems as a list, or none", function()
    local seen = new_coverage {unique = 1}
    local tasks = Iterator.new(function() end, nil, {coverage = seen})
    assert.is_nil(read(written("json", tasks)).coverage.problems)
    seen:note_problem {code = "RowsMissing", page = 1, expected = 2, got = 1, message = "m"}
    assert.same({{code = "RowsMissing", page = 1, expected = 2, got = 1, message = "m", times = 1}},
      read(written("json", Iterator.new(function() end, nil, {coverage = seen}))).coverage.problems)
  end)

  it("has the figures of a listing's coverage, and nothing else that it holds", function()
    local coverage = read(written("json", Iterator.new(function() end, nil, {coverage = new_coverage()}))).coverage
    assert.same({0, nil}, {coverage.rows, coverage.things})
  end)

  it("says what the listing says of itself at its end, by name", function()
    local tasks
    local left = 2
    tasks = Iterator.new(function()
      left = left - 1
      tasks.coverage = {unique = 1, rows = 2 - left, complete = left < 0, order = "stable"}
      return left >= 0 and {TaskId = "1"} or nil
    end)
    local text = written("json", tasks, {columns = {"TaskId"}})
    assert.equal('{"tasks":[\n{"TaskId":"1"},\n{"TaskId":"1"}\n],"coverage":'
      .. '{"complete":true,"order":"stable","rows":3,"unique":1}}\n', text)
  end)
end)
