-- What a report costs on top of the listing that it reads.
local rounds = require "bench.rounds"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS, ROUNDS = 100000, 7
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "snapshot"}

local COMMAND = "ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s %s bench/child/report.lua %s %s %s"

local function reading(server, what)
  local keys = server.credentials
  local command = COMMAND:format(shell.quote(keys.access_key_id), shell.quote(keys.access_key_secret),
    shell.quote(arg[-1]), what, shell.quote(server.endpoint), shell.quote(server.job_id))
  return function()
    local figures = shell.figures(command)
    assert(figures.tasks == TASKS, "not every task was read")
    return figures
  end
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  local contenders = {none = reading(server, "none")}
  for _, name in ipairs(REPORTS) do contenders[name] = reading(server, name) end
  local medians = rounds(ROUNDS, contenders)
  local listing = medians.none.milliseconds
  report.figure("CPU of listing 100,000 tasks", "%.0f ms", listing)
  for _, name in ipairs(REPORTS) do
    report.ratio("  with the report " .. name, "%.0f ms", listing, medians[name].milliseconds, 1.25)
  end
end
