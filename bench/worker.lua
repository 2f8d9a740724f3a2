-- An nginx with one Lua worker on a CPU of its own, and a sandbox that answers late on another one, where those who ask
-- are, too.
local daemon = require "spec.support.daemon"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local worker = {}

local LATENCY = 150 -- milliseconds
local TICKS = tonumber(shell.output "getconf CLK_TCK")

local HTTP = [[
  keepalive_requests 1000000;
  init_by_lua_block {
    aliota, job_id = require "aliota", "%s"
    function new_client(quota)
      return aliota.new {
        endpoint = "%s", quota = quota, credentials = {access_key_id = "%s", access_key_secret = "%s"},
      }
    end
    client = new_client(false)
    function answer(text)
      ngx.header.content_length = #text
      ngx.print(text)
    end
  }
]]

local SERVER = [[
  location = /ping { content_by_lua_block { answer "pong" } }
  location = /call {
    content_by_lua_block {
      assert(client:query_ota_job {JobId = job_id})
      answer "called"
    }
  }
  location = /page {
    content_by_lua_block {
      assert(client:list_ota_task_by_job {JobId = job_id, PageSize = 100})
      answer "listed"
    }
  }
]]

local Worker = {}
Worker.__index = Worker

-- User and system time follow the name, which is in parentheses.
local function cpu_seconds(pid)
  local file = assert(io.open(("/proc/%d/stat"):format(pid)))
  local fields = file:read("*a"):match "%) (.*)"
  file:close()
  local user, system = fields:match(("%S+ "):rep(11) .. "(%d+) (%d+)")
  return (user + system) / TICKS
end

--- Runs something and tells what CPU the worker took meanwhile, in seconds.
---@param f fun(): any
---@return any what it returned
---@return number
function Worker:cost_of(f)
  local before = cpu_seconds(self.pid)
  local result = f()
  return result, cpu_seconds(self.pid) - before
end

function Worker:stop()
  self.server:stop()
  self.service:stop()
end

Worker.__close = Worker.stop

--- Starts both.
---@param more {http: string|nil, server: string|nil}|nil  directives
---@return table worker `port`, `endpoint`, `service` (the sandbox), `cost_of`, `stop`
function worker.start(more)
  more = more or {}
  shell.output "taskset -cp 1 $PPID" -- this process, and those that it starts
  local service = assert(sandbox.start {devices = 1000, chaos = {latency = {ms = LATENCY}}})
  local keys = service.credentials
  local server = nginx.start {
    http = HTTP:format(service.job_id, service.endpoint, keys.access_key_id, keys.access_key_secret)
      .. (more.http or ""),
    server = SERVER .. (more.server or ""),
    log_level = "error",
  }
  local pid = daemon.wait_until(function() return server:workers()[1] end)
  shell.output(("taskset -cp 0 %d"):format(pid))
  return setmetatable({
    server = server, service = service, port = server.port, pid = pid, endpoint = server.endpoint,
  }, Worker)
end

return worker
