-- aliota apply: carries out the plan of a journal, or goes on with it.
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local task_change = require "aliota.command.task_change"

---@type aliota.Verb
local verb = {
  summary = "Carry out the plan that a journal has, or go on with it.",
  arguments = "FILE",
  example = 'aliota retry "$JOB_ID" --journal retry.journal && aliota apply retry.journal',
  exits = "0 for a plan that is complete, 1 for an error, 2 when it is not known yet of some tasks whether they were "
    .. "changed",
}

function verb.offer(parser)
  parser:takes("FILE", kinds.TEXT, "The journal that --journal has written."):target "journal"
end

function verb.run(script, args)
  local client, progress = task_change.client(script, args)
  local plan = must(client:resume_plan {journal = args.journal})
  return task_change.apply(script, plan, args.journal, progress)
end

return verb
