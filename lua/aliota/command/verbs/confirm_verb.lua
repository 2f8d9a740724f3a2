-- aliota confirm: ConfirmOTATask, planned first.
return require "aliota.command.plan_verb" {
  summary = "Confirm tasks that wait for it",
  example = [[aliota confirm "$JOB_ID" --where 'DeviceName=line3-*']],
  done = "confirmed",
  plan = function(client, params) return client:plan_confirm(params) end,
}
