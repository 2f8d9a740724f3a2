-- A state that gets a row of its own is known everywhere: nothing else has to be told of it.
local run = require "spec.support.lua_script"

local SCRIPT = [[
local path = package.searchpath and package.searchpath("aliota.api.task_status", package.path)
local file = assert(io.open(path or "lua/aliota/api/task_status.lua"))
local source, count = file:read("*a"):gsub('(\n  {name = "SUCCEEDED")',
  '\n  {name = "PAUSED", is_open = true, colour = "cyan", light = "#123456", dark = "#654321"},%1')
assert(count == 1)
package.preload["aliota.api.task_status"] = function() return assert((loadstring or load)(source))() end

local feed_page = require "aliota.nginx.page"
local feed_view = require "spec.support.feed_view"
local filter = require "aliota.filter"
local operations = require "aliota.api.operations"
local report = require "aliota.report"
local write = require "aliota.write"

local tasks = {}
for i, status in ipairs {"PAUSED", "SUCCEEDED", "FAILED", "PAUSED"} do
  tasks[i] = {
    DeviceName = "d" .. i, JobId = "j", TaskStatus = status, UtcCreate = "2026-01-05T00:00:00Z",
    UtcModified = "2026-01-05T01:00:00Z",
  }
end

local function shown(text, pattern) print((assert(text:match(pattern), pattern .. " in " .. text):gsub(" +", " "))) end

local summary = report.summary(tasks)
print(summary.open, summary.settled, summary.statuses[5].status)
shown(summary:render {width = 60, colour = true}, "\27%[36mPAUSED")
shown(report.stuck(tasks, {now = 1767700000}):render {width = 60, colour = false}, "PAUSED +2 +2%f[ ]")
local pieces = {}
write.html(tasks, function(text) pieces[#pieces + 1] = text end)
local html = table.concat(pieces)
shown(html, "%-%-paused: #123456;")
shown(html, "%-%-paused: #654321;")
shown(html, '<circle class="arc paused"')
local snapshot = feed_view.snapshot {total = 300}
snapshot.by_status.PAUSED = 100
local bar = feed_page.render(feed_view.of({j = {snapshot = snapshot}}, {"j"})):match '<svg class="stack".-</svg>'
shown(bar, '<rect class="paused" x="33.33" width="33.33"')
print(filter.status "PAUSED", operations.ListOTATaskByJob.params.TaskStatus.values.PAUSED)
]]

describe("a new state", function()
  it("needs one row", function()
    local output, status = run(SCRIPT)
    assert.equal(0, status, output)
    assert.equal([[
2	2	PAUSED
]] .. "\27[36mPAUSED\n" .. [[
PAUSED 2 2
--paused: #123456;
--paused: #654321;
<circle class="arc paused"
<rect class="paused" x="33.33" width="33.33"
TaskStatus is PAUSED	5
]], output)
  end)
end)
