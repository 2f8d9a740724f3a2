-- aliota report: what a batch tells when its tasks are put together.
local account_client = require "aliota.command.account_client"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"
local progress_line = require "aliota.command.progress_line"
local show = require "aliota.command.shown_result"
local task_choice = require "aliota.command.task_choice"

---@type aliota.Verb
local verb = {
  summary = "Report on a batch: results, reasons, versions, stuck tasks, times.",
  arguments = "JobId [REPORT…]",
  example = 'aliota report "$JOB_ID" reasons versions',
  exits = "0 for reports on all tasks, 1 for an error, 2 where it is not known whether all were seen",
}

-- In the order in which they are printed.
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta"}
local BY_DEFAULT = {"summary", "reasons", "eta"}

local IS_REPORT = {}
for _, name in ipairs(REPORTS) do IS_REPORT[name] = name end

function verb.offer(parser)
  own_options.offer_job(parser)
  parser:takes("reports", kinds.one_of(IS_REPORT, "a report"),
    ("%s (default: %s)."):format(table.concat(REPORTS, ", "), table.concat(BY_DEFAULT, ", "))):args "*"
  task_choice.offer(parser)
  own_options.offer(parser, "most", kinds.whole(1, 1000000), "How many lines are printed, or stuck tasks listed.")
  own_options.offer(parser, "after", kinds.SECONDS,
    "How long a task may stay unchanged before it is stuck, such as 6h.")
  own_options.offer(parser, "window", kinds.SECONDS, "How far back eta looks, such as 30m (default: 1h).")
  own_options.offer(parser, "snapshot", kinds.TEXT, "Write the state of each device to this file, too."):argname "FILE"
  own_options.offer(parser, "diff", kinds.TEXT, "Instead, what has changed since this file was written."):argname "FILE"
  own_options.offer(parser, "compare", kinds.TEXT, "Instead, what is different in another batch."):argname "JobId"
  own_options.offer_output(parser)
end

-- What each report takes of what was given.
local OPTIONS = {reasons = {"most"}, versions = {"most"}, stuck = {"most", "after"}, eta = {"window"}}

local function wanted_by(args)
  local wanted = {}
  for _, name in ipairs(args.reports[1] and args.reports or BY_DEFAULT) do
    wanted[name] = {}
    for _, option in ipairs(OPTIONS[name] or {}) do wanted[name][option] = args[option] end
  end
  if args.snapshot then wanted.snapshot = {path = args.snapshot} end
  return wanted
end

local function show_all(script, args, reports)
  if args.output == "json" then return show(script, args, reports) end
  local is_first = true
  for _, name in ipairs {"summary", "reasons", "versions", "stuck", "timeline", "eta", "snapshot"} do
    if reports[name] then
      if not is_first then script:say "" end
      script:say(reports[name])
      is_first = false
    end
  end
end

-- Of two sources: the other one, and the present tasks.
local function of_two(report, client, args, tasks)
  if args.compare then return report.compare(tasks, client:tasks {JobId = args.compare, strict = args.strict}) end
  local before, err = report.read_snapshot(args.diff)
  if not before then return nil, err end
  return report.diff(before, tasks)
end

function verb.run(script, args)
  local report, progress = script:require "aliota.report", progress_line.new(args, "task")
  local client = account_client(script, args, function(event) progress:saw(event) end)
  local tasks, is_of_two = task_choice.tasks(client, args), args.compare or args.diff
  local ok, result, err = pcall(function()
    if is_of_two then return of_two(report, client, args, tasks) end
    return report.many(tasks, wanted_by(args))
  end)
  progress:finish()
  if not ok or not result then error(ok and err or result, 0) end
  if is_of_two then show(script, args, result) else show_all(script, args, result) end
  return (task_choice.status(tasks, "the report"))
end

return verb
