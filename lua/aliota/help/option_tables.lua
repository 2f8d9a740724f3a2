-- What the options mean that methods of a client take beside the parameters of the service.

---@type table<string, string>
return {
  between = "hours of a day in which a batch may begin, with their offset from UTC: \"22:00-05:00+08:00\"",
  cancel = "an aliota.canceller(): ends the call or the listing from outside",
  deadline = "how long all of it may take, retries and waits included",
  exact = "false: with where, tasks that change state meanwhile may be missed, if that is cheaper",
  fail_if = "limits: {failure_rate = 0.05, success_rate = 0.9, FAILED = 10, CANCELED = 5, stalled = \"30m\", "
    .. "settled = 20}, of which rates count once `settled` tasks are through",
  fields = "the names of the fields that rows are to have: {\"DeviceName\", \"TaskStatus\"}; the others are not read",
  gate = "limits for each batch, as fail_if has them: where one is broken, the rollout stops",
  interval = "how long from one look to the next while something moves; \"10s\"",
  journal = "the path of a file that is not there yet, or a function that is given each piece of text: what "
    .. "client:resume_plan or client:resume_rollout goes on with",
  longest_interval = "how long from one look to the next while nothing moves; \"2m\"",
  on_gate = "what is done when a limit of fail_if is broken: \"cancel\": the batch is stopped; \"plan\": the verdict "
    .. "says what that would be; or a function(client, verdict, plan) that decides",
  passes = "how often to read everything at most; 3",
  resume = "what tasks:cursor() returned: goes on after the last value that was handed out",
  show = "true, or an open file: a live view there; true is standard error",
  since = "what follow:snapshot() returned: goes on from there; \"now\": what the first look shows is not told",
  soak = "the pause after a wave, before the next one begins: \"30m\"",
  strict = "true: an end that is not known to be complete is an error",
  tasks = "an iterator or an array of tasks",
  text = "what plan:journal() or rollout:journal() returned",
  timeout = "how long to watch or wait, such as \"2h\"; of a rollout, for each of its batches",
  utc_offset = "of the hours in between, where these name none: \"+08:00\"",
  waves = "which devices come first, and which then: {{devices = {\"a\", \"b\"}}, {percent = 5}, {percent = 100}}",
  where = "a predicate, a function of a task or a table of fields; see aliota.filter",
}
