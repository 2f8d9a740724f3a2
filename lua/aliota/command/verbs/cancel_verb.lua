-- aliota cancel: chosen tasks by their devices (CancelOTATaskByDevice), or all that a batch has in some states by one
-- call (CancelOTATaskByJob); planned first.
local params_of_batch = require("aliota.api.operations").CancelOTATaskByJob.params
local sorted_keys = require "aliota.util.sorted_keys"

-- What a whole batch may be canceled of: CancelQueuedTask and its like.
local switches = {}
for _, name in ipairs(sorted_keys(params_of_batch)) do
  if params_of_batch[name].type == "boolean" then switches[#switches + 1] = name end
end

return require "aliota.command.plan_verb" {
  summary = "Cancel tasks",
  example = 'aliota cancel "$JOB_ID" --task-status QUEUED',
  done = "canceled",
  switches = switches,
  plan = function(client, params) return client:plan_cancel(params) end,
}
