-- aliota retry: ReupgradeOTATask, planned first.
return require "aliota.command.plan_verb" {
  summary = "Try failed tasks again",
  example = [[aliota retry "$JOB_ID" --where 'SrcVersion=1.0.*' --where 'reason=connection reset']],
  done = "tried again",
  plan = function(client, params) return client:plan_retry(params) end,
}
