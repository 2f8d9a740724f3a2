-- Milliseconds of CPU for listing a batch with a report of it, or with none. arg: report or "none", endpoint, batch;
-- keys in the environment.
local aliota = require "aliota"
local report = require "aliota.report"

local SNAPSHOT = os.tmpname()
local NOW = 1767628800 -- the sandbox's

local READERS = {
  none = function(tasks)
    local count = 0
    for _ in tasks do count = count + 1 end
    return count
  end,
  stuck = function(tasks) return assert(report.stuck(tasks, {now = NOW})).tasks end,
  eta = function(tasks) return assert(report.eta(tasks, {now = NOW})).tasks end,
  snapshot = function(tasks) return assert(report.snapshot(tasks, {path = SNAPSHOT})).tasks end,
  compare = function(tasks) return assert(report.compare(tasks, {})).a.tasks end,
}

local client = aliota.new {endpoint = arg[2], proxy = false}
local read = READERS[arg[1]] or function(tasks) return assert(report[arg[1]](tasks)).tasks end
local start = os.clock()
local count = read(client:tasks {JobId = arg[3]})
print("milliseconds " .. (os.clock() - start) * 1000)
print("tasks " .. count)
os.remove(SNAPSHOT)
