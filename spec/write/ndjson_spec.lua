local cjson = require "cjson"
local columns = require "aliota.write.columns"
local hostile = require "spec.support.hostile"
local python = require "spec.support.python"
local written = require "spec.support.written"

local READER = [[
import json, sys
lines = sys.stdin.buffer.read().decode("utf-8").split("\n")
assert lines.pop() == ""
print(json.dumps([json.loads(line) for line in lines]))
]]

describe("write.ndjson", function()
  it("is read back by another program, whatever devices say", function()
    local tasks = hostile.tasks()
    for i = #tasks, 1, -1 do
      if tasks[i].DeviceName:find "\255" then table.remove(tasks, i) end -- no JSON; the decoder lets none in
    end
    local rows = python(READER, written("ndjson", tasks))
    assert.equal(#tasks, #rows)
    for i, task in ipairs(tasks) do
      for _, name in ipairs(columns.DOCUMENTED) do
        assert.equal(task[name] == nil and cjson.null or task[name], rows[i][name])
      end
    end
  end)

  it("has the documented fields in order, null where there is none, and then what was added, as it was sent", function()
    local first = written("ndjson", {{Zeta = 1, TaskStatus = "NEW", Alpha = {"x", {y = false}}, Progress = 33.5}})
    local expected = {}
    for i, name in ipairs(columns.DOCUMENTED) do expected[i] = ('"%s":%s'):format(name, "null") end
    expected = "{" .. table.concat(expected, ",") .. ',"Alpha":["x",{"y":false}],"Zeta":1}\n'
    expected = expected:gsub('"TaskStatus":null', '"TaskStatus":"NEW"'):gsub('"Progress":null', '"Progress":33.5')
    assert.equal(expected, first)
  end)

  it("has the chosen fields only", function()
    assert.equal('{"TaskId":"1","ModuleName":null}\n{"TaskId":null,"ModuleName":"m"}\n', written("ndjson",
      {{TaskId = "1", JobId = "j"}, {ModuleName = "m"}}, {columns = {"TaskId", "ModuleName"}}))
  end)

  it("of no tasks is empty", function() assert.equal("", written("ndjson", {})) end)
end)
