-- aliota watch: a batch until it is over.
local account_client = require "aliota.command.account_client"
local is_terminal = require "aliota.shell.is_terminal"
local json_of = require "aliota.command.plain_data"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"

---@type aliota.Verb
local verb = {
  summary = "Show a batch until it is over: a live view on a terminal, a line a change elsewhere.",
  arguments = "JobId",
  example = 'aliota watch "$JOB_ID" --timeout 2h',
  exits = "0 when the batch is over, 1 for an error, 2 after the time-out",
}

local OUTPUTS = {text = "text", ndjson = "ndjson"}

function verb.offer(parser)
  own_options.offer_job(parser)
  own_options.offer_looks(parser)
  parser:takes("--output", kinds.one_of(OUTPUTS, "text or ndjson"), "text (default) or ndjson, an object a look.")
end

-- On a terminal there is a live view; lines elsewhere are not lost unnoticed.
local function view_of(script)
  if is_terminal(io.stdout) then return io.stdout end
  return {write = function(_, text) script:write(text) end, flush = function() script:flush() end}
end

function verb.run(script, args)
  local is_text = args.output ~= "ndjson"
  local looks = account_client(script, args):watch {
    JobId = args.JobId, interval = args.interval, longest_interval = args.longest_interval, timeout = args.timeout,
    show = is_text and view_of(script) or nil,
  }
  while true do
    local counts, job = looks:next()
    if not counts and job and job.kind == "timeout" then return 2, script:worded(tostring(job)) end
    if not counts then return job and error(job, 0) end
    if not is_text then
      script:say(json_of {counts = counts, job = job})
      script:flush()
    end
  end
end

return verb
