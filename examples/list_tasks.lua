-- Lists the update tasks of a batch, a line each.
--
--   lua5.4 examples/list_tasks.lua JOB_ID [STATUS]
--
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local kinds = require "aliota.shell.argument_kinds"
local aliota = script:require "aliota"

local parser = script:parser("list_tasks", "Lists the update tasks of a batch.", {
  account = true, exits = "0 for a list of all, 1 for an error, lost output too, 130 when interrupted",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("status", kinds.STATUS, "Only tasks in this state, such as FAILED."):args "?"
local args = parser:parse()

script:run(function()
  local client = aliota.new {region = args.region, instance_id = args.instance_id, qps = args.qps}
  local count = 0
  for task in client:tasks {JobId = args.job_id, TaskStatus = args.status} do
    script:say(task)
    count = count + 1
  end
  io.stderr:write(count, count == 1 and " task\n" or " tasks\n")
end)
