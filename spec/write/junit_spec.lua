local hostile = require "spec.support.hostile"
local python = require "spec.support.python"
local recorded = require "spec.support.recorded_tasks"
local shell = require "spec.support.shell"
local text = require "aliota.show.text"
local written = require "spec.support.written"

-- What another program finds: a strict parser refuses what is not well-formed.
local READER = [[
import json, sys, xml.etree.ElementTree as tree
def element(e):
  return {"name": e.tag, "attributes": e.attrib, "text": e.text or "", "children": [element(c) for c in e]}
print(json.dumps(element(tree.fromstring(sys.stdin.buffer.read()))))
]]

local function read(tasks) return python(READER, written("junit", tasks)) end

describe("write.junit", function()
  it("has a suite a batch with its counts, and a case a device", function()
    local tasks = recorded()
    tasks[16].JobId = "other"
    local document = read(tasks)
    assert.same({"testsuites", 2}, {document.name, #document.children})
    local first, second = document.children[1], document.children[2]
    assert.same({name = "7glPHmaDYLAYMD1HHutT02****", tests = "15", failures = "5", errors = "0", skipped = "6",
      time = "143926.000"}, first.attributes)
    assert.same({name = "other", tests = "1", failures = "0", errors = "0", skipped = "1", time = "0.000"},
      second.attributes)
    assert.same({15, 1}, {#first.children, #second.children})
  end)

  it("passes, fails and skips by state", function()
    local cases = read(recorded()).children[1].children
    assert.same({classname = "MyProduct.7glPHmaDYLAYMD1HHutT02****", name = "device-000001", time = "3022.000"},
      cases[1].attributes)
    assert.same({}, cases[1].children)
    local failed = cases[3].children[1]
    assert.same({"failure", "FAILED", "download firmware failed: connection reset", "1.0.0 to 1.2.0, progress -2"},
      {failed.name, failed.attributes.type, failed.attributes.message, failed.text})
    assert.is_nil(cases[4].attributes.time)
    for i, message in pairs {[4] = "IN_PROGRESS", [8] = "CANCELED: task canceled by user", [16] = "?"} do
      assert.same({"skipped", message}, {cases[i].children[1].name, cases[i].children[1].attributes.message})
    end
    assert.equal("skipped", cases[15].children[1].name)
  end)

  it("keeps batches apart that come mixed", function()
    local tasks = {}
    for i = 1, 300 do tasks[i] = {JobId = "b" .. i % 3, DeviceName = "d" .. i, TaskStatus = "SUCCEEDED"} end
    for _, suite in ipairs(read(tasks).children) do
      assert.same({"100", 100}, {suite.attributes.tests, #suite.children})
    end
  end)

  it("has no two cases of one class and name, by which readers know them again", function()
    local tasks, known = {}, {}
    for i = 1, 6 do tasks[i] = {JobId = "b" .. i % 3, DeviceName = "d" .. i % 2, ProductName = "Product"} end
    for _, suite in ipairs(read(tasks).children) do
      for _, case in ipairs(suite.children) do
        local key = case.attributes.classname .. " " .. case.attributes.name
        assert.is_nil(known[key], key)
        known[key] = true
      end
    end
    assert.is_true(known["Product.b0 d1"])
  end)

  it("is well-formed, whatever devices say", function()
    local tasks = hostile.tasks()
    for _, task in ipairs(tasks) do task.ProductName = task.DeviceName end
    local cases = read(tasks).children[1].children
    assert.equal(#hostile.TEXTS, #cases)
    for i, sent in ipairs(hostile.TEXTS) do
      local seen = text.printable(sent)
      assert.same({seen, seen .. "." .. text.printable(tasks[i].JobId)},
        {cases[i].attributes.name, cases[i].attributes.classname})
      assert.equal(seen ~= "" and seen or "download failed", cases[i].children[1].attributes.message)
      assert.equal(seen .. " to 2.0, progress -2", cases[i].children[1].text)
    end
    assert.equal("testsuites", read({{JobId = '"/><x', TaskStatus = "<\0>"}}).name)
  end)

  it("shows tabs and line ends as blanks, and writes no reference that a reader may leave as it is", function()
    local seen = written("junit", {{DeviceName = "it's", TaskStatus = "FAILED", TaskDesc = "a\tb\r\nc"}})
    assert.truthy(seen:find('name="it\'s"', 1, true), seen)
    assert.truthy(seen:find('message="a b c"', 1, true), seen)
    assert.is_nil(seen:find("&#", 1, true))
  end)

  it("of no tasks has no suite", function()
    assert.same({}, read({}).children)
  end)

  it("says when it can have no more temporary files", function()
    local output = shell.run(([[ulimit -n 40; %s -e 'local tasks = {}
      for i = 1, 50 do tasks[i] = {JobId = "b" .. i} end
      print(require("aliota.write").junit(tasks, function() end))']]):format(require "spec.support.interpreter"))
    assert.truthy(output:find "^nil%s+file error: a temporary file: Too many open files\n$", output)
  end)
end)
