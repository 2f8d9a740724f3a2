-- Runs the specs on every VM and build, side by side, and sums up:
-- lua5.4 spec/run.lua "5.4=lua5.4 jit=luajit 5.3=lua5.3" CC [SPEC]
--
-- What the specs print is searched for secrets: one that shows is a failure.
package.path = "./?.lua;" .. package.path
local jobs = require "spec.support.jobs"
local secrets = require "spec.support.secrets"
local shell = require "spec.support.shell"

-- Specs wait for processes and quotas for two thirds of their time, so there are more jobs at once than processors.
local JOBS_PER_PROCESSOR = 4

-- How many of the costliest jobs are named at the end.
local COSTLIEST = 12

-- What busted says at the end; the specs that failed or were skipped it names below that, and why.
local SUMMARY = "^(%d+) success%a* / (%d+) failure%a* / (%d+) error%a* / (%d+) pending"

-- What the job printed, and of that what busted says after its count: what failed, why and where.
local function told(output)
  local text = output:gsub("exit %d+%s*$", "")
  return text, text:match "\n(%d+ success[^\n]+ pending[^\n]*\n.*)" or text:sub(-4000)
end

local function name_of(job)
  local first = job.files[1]
  local what = #job.files == 1 and first or ("%s (%d files)"):format(first:match "^.*/", #job.files)
  return ("%s on build/%s, %s"):format(what, job.build, job.vm)
end

local function title_of(job) return ("\n== %s\n"):format(name_of(job)) end

-- Passed, failed, skipped, and what there is to say of those that failed; a job that ends without a count has failed.
local function judge(job, output)
  local passed, failed, skipped, shown
  for line in output:gmatch "[^\n]+" do
    local successes, failures, errors, pending = line:match(SUMMARY)
    if successes then passed, failed, skipped = tonumber(successes), failures + errors, tonumber(pending) end
    shown = shown or secrets.find(line)
  end
  local text, end_of_it = told(output)
  print(title_of(job) .. text)
  local complaint = title_of(job) .. (shown and "What it printed shows a secret: " .. shown .. "\n" or "") .. end_of_it
  if not passed or shown then return passed or 0, (failed or 0) + 1, skipped or 0, complaint end
  failed = failed == 0 and not output:find "exit 0%s*$" and 1 or failed
  return passed, failed, skipped, failed + skipped > 0 and complaint or ""
end

local function write(path, text)
  local file = assert(io.open(path, "w"))
  assert(file:write(text))
  assert(file:close())
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

-- A job as a script: its output in a file, and beside it when it began and ended and what `times` says of it.
local SCRIPT = [[
began=$(date +%%s)
%s >'%s' 2>&1
echo exit $? >>'%s'
{ echo $began $(date +%%s); times; } >'%s.cost'
echo %d
]]

-- Seconds that a job, with all that it has started and waited for, has kept a processor busy, and those by the clock.
local function cost_of(text)
  local began, ended, times = text:match "^(%d+) (%d+)\n(.*)"
  local busy = 0
  for minutes, seconds in times:gmatch "(%d+)m(%d+%.?%d*)s" do busy = busy + minutes * 60 + seconds end
  return {busy = busy, clock = ended - began}
end

-- Runs jobs side by side. The iterator returns each with its output and its cost as it ends.
local function run(list)
  local folder = shell.run("mktemp -d"):gsub("\n$", "")
  local names = {}
  for i, job in ipairs(list) do
    local output = ("%s/%d"):format(folder, i)
    write(output .. ".sh", SCRIPT:format(job.command, output, output, output, i))
    names[i] = output .. ".sh\n"
  end
  write(folder .. "/list", table.concat(names))
  local pipe = assert(io.popen(("xargs -n 1 -P $((%d * $(getconf _NPROCESSORS_ONLN))) sh <'%s/list'"):format(
    JOBS_PER_PROCESSOR, folder)))
  local next_line = pipe:lines()
  return function()
    local number = tonumber(next_line() or nil)
    if number then
      local output = ("%s/%d"):format(folder, number)
      return list[number], read(output), cost_of(read(output .. ".cost"))
    end
    pipe:close()
    shell.run("rm -r '" .. folder .. "'")
  end
end

-- What is called how.
local function vms_of(text)
  local vms = {}
  for name, command in text:gmatch "([^ =]+)=([^ ]+)" do vms[name] = command end
  return vms
end

-- What takes longest is what jobs.lua is to begin with.
local function print_costs(costs)
  local busy = 0
  for _, cost in ipairs(costs) do busy = busy + cost.busy end
  table.sort(costs, function(a, b) return a.busy > b.busy end)
  print(("\n%.0f s of processors, most of them for these jobs:"):format(busy))
  for i = 1, math.min(COSTLIEST, #costs) do
    print(("%8.1f s in %4d s  %s"):format(costs[i].busy, costs[i].clock, name_of(costs[i].job)))
  end
end

local passed, failed, skipped, complaints, costs = 0, 0, 0, "", {}
for job, output, cost in run(jobs.of(vms_of(arg[1]), arg[2], arg[3])) do
  cost.job, costs[#costs + 1] = job, cost
  local job_passed, job_failed, job_skipped, complaint = judge(job, output)
  complaints = complaints .. complaint
  passed, failed, skipped = passed + job_passed, failed + job_failed, skipped + job_skipped
end
-- Once more at the end, where it is looked for and where a log that is cut still has it.
print_costs(costs)
print(passed + failed == 0 and "There are no specs at " .. (arg[3] or "spec") or complaints)
print(("\n%d passed, %d failed, %d skipped"):format(passed, failed, skipped))
os.exit(failed == 0 and passed > 0, true)
