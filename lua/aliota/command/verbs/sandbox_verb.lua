-- aliota sandbox: a stand-in for the service, until it is interrupted. The lines that it prints can be pasted into a
-- shell; the request log goes to standard error. ^C is its end, and no failure.
local kinds = require "aliota.shell.argument_kinds"
local must = require "aliota.command.must"
local own_options = require "aliota.command.own_options"
local sandbox_words = require "aliota.command.sandbox_words"

---@type aliota.Verb
local verb = {
  summary = "Serve a stand-in for the service on this machine, to try things on.",
  arguments = "",
  example = "aliota sandbox --devices 2500 --tls --qps documented --chaos reset_in_body=0.05",
  exits = "0 when ^C ended it, 1 for an error",
  is_local = true,
}

function verb.more()
  local there, usage = pcall(require, "aliota.sandbox.usage")
  return there and usage.text() or ""
end

function verb.offer(parser)
  for _, row in ipairs(sandbox_words.OPTIONS) do
    own_options.offer(parser, row.name, row.kind, row.text):count(row.is_list and "*" or "?")
  end
  parser:takes("--latency-ms", kinds.NUMBER, "Delay of every answer.")
  parser:flag("--quiet", "No request log.")
end

local function export(script, name, value)
  if value then script:say(("export %s='%s'"):format(name, (value:gsub("'", "'\\''")))) end
end

local function print_exports(script, running)
  export(script, "ALIOTA_ENDPOINT", running.endpoint)
  export(script, "ALIOTA_CA_FILE", running.ca_file)
  export(script, "ALIBABA_CLOUD_ACCESS_KEY_ID", running.credentials.access_key_id)
  export(script, "ALIBABA_CLOUD_ACCESS_KEY_SECRET", running.credentials.access_key_secret)
  export(script, "ALIBABA_CLOUD_SECURITY_TOKEN", running.credentials.security_token)
  export(script, "JOB_ID", running.job_id)
  script:flush()
end

function verb.run(script, args)
  local signal = script:require "cqueues.signal"
  local sandbox = script:require "aliota.sandbox"
  signal.block(signal.SIGINT, signal.SIGTERM)
  must(sandbox.serve(sandbox_words.options(args), function(running)
    running:stop_when(function() signal.listen(signal.SIGINT, signal.SIGTERM):wait() end)
    print_exports(script, running)
  end))
end

return verb
