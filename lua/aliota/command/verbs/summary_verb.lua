-- aliota summary: how many tasks are in which state.
local account_client = require "aliota.command.account_client"
local own_options = require "aliota.command.own_options"
local show = require "aliota.command.shown_result"

---@type aliota.Verb
local verb = {
  summary = "Count the tasks of a batch by state, by eight small requests.",
  arguments = "JobId",
  example = 'aliota summary "$JOB_ID"',
  exits = "0 for counts, 1 for an error, 2 where they don't add up as tasks moved meanwhile",
}

function verb.offer(parser)
  own_options.offer_job(parser)
  own_options.offer_output(parser)
end

function verb.run(script, args)
  local counts, err = account_client(script, args):summary {JobId = args.JobId}
  show(script, args, counts, err)
  return counts.consistent and 0 or 2
end

return verb
