-- What calls cost an nginx worker, and what others in it notice of them.
local rounds = require "bench.rounds"
local shell = require "bench.shell"
local worker = require "bench.worker"

-- Who probes must not wait for the service and the load, which share a CPU with it; only root can have that.
local PROMPTLY = os.execute "chrt --fifo 1 true 2>/dev/null" and "chrt --fifo 1 " or ""

local ROUNDS, LOAD_SECONDS, PROBES = 5, 5, 600

local function probed(running, path, count)
  return shell.figures(("%s%s bench/child/probe.lua %d %s %d"):format(
    PROMPTLY, shell.quote(arg[-1]), running.port, path, count))
end

local function load(running, path, seconds)
  return ("wrk --connections 100 --threads 1 --duration %ds --timeout 10s %s%s"):format(
    seconds, running.endpoint, path)
end

-- While 100 calls are under way: what each costs, and what others see.
local function loaded(running, path)
  local output, seconds = running:cost_of(function()
    return shell.output(load(running, path, LOAD_SECONDS))
  end)
  local calls = tonumber(output:match "(%d+) requests in")
  assert(not output:find "Non%-2xx", output)
  return {milliseconds = seconds / calls * 1000, rate = calls / LOAD_SECONDS}
end

local function beside(running, path)
  local pipe = io.popen(load(running, path, LOAD_SECONDS))
  os.execute "sleep 1"
  local figures = probed(running, "/ping", PROBES)
  pipe:close()
  return figures
end

---@param report table
return function(report)
  local running <close> = worker.start()
  local medians = rounds(ROUNDS, {
    direct = function() return probed({port = running.service.endpoint:match "%d+$"}, "/", 20) end,
    alone = function() return probed(running, "/call", 20) end,
    idle = function() return probed(running, "/ping", PROBES) end,
    beside = function() return beside(running, "/call") end,
    calls = function() return loaded(running, "/call") end,
    pages = function() return loaded(running, "/page") end,
  })
  report.figure("nginx: what a call adds to the latency", "%.1f ms", medians.alone.median - medians.direct.median, 3)
  report.figure("  100 under way: calls a second", "%.0f", medians.calls.rate)
  report.figure("  CPU of the worker for a call", "%.2f ms", medians.calls.milliseconds, 0.3)
  report.figure("  for a page of 100 tasks", "%.2f ms", medians.pages.milliseconds)
  report.figure("another location, idle: 99 of 100 answers within", "%.2f ms", medians.idle.late)
  report.figure("  above that while 100 calls are under way", "%.2f ms", medians.beside.late - medians.idle.late, 2)
end
