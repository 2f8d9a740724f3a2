-- Processes that share a quota and call a sandbox, and a judge of what arrived there.
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local loop = require "aliota.loop"
local nginx = require "spec.support.nginx"
local pacing = require "spec.support.pacing"
local shell = require "spec.support.shell"
local socket = require "socket"

local callers = {}

local QPS = 10
-- Seconds: for everybody to be ready, and then to call.
local WARM_UP, DURATION = 2, 4

--- What callers are told; the sandbox has the documented quotas.
---@param box table a sandbox
---@param kind "shdict"|"redis"
---@param settings table of the quota
---@return table
function callers.told(box, kind, settings)
  local start = loop.now() + WARM_UP
  return {
    endpoint = box.endpoint, credentials = box.credentials, JobId = box.job_id, kind = kind, settings = settings,
    start = start, finish = start + DURATION,
  }
end

--- Starts plain processes of Lua 5.4 and LuaJIT in turn.
---@param count integer
---@param told table
---@return fun(): number[][]  waits for them, and tells when the requests of each went out
function callers.processes(count, told)
  local pipes = {}
  for i = 1, count do
    local script = ([[local json = require "cjson" print(json.encode(require "spec.support.caller"(json.decode %q)))]])
      :format(cjson.encode(told))
    pipes[i] = io.popen(("%s -e '%s'"):format(i % 2 == 0 and "luajit" or "lua5.4", script))
  end
  return function()
    local times = {}
    for i, pipe in ipairs(pipes) do
      times[i] = cjson.decode(pipe:read "*l")
      pipe:close()
    end
    return times
  end
end

local HTTP = [[
lua_shared_dict quotas 200k;
lua_shared_dict times 1m;
init_worker_by_lua_block {
  ngx.timer.at(0, function()
    local json = require "cjson"
    local told = json.decode(io.open(ngx.config.prefix() .. "told.json"):read "*a")
    ngx.shared.times:set(ngx.worker.pid(), json.encode(require "spec.support.caller"(told)))
  end)
}
]]

local SERVER = [[
location /times {
  content_by_lua_block {
    for _, pid in ipairs(ngx.shared.times:get_keys()) do ngx.say(ngx.shared.times:get(pid)) end
  }
}
]]

--- Starts workers of an nginx.
---@param count integer
---@param told table
---@return table server
---@return fun(): number[][]  waits for as many as were started, and tells when the requests of each went out
function callers.workers(count, told)
  local files = {["told.json"] = cjson.encode(told)}
  local server = nginx.start {http = HTTP, server = SERVER, workers = count, files = files}
  return server, function()
    if loop.now() < told.finish then socket.sleep(told.finish - loop.now()) end
    return daemon.wait_until(function()
      local times = {}
      for line in shell.run("curl -s -m 1 " .. server.endpoint .. "/times"):gmatch "[^\n]+" do
        times[#times + 1] = cjson.decode(line)
      end
      return #times >= count and times
    end)
  end
end

--- Fails if requests went out faster than the quota is. As the sandbox counts them, when it gets to read them, they may
--- be closer on a machine that is busy, and some be refused; without a quota nearly all would.
---@param box table
---@param times number[][]
---@return integer total how many went out
function callers.check_limit(box, times)
  local sent = {}
  for _, own in ipairs(times) do
    for _, at in ipairs(own) do sent[#sent + 1] = {at = at} end
  end
  table.sort(sent, function(a, b) return a.at < b.at end)
  pacing.check(sent, {qps = QPS, seconds = 0})
  local refused = box:stats().by_code["Throttling.User"] or 0
  assert(refused <= 0.25 * #sent, refused .. " calls were refused")
  return #sent
end

--- Fails also if far fewer went out than may, or a caller had less than half of its share. How much can be used to the
--- percent is shown in made-up time, see spec/quota/shared_spec.lua: machines are slow at times.
---@param box table
---@param times number[][]
function callers.check(box, times)
  local total, counts = callers.check_limit(box, times), {}
  assert(total >= 0.7 * QPS * DURATION, total .. " calls")
  for i, own in ipairs(times) do counts[i] = #own end
  for _, count in ipairs(counts) do assert(count >= math.floor(total / #counts / 2), table.concat(counts, ", ")) end
end

return callers
