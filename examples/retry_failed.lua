-- Tries the failed tasks of a batch again. By default it only says what it would do.
--
--   lua5.4 examples/retry_failed.lua JOB_ID [--reason TEXT] [--version VERSION] [--apply JOURNAL]
--
-- With --apply it does so, and writes down in the file JOURNAL what it does: after an error, ^C or kill -9, run the
-- same command again, and it goes on without trying any task twice. A plan that is complete does nothing more.
--
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"
local filter = aliota.filter

local parser = script:parser("retry_failed", "Tries the failed tasks of a batch again; by default only says so.", {
  account = true,
  exits = "0 for a plan that was shown or is complete, 1 for an error, 2 when it is not known yet of some tasks "
    .. "whether they were tried again, 130 when interrupted",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("--reason", kinds.TEXT, "Only tasks that failed for this reason, such as 'download failed'.")
parser:takes("--version", kinds.TEXT, "Only devices that had this version; * stands for any text.")
parser:takes("--apply", kinds.TEXT, "Do it, and keep a journal in this file."):argname "JOURNAL"
local args = parser:parse()

local function new_client()
  return aliota.new {region = args.region, instance_id = args.instance_id, qps = args.qps}
end

local function exists(path)
  local file = io.open(path)
  return file ~= nil and file:close()
end

-- An error of the plan's is an object or a text; either is for the person at the terminal.
local function checked(result, problem)
  if not result then error(problem, 0) end
  return result
end

local function wanted()
  local where = filter.status "FAILED"
  if args.reason then where = filter.all(where, filter.reason(args.reason)) end
  if args.version then where = filter.all(where, filter.version(args.version)) end
  return where
end

local function make_plan(client)
  if not args.apply or not exists(args.apply) then
    return checked(client:plan_retry {JobId = args.job_id, where = wanted(), journal = args.apply})
  end
  local plan, meant = checked(client:resume_plan {journal = args.apply}), tostring(wanted())
  for _, batch in ipairs(plan.batches) do
    if batch.JobId ~= args.job_id then error(args.apply .. " is of another batch, " .. batch.JobId, 0) end
  end
  if plan.where and plan.where ~= meant then
    error(("%s is of a plan for other tasks: %s, not %s"):format(args.apply, plan.where, meant), 0)
  end
  return plan
end

local plan
local status, message = script:outcome(function()
  plan = make_plan(new_client())
  if args.apply then checked(plan:apply()) end
  return args.apply and not plan:is_complete() and 2 or 0
end)
if plan and message then message = message .. "\nrun the same command again to go on" end

-- What became of it is told in any case.
local shown, problem = script:outcome(function()
  if plan then script:say(script:worded(tostring(plan))) end
end)
if status == 0 then status = shown end
script:exit(status, message or problem)
