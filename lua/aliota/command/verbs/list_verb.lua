-- aliota list: the tasks of a batch.
local account_client = require "aliota.command.account_client"
local is_terminal = require "aliota.shell.is_terminal"
local own_options = require "aliota.command.own_options"
local progress_line = require "aliota.command.progress_line"
local task_choice = require "aliota.command.task_choice"
local task_output = require "aliota.command.task_output"

---@type aliota.Verb
local verb = {
  summary = "List the tasks of a batch.",
  arguments = "JobId",
  example = 'aliota list "$JOB_ID" --task-status FAILED --fields DeviceName,TaskDesc --output csv',
  exits = "0 for a list of all, 1 for an error, 2 where it is not known whether these are all",
}

function verb.offer(parser)
  own_options.offer_job(parser)
  task_choice.offer(parser)
  task_output.offer(parser,
    "table (default on a terminal), ndjson (default elsewhere), csv, xlsx, json, markdown, html, prometheus or junit.")
end

function verb.run(script, args)
  local on_terminal = is_terminal(io.stdout)
  local progress = progress_line.new(args, "task")
  local client = account_client(script, args, not on_terminal and function(event) progress:saw(event) end or nil)
  local write = task_output.writer(args.output or on_terminal and "table" or "ndjson", on_terminal)
  local tasks = task_choice.tasks(client, args)
  local ok, problem = pcall(task_output.write, write, tasks, function(text)
    progress:finish()
    script:write(text)
  end, task_output.options(args))
  progress:finish()
  if not ok then error(problem, 0) end
  return task_choice.status(tasks, "the list")
end

return verb
