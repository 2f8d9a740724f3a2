-- aliota jobs: the way to a JobId.
local account_client = require "aliota.command.account_client"
local is_terminal = require "aliota.shell.is_terminal"
local job_choice = require "aliota.command.job_choice"
local job_list = require "aliota.command.job_output"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"
local task_choice = require "aliota.command.task_choice"

---@type aliota.Verb
local verb = {
  summary = "List the batches of a product, a package or a device.",
  arguments = "",
  example = 'aliota jobs --product-key "$PRODUCT_KEY"',
  exits = "0 for a list of all, 1 for an error, 2 where it is not known whether these are all",
}

local OUTPUTS = {table = "table", ndjson = "ndjson"}

function verb.offer(parser)
  job_choice.offer(parser)
  own_options.offer(parser, "strict", nil, "A list that is not known to be complete is an error.")
  own_options.offer(parser, "fields", own_options.JOB_FIELDS, "The fields to print, such as JobId,JobStatus.")
  parser:takes("--output", kinds.one_of(OUTPUTS, "table or ndjson"),
    "table (default on a terminal) or ndjson (default elsewhere).")
end

function verb.run(script, args)
  local jobs = job_choice.jobs(account_client(script, args), args)
  local output = args.output or is_terminal(io.stdout) and "table" or "ndjson"
  job_list[output](script, jobs, args.fields)
  return task_choice.status(jobs, "the list")
end

return verb
