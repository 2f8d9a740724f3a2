-- Runs the specs on every VM and build, side by side, and sums up: lua5.4 spec/run.lua LUA LUAJIT CC [SPEC]
--
-- What the specs print is searched for secrets: one that shows is a failure.
package.path = "./?.lua;" .. package.path
local jobs = require "spec.support.jobs"
local secrets = require "spec.support.secrets"
local shell = require "spec.support.shell"

-- Specs wait for processes now and then, so there is one job more at once than there are processors. With many more,
-- those that measure a rate would get too little of a processor.
local MORE_JOBS = 1

-- What busted says at the end; the specs that failed or were skipped it names below that, and why.
local SUMMARY = "^(%d+) success%a* / (%d+) failure%a* / (%d+) error%a* / (%d+) pending"

-- What the job printed, and of that what busted says after its count: what failed, why and where.
local function told(output)
  local text = output:gsub("exit %d+%s*$", "")
  return text, text:match "\n(%d+ success[^\n]+ pending[^\n]*\n.*)" or text:sub(-4000)
end

local function title_of(job)
  local first = job.files[1]
  local what = #job.files == 1 and first or ("%s (%d files)"):format(first:match "^.*/", #job.files)
  return ("\n== %s on build/%s, %s\n"):format(what, job.build, job.vm)
end

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

-- Runs jobs side by side. The iterator returns each with its output as it ends.
local function run(list)
  local folder = shell.run("mktemp -d"):gsub("\n$", "")
  local names = {}
  for i, job in ipairs(list) do
    local output = ("%s/%d"):format(folder, i)
    write(output .. ".sh", ("%s >'%s' 2>&1\necho exit $? >>'%s'; echo %d\n"):format(job.command, output, output, i))
    names[i] = output .. ".sh\n"
  end
  write(folder .. "/list", table.concat(names))
  local pipe = assert(io.popen(("xargs -n 1 -P $((%d + $(getconf _NPROCESSORS_ONLN))) sh <'%s/list'"):format(
    MORE_JOBS, folder)))
  local next_line = pipe:lines()
  return function()
    local number = tonumber(next_line() or nil)
    if number then return list[number], read(("%s/%d"):format(folder, number)) end
    pipe:close()
    shell.run("rm -r '" .. folder .. "'")
  end
end

local passed, failed, skipped, complaints = 0, 0, 0, ""
for job, output in run(jobs.of({lua = arg[1], luajit = arg[2]}, arg[3], arg[4])) do
  local job_passed, job_failed, job_skipped, complaint = judge(job, output)
  complaints = complaints .. complaint
  passed, failed, skipped = passed + job_passed, failed + job_failed, skipped + job_skipped
end
-- Once more at the end, where it is looked for and where a log that is cut still has it.
print(passed + failed == 0 and "There are no specs at " .. (arg[4] or "spec") or complaints)
print(("\n%d passed, %d failed, %d skipped"):format(passed, failed, skipped))
os.exit(failed == 0 and passed > 0, true)
