-- What a report costs on top of the listing that it reads.
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS, ROUNDS = 100000, 5
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "snapshot"}
local COMMAND = "ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s "
  .. "%s bench/child/report.lua %s %s %s %d"

local function run(server, name)
  local keys = server.credentials
  local figures = shell.figures(COMMAND:format(shell.quote(keys.access_key_id), shell.quote(keys.access_key_secret),
    shell.quote(arg[-1]), name, shell.quote(server.endpoint), shell.quote(server.job_id), ROUNDS))
  assert(figures.tasks == TASKS, "not every task was read")
  return figures
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  for i, name in ipairs(REPORTS) do
    local figures = run(server, name)
    if i == 1 then report.figure("CPU of listing 100,000 tasks", "%.0f ms", figures.listing) end
    report.ratio("  with the report " .. name, "%.0f ms", figures.listing, figures.report, 1.25)
  end
end
