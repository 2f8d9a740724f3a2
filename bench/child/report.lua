-- Milliseconds of CPU for listing a batch, and for listing it with a report, in turns. arg: report, endpoint, batch,
-- rounds; keys in the environment.
local aliota = require "aliota"
local report = require "aliota.report"

local SNAPSHOT = os.tmpname()

local READERS = {
  snapshot = function(tasks) return report.snapshot(tasks, {path = SNAPSHOT}) end,
  compare = function(tasks)
    local made = assert(report.compare(tasks, {}))
    return made.a
  end,
}

local client = aliota.new {endpoint = arg[2], proxy = false, quota = false}

local contenders = {
  listing = function(tasks)
    local count = 0
    for _ in tasks do count = count + 1 end
    return {tasks = count}
  end,
  report = READERS[arg[1]] or report[arg[1]],
}

local function time(read)
  collectgarbage()
  local start = os.clock()
  local made = assert(read(client:tasks {JobId = arg[3]}))
  return (os.clock() - start) * 1000, made.tasks
end

local times, tasks = {listing = {}, report = {}}, nil
for round = 1, tonumber(arg[4]) do
  for name, read in pairs(contenders) do times[name][round], tasks = time(read) end
end
for name, all in pairs(times) do
  table.sort(all)
  print(name .. " " .. all[(#all + 1) // 2])
end
print("tasks " .. tasks)
os.remove(SNAPSHOT)
