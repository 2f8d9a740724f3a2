local columns = require "aliota.write.columns"
local hostile = require "spec.support.hostile"
local python = require "spec.support.python"
local recorded = require "spec.support.recorded_tasks"
local text = require "aliota.show.text"
local written = require "spec.support.written"

-- What GitHub's own renderer makes of it, all its extensions on: each cell's HTML, row by row.
local READER = [[
import json, re, subprocess, sys
extensions = [word for name in ("table", "autolink", "strikethrough", "tasklist") for word in ("-e", name)]
html = subprocess.run(["cmark-gfm", "--unsafe", *extensions], input=sys.stdin.buffer.read(), capture_output=True,
                      check=True).stdout.decode()
rows = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.S)]
print(json.dumps({"html": html, "rows": rows}))
]]

local ENTITIES = {["&lt;"] = "<", ["&gt;"] = ">", ["&quot;"] = '"', ["&amp;"] = "&"}

local function plain(cell)
  return (cell:gsub("^<code>(.*)</code>$", "%1"):gsub("&%a+;", ENTITIES))
end

describe("write.markdown", function()
  it("is read by GitHub's renderer as it was meant, whatever devices say", function()
    local seen = python(READER, written("markdown", hostile.tasks(), {columns = {"DeviceName", "TaskDesc"}}))
    assert.same({"DeviceName", "TaskDesc"}, seen.rows[1])
    for i, sent in ipairs(hostile.TEXTS) do
      assert.equal(2, #seen.rows[i + 1], sent)
      for _, cell in ipairs(seen.rows[i + 1]) do
        assert.truthy(cell == "" or cell:find "^<code>[^<>]*</code>$", cell)
        assert.equal(text.printable(sent):gsub("\\|", "\\ |"):gsub("^ +$", ""), (plain(cell):gsub("^ +$", "")))
      end
    end
    local allowed = {h1 = 1, h2 = 1, p = 1, table = 1, thead = 1, tbody = 1, tr = 1, th = 1, td = 1, code = 1}
    for element in seen.html:gmatch "<(%a%w*)" do assert.truthy(allowed[element], element) end
  end)

  it("has a row a task, and a summary of the states below", function()
    local seen = python(READER, written("markdown", recorded()))
    local rows, summary = seen.rows, {}
    assert.equal(1 + 16 + 1 + 9, #rows)
    assert.same(columns.FOR_EYES, rows[1])
    for i = 19, #rows do summary[plain(rows[i][1])] = rows[i][2] end
    assert.same({"4", "5", "1", "1"}, {summary.SUCCEEDED, summary.FAILED, summary.PAUSED, summary["(none)"]})
    assert.same({"<code>SUCCEEDED</code>", "4", "25.0 %"}, rows[23])
    assert.truthy(seen.html:find("<p>16 of 16 tasks, complete</p>", 1, true))
  end)

  it("has a title, in which nothing is marked up", function()
    local seen = python(READER, written("markdown", {}, {title = "Batch *7* <b> [x](y)\n# `z` \\"}))
    assert.truthy(seen.html:find("<h1>Batch *7* &lt;b&gt; [x](y) # `z` \\</h1>", 1, true), seen.html)
    assert.truthy(seen.html:find "<h1>[^<]*</h1>")
  end)
end)
