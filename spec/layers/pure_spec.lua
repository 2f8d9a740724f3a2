-- What must load and work where there is no C module at all, neither the core nor a library: what the service is,
-- predicates, reports, and what draws them.
local report = require "aliota.report"
local run = require "spec.support.lua_script"
local shell = require "spec.support.shell"

local PURE = {"show", "api", "filter", "report"}

-- What is run with all of the library's C and without any: what it prints must be the same.
local WORK = [[
local filter = require "aliota.filter"
local Iterator = require "aliota.listing.iterator"
local job = require "aliota.api.job"
local report = require "aliota.report"
local task = require "aliota.api.task"
local dress = require("aliota.api.answer_rows").follow

local STATUSES = {"SUCCEEDED", "FAILED", "SUCCEEDED", "QUEUED", "CANCELED", "PAUSED", "SUCCEEDED"}
local NOW = 1767625200 -- 2026-01-05T15:00:00Z

local function tasks(count, offset)
  local rows = {}
  for i = 1, count do
    local status = STATUSES[(i + (offset or 0)) % #STATUSES + 1]
    rows[i] = {
      TaskId = "t" .. i, JobId = "j", ProductKey = "p", DeviceName = "device-" .. i, TaskStatus = status,
      SrcVersion = "1." .. i % 3, DestVersion = "2.0", TaskDesc = status == "FAILED" and "timeout after " .. i or "",
      Progress = "50.00", Timeout = "60", UtcCreate = "2026-01-05T08:00:00.000Z",
      UtcModified = ("2026-01-05T%02d:%02d:00.000Z"):format(8 + i % 6, i % 60),
    }
  end
  return dress(rows, task)
end

local function show(made) print(made:render {width = 100, colour = false}) end

-- As an array, as an iterator, and as a function.
local function iterator_of(list)
  local i = 0
  return Iterator.new(function()
    i = i + 1
    return list[i]
  end)
end
local function function_of(list)
  local i = 0
  return function()
    i = i + 1
    return list[i]
  end
end

print(tasks(2)[1], job.of_row {JobId = "j", JobStatus = "COMPLETE"})
for _, source in ipairs {function(list) return list end, iterator_of, function_of} do
  show(report.summary(source(tasks(100))))
  show(report.reasons(source(tasks(100))))
  show(report.versions(source(tasks(100))))
  show(report.stuck(source(tasks(100)), {now = NOW}))
  show(report.timeline(source(tasks(100))))
  show(report.eta(source(tasks(100)), {now = NOW, window = "6h"}))
  show(report.compare(source(tasks(100)), source(tasks(90, 1))))
  show(report.diff(source(tasks(100)), source(tasks(90, 1))))
end
local ended = iterator_of(tasks(100)):where {TaskStatus = {"FAILED", "CANCELED"}}
local many = report.many(ended, {summary = true, reasons = true})
show(many.summary)
show(many.reasons)
local failed = filter.all(filter.status "FAILED", filter.reason "timed out")
print(failed, filter.plan(failed):explain(), iterator_of(tasks(100)):where(failed):count())
print((select(2, pcall(report.summary, 5)):gsub("^.*:%d+: ", "")))
show(report.summary(report.read_snapshot(arg[1])))
]]

-- No C module can be loaded; what needs one must fail.
local WITHOUT_C = [[
local searchers = package.searchers or package.loaders
while #searchers > 2 do table.remove(searchers) end
package.cpath = ""
for _, name in ipairs {"aliota.core", "cjson", "lxp", "term"} do assert(not pcall(require, name), name) end
]]

local function modules_of(folder)
  local requires = {}
  local names = shell.run(("cd lua && find aliota/%s -name '*.lua' | sort"):format(folder))
  for file in names:gmatch "[^\n]+" do
    requires[#requires + 1] = ("require %q"):format((file:gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")))
  end
  return table.concat(requires, "\n") .. "\n"
end

describe("without any C module", function()
  for _, folder in ipairs(PURE) do
    it("each file of " .. folder .. "/ loads", function()
      local script = modules_of(folder)
      assert.truthy(select(2, script:gsub("\n", "")) >= 4)
      assert.same({"", 0}, {run(WITHOUT_C .. script)})
    end)
  end

  it("reports, predicates and iterators give the same as with all of them", function()
    local snapshot = os.tmpname()
    assert(report.snapshot({{DeviceName = "d1", TaskStatus = "FAILED"}, {DeviceName = "d2"}}, {path = snapshot}))
    local expected, status = run(WORK, snapshot)
    assert.equal(0, status, expected)
    assert.same({expected, 0}, {run(WITHOUT_C .. WORK, snapshot)})
    assert.truthy(expected:find("timed out: timeout after #", 1, true) and expected:find("(none)", 1, true))
    os.remove(snapshot)
  end)
end)
