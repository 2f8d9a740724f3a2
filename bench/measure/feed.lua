-- What an answer of the feed costs an nginx worker: 10,000 a second are a tenth of a millisecond each.
local rounds = require "bench.rounds"
local shell = require "bench.shell"
local worker = require "bench.worker"

local ROUNDS, SECONDS, LIMIT = 5, 3, 0.1

local HTTP = [[
  lua_shared_dict feed 1m;
  init_worker_by_lua_block {
    feed = require("aliota.nginx").start {dict = "feed", client = client, batches = {job_id}, interval = 5}
  }
]]

local SERVER = [[
  location = /json { content_by_lua_block { feed:json() } }
  location = /metrics { content_by_lua_block { feed:prometheus() } }
  location = /feed { content_by_lua_block { feed:page() } }
]]

local function answered(running, path)
  local output, seconds = running:cost_of(function()
    return shell.output(("wrk --connections 16 --threads 1 --duration %ds %s%s"):format(
      SECONDS, running.endpoint, path))
  end)
  assert(not output:find "Non%-2xx", output)
  return {milliseconds = seconds / tonumber(output:match "(%d+) requests in") * 1000}
end

-- The first look at the batch takes some seconds.
local function wait_for_figures(running)
  shell.output(("for _ in $(seq 100); do curl -sf '%s/json' && exit; sleep 0.1; done; exit 1"):format(
    running.endpoint))
end

---@param report table
return function(report)
  local running <close> = worker.start {http = HTTP, server = SERVER}
  wait_for_figures(running)
  local medians = rounds(ROUNDS, {
    json = function() return answered(running, "/json") end,
    metrics = function() return answered(running, "/metrics") end,
    page = function() return answered(running, "/feed") end,
  })
  report.figure("nginx: CPU of the worker for an answer of the feed: JSON", "%.3f ms", medians.json.milliseconds, LIMIT)
  report.figure("  metrics", "%.3f ms", medians.metrics.milliseconds, LIMIT)
  report.figure("  page", "%.3f ms", medians.page.milliseconds, LIMIT)
end
