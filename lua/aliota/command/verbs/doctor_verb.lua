-- aliota doctor: how the service is, where its documentation leaves that open.
local account_client = require "aliota.command.account_client"
local own_options = require "aliota.command.own_options"
local show = require "aliota.command.shown_result"

---@type aliota.Verb
local verb = {
  summary = "Find out by reads what aliota takes for granted of the service; the report names nobody.",
  arguments = "JobId",
  example = 'aliota doctor "$JOB_ID" --output json',
  exits = "0 for a report, 1 for an error",
}

function verb.offer(parser)
  own_options.offer_job(parser)
  own_options.offer(parser, "throttle", nil,
    "Also call more often than the quota allows, which other programs of the account may feel for a second.")
  own_options.offer_output(parser)
end

function verb.run(script, args)
  local client, doctor = account_client(script, args), script:require "aliota.doctor"
  script:tell(("No more than %d requests, which change nothing."):format(doctor.most_requests(args.throttle)))
  show(script, args, doctor.examine(client, {JobId = args.JobId, throttle = args.throttle}))
end

return verb
