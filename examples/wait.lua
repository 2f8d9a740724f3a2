-- Waits until an update batch is over, or until its success is impossible: a step of a pipeline.
--
--   lua5.4 examples/wait.lua JOB_ID --timeout 2h --fail-if failure_rate=0.05 --fail-if settled=20 --on-gate cancel
--
-- The verdict goes to standard output; what happens meanwhile goes to standard error, on a terminal as a live view.
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new(3) -- 1 is of a broken limit
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"

-- 0.05 is a share, 20 a number of tasks, "30m" a length of time.
local function value_of(text) return tonumber(text) or text end

local parser = script:parser("wait", "Waits until an update batch is over, or until its success is impossible.", {
  account = true,
  exits = "0 the batch is through, 1 a limit of --fail-if is broken, 2 time-out, 3 an error, 4 the batch was canceled, "
    .. "5 a limit is broken and the batch, which --on-gate cancel was to stop, goes on, 130 interrupted",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("--timeout", kinds.SECONDS, "How long to wait, such as 45m or 2h (default: for ever).")
parser:option("--fail-if", "NAME=LIMIT: failure_rate=0.05, success_rate=0.9, FAILED=10, CANCELED=0 or stalled=30m; "
  .. "settled=20: rates count once so many tasks are settled."):count "*"
parser:takes("--on-gate", kinds.one_of({cancel = "cancel", plan = "plan"}, "cancel or plan"),
  "When a limit is broken: cancel what no device has begun, or say only what that would be.")
parser:flag("--cancel-in-progress", "Cancel what is being installed, too.")
parser:takes("--journal", kinds.TEXT, "A file, not there yet, for what --on-gate does: it is gone on with from there.")
parser:takes("--interval", kinds.SECONDS, "Time between two looks while something moves (default: 10s).")
parser:takes("--longest-interval", kinds.SECONDS, "The same while nothing moves (default: 2m).")
parser:flag("--quiet", "Print the verdict only.")

local args = parser:parse()

local function limits_of(texts)
  local limits = {}
  for _, text in ipairs(texts) do
    local name, limit = text:match "^([%w_]+)=(.+)$"
    if not name then error("--fail-if takes NAME=LIMIT, such as failure_rate=0.05, not " .. text, 0) end
    limits[name] = value_of(limit)
  end
  return next(limits) and limits or nil
end

local function wait()
  local client = aliota.new {region = args.region, instance_id = args.instance_id, qps = args.qps}
  local verdict = client:wait {
    JobId = args.job_id,
    timeout = args.timeout,
    interval = args.interval,
    longest_interval = args.longest_interval,
    fail_if = limits_of(args.fail_if),
    on_gate = args.on_gate,
    journal = args.journal,
    CancelInProgressTask = args.cancel_in_progress,
    show = not args.quiet,
  }
  script:say(verdict)
  return verdict.exit_code
end

script:run(wait)
