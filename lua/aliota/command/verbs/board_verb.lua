-- aliota board: many batches, a line each.
local account_client = require "aliota.command.account_client"
local job_choice = require "aliota.command.job_choice"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"
local show = require "aliota.command.shown_result"

---@type aliota.Verb
local verb = {
  summary = "Show how many batches are doing, a line each.",
  arguments = "[JobId…]",
  example = 'aliota board "$JOB_ID"',
  exits = "0 for all batches, 1 for an error, 2 where the service refused to tell about one",
}

function verb.offer(parser)
  parser:takes("JobIds", kinds.TEXT, "The update batches, or none with an option that lists them."):args "*"
  job_choice.offer(parser)
  own_options.offer_output(parser)
end

function verb.run(script, args)
  local client, jobs = account_client(script, args), args.JobIds
  if jobs[1] == nil then
    if not job_choice.is_given(args) then error("JobIds, or --product-key or --firmware-id must be given", 0) end
    jobs = job_choice.jobs(client, args)
  elseif job_choice.is_given(args) then
    error("JobIds and options that list batches exclude each other", 0)
  end
  local board, err = client:board(jobs)
  show(script, args, board, err)
  for _, line in ipairs(board.lines) do
    if line.err then return 2 end
  end
end

return verb
