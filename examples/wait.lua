-- Waits until an update batch is over, or until its success is impossible: a step of a pipeline.
--
--   lua5.4 examples/wait.lua JOB_ID --timeout 2h --fail-if failure_rate=0.05 --fail-if settled=20
--
-- Exit status: 0 the batch is through, 1 a limit of --fail-if is broken, 2 time-out, 3 error, 4 the batch was canceled,
-- 130 interrupted. The verdict goes to standard output; what happens meanwhile goes to standard error, on a terminal as
-- a live view. Keys and address come from the environment, as for list_tasks.lua.
local aliota = require "aliota"

local script = require("aliota.util.script").new(3) -- 1 is of a broken limit

-- 90 and "15m" are lengths of time, 0.05 is a share.
local function value_of(text) return tonumber(text) or text end

local parser = script:parser("wait", "Waits until an update batch is over, or until its success is impossible.")
parser:argument("job_id", "The update batch.")
parser:option("--timeout", "How long to wait, such as 45m or 2h (default: for ever)."):convert(value_of)
parser:option("--fail-if", "NAME=LIMIT: failure_rate=0.05, success_rate=0.9, FAILED=10, CANCELED=0 or stalled=30m; "
  .. "settled=20: rates count once so many tasks are settled."):count "*"
parser:option("--interval", "Time between two looks while something moves (default: 10s)."):convert(value_of)
parser:option("--longest-interval", "The same while nothing moves (default: 2m)."):convert(value_of)
parser:option("--region", "The region of the instance, such as cn-shanghai.")
parser:option("--instance-id", "The id of the instance, if it has one.")
parser:option("--qps", "Calls a second at most (default: the documented 10)."):convert(tonumber)
parser:flag("--quiet", "Print the verdict only.")

local args = parser:parse()

local function limits_of(texts)
  local limits = {}
  for _, text in ipairs(texts) do
    local name, limit = text:match "^([%w_]+)=(.+)$"
    if not name then error(("--fail-if: NAME=LIMIT expected, not %q"):format(text), 0) end
    limits[name] = value_of(limit)
  end
  return next(limits) and limits or nil
end

local function given(variable)
  local value = os.getenv(variable)
  return value ~= "" and value or nil
end

local function wait()
  local client = aliota.new {
    endpoint = given "ALIOTA_ENDPOINT",
    ca_file = given "ALIOTA_CA_FILE",
    region = args.region,
    instance_id = args.instance_id,
    qps = args.qps,
  }
  local verdict = client:wait {
    JobId = args.job_id,
    timeout = args.timeout,
    interval = args.interval,
    longest_interval = args.longest_interval,
    fail_if = limits_of(args.fail_if),
    show = not args.quiet,
  }
  script:say(verdict)
  return verdict.exit_code
end

script:run(wait)
