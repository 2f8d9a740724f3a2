-- aliota wait: until a batch is over, or until its success is impossible; a step of a pipeline. The verdict goes to
-- standard output; what happens meanwhile goes to standard error, on a terminal as a live view.
local account_client = require "aliota.command.account_client"
local apply_command = require "aliota.command.apply_command"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"
local show = require "aliota.command.shown_result"

---@type aliota.Verb
local verb = {
  summary = "Wait until a batch is over, or until its success is impossible.",
  arguments = "JobId",
  example = 'aliota wait "$JOB_ID" --timeout 2h --fail-if failure_rate=0.01 --fail-if settled=20 || echo "status $?"',
  exits = "0 the batch is through, 1 a limit of --fail-if is broken, 2 time-out, 3 an error, 4 the batch was canceled, "
    .. "5 a limit is broken and the batch, which --on-gate cancel was to stop, goes on",
  failed = 3, -- 1 is of a broken limit
}

function verb.offer(parser)
  own_options.offer_job(parser)
  own_options.offer(parser, "fail_if", own_options.LIMIT,
    "NAME=LIMIT: failure_rate=0.05, success_rate=0.9, FAILED=10, CANCELED=0 or stalled=30m; settled=20: rates count "
    .. "once so many tasks are settled."):count "*":argname "NAME=LIMIT"
  own_options.offer(parser, "on_gate", kinds.one_of({cancel = "cancel", plan = "plan"}, "cancel or plan"),
    "When a limit is broken: cancel what no device has begun, or say only what that would be.")
  own_options.offer(parser, "CancelInProgressTask", nil, "Cancel what is being installed, too.")
  own_options.offer(parser, "journal", kinds.TEXT,
    "A new file for what --on-gate does: aliota apply FILE goes on with it."):argname "FILE"
  own_options.offer_looks(parser)
  own_options.offer(parser, "quiet", nil, "Print the verdict only.")
  own_options.offer_output(parser)
end

local WITHOUT_JOURNAL = {first = "--on-gate cancel", again = "the same command again"}

function verb.run(script, args)
  script.apply = apply_command(args.journal, WITHOUT_JOURNAL)
  local verdict = account_client(script, args):wait {
    JobId = args.JobId, timeout = args.timeout, interval = args.interval, longest_interval = args.longest_interval,
    fail_if = own_options.limits_of(args.fail_if), on_gate = args.on_gate, journal = args.journal,
    CancelInProgressTask = args.CancelInProgressTask, show = not args.quiet,
  }
  show(script, args, verdict)
  return verdict.exit_code
end

return verb
