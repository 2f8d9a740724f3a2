-- Posts each failure of an update batch to a webhook, until the batch is over.
--
--   WEBHOOK_URL=https://… lua5.4 examples/webhook.lua JOB_ID STATE_FILE [--format dingtalk]
--
-- The file says what was posted: after an error, ^C or kill -9, run the same command again, and it goes on with
-- nothing missed that can still be seen, and nothing posted twice. A message on its way when the process died may have
-- arrived or not: its failures are named on standard error, and not posted again.
--
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"
local outbox = require "aliota.webhook.outbox"
local webhook = require "aliota.webhook"

local MOST = 1000 -- failures held in memory

local parser = script:parser("webhook", "Posts each failure of an update batch to a webhook.", {
  account = true, exits = "0 when the batch is over, 1 for an error, 130 when interrupted",
  more = "WEBHOOK_URL is where to post to; WEBHOOK_SECRET that with which a DingTalk robot's messages are signed.",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("state_file", kinds.TEXT, "Says what was posted.")
parser:takes("--format", kinds.one_of({json = "json", dingtalk = "dingtalk"}, "json or dingtalk"),
  "json, for any receiver, or dingtalk, for its robots.", "json")
parser:takes("--patience", kinds.SECONDS, "How long to try to post a message.", "15m")
parser:takes("--interval", kinds.SECONDS, "Time between two looks while something moves (default: 10s).")
parser:takes("--timeout", kinds.SECONDS, "How long to follow the batch (default: until it is over).")
local args = parser:parse()

local function say(format, ...) io.stderr:write(script:worded(format:format(...)), "\n") end

local function new_webhook(client)
  local url = os.getenv "WEBHOOK_URL" or ""
  if url == "" then error("WEBHOOK_URL is missing: the address to post to", 0) end
  return webhook.new(client, {
    url = url, secret = os.getenv "WEBHOOK_SECRET", format = args.format, patience = args.patience,
    on_retry = function(err, seconds) say("%s; trying again in %.1f s", tostring(err), seconds) end,
  })
end

local function follow(client, since)
  local ok, failures = pcall(client.follow, client, {
    JobId = args.job_id, TaskStatus = "FAILED", since = since, interval = args.interval, timeout = args.timeout,
  })
  if ok then return failures end
  local problem = tostring(failures):match "since (.*)$"
  error(problem and ("%s %s"):format(args.state_file, problem) or failures, 0)
end

local function tell_doubtful(state)
  for _, task in ipairs(state.doubtful) do say("may have been posted, and is not again: %s", tostring(task)) end
end

local function post_all(state, hook)
  while true do
    local tasks = state:take(hook.format.most)
    if not tasks[1] then return end
    local ok, err = hook:post(tasks)
    if ok then
      state:taken()
    else
      if not err.may_have_run then state:refused() end
      error(tostring(err) .. "\nrun the same command again to go on", 0)
    end
  end
end

script:run(function()
  local client = aliota.new {region = args.region, instance_id = args.instance_id, qps = args.qps}
  local hook, state = new_webhook(client), outbox.open(args.state_file)
  local failures = follow(client, state.snapshot)
  tell_doubtful(state)
  post_all(state, hook) -- what an earlier run had found
  while true do
    local changes, err = failures:some(MOST)
    if err then error(err, 0) end
    if not changes then return 0 end
    local tasks = {}
    for i, change in ipairs(changes) do tasks[i] = change.task end
    state:add(tasks, failures:snapshot())
    post_all(state, hook)
  end
end)
