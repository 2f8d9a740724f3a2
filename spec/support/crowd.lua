-- Processes that share a quota and call a sandbox, and a judge of what arrived there.
--
-- All begin once every one is ready, and what is judged is the time in which all of them call. How long that is, is
-- told by a clock that is as slow as the machine: each tenth of its seconds is a wait and an answer of the sandbox's.
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local loop = require "aliota.loop"
local nginx = require "spec.support.nginx"
local pacing = require "spec.support.pacing"
local shell = require "spec.support.shell"

local QPS = 10
-- Seconds: how long a crowd calls at least before it is judged, and a step of the clock.
local DURATION, STEP = 4, 0.1
-- Calls of each by which its share is judged: who gets no processor for a second loses its place in the queue.
local SHARE = 8
-- Seconds in which a crowd that is let through has made as many calls by far.
local MOST = 60

local Crowd = {}
Crowd.__index = Crowd

local crowd = {}

--- The sandbox has the documented quotas.
---@param box table a sandbox
---@param kind "shdict"|"redis"
---@param settings table of the quota
---@return table crowd
function crowd.new(box, kind, settings)
  local folder = shell.run("mktemp -d"):gsub("\n$", "")
  local told = {
    endpoint = box.endpoint, credentials = box.credentials, JobId = box.job_id, kind = kind, settings = settings,
    folder = folder,
  }
  return setmetatable({box = box, told = told, pipes = {}, workers = 0, seconds = 0}, Crowd)
end

--- Starts plain processes of Lua 5.4 and LuaJIT in turn.
---@param count integer
function Crowd:start_processes(count)
  for i = 1, count do
    local script = ([[local json = require "cjson" print(json.encode(require "spec.support.caller"(json.decode %q)))]])
      :format(cjson.encode(self.told))
    self.pipes[i] = io.popen(("%s -e '%s'"):format(i % 2 == 0 and "luajit" or "lua5.4", script))
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
---@return table server, which the crowd stops
function Crowd:start_workers(count)
  self.workers = count
  self.server = nginx.start {
    http = HTTP, server = SERVER, workers = count, files = {["told.json"] = cjson.encode(self.told)},
  }
  return self.server
end

local function count_of_lines(path)
  local count, file = 0, io.open(path)
  for _ in file and file:lines() or function() end do count = count + 1 end
  if file then file:close() end
  return count
end

local function tell(self, name)
  assert(io.open(self.told.folder .. "/" .. name, "w")):close()
  return loop.now()
end

--- Lets them begin, once all are ready, however long that takes.
function Crowd:begin()
  daemon.wait_until(function()
    return count_of_lines(self.told.folder .. "/ready") >= #self.pipes + self.workers
  end)
  tell(self, "begun")
end

--- Lets them call for some seconds; longer, where the machine is slower.
---@param seconds number
---@param calls integer|nil  and on until so many were made
function Crowd:pass(seconds, calls)
  local finish, made = self.seconds + seconds - STEP / 2
  repeat
    loop.http():wait(STEP)
    made = self.box:stats().by_action.QueryOTAJob or 0
    self.seconds = self.seconds + STEP
  until self.seconds > finish and made >= (calls or 0) or self.seconds > MOST
end

local function times_of_processes(self, times)
  for _, pipe in ipairs(self.pipes) do
    times[#times + 1] = cjson.decode(pipe:read "*l")
    pipe:close()
  end
end

local function times_of_workers(self, times)
  local lines = daemon.wait_until(function()
    local output = shell.run("curl -s -m 20 " .. self.server.endpoint .. "/times")
    return select(2, output:gsub("\n", "")) >= self.workers and output
  end)
  for line in lines:gmatch "[^\n]+" do times[#times + 1] = cjson.decode(line) end
  self.server:stop()
end

--- Ends their calls, and learns of each when its requests went out.
function Crowd:finish()
  self.finished_at, self.times = tell(self, "ended"), {}
  times_of_processes(self, self.times)
  if self.server then times_of_workers(self, self.times) end
  shell.run("rm -r '" .. self.told.folder .. "'")
end

-- How many calls of each went out after a moment while all were calling.
local function counts_since(self, moment)
  local total, counts = 0, {}
  for i, own in ipairs(self.times) do
    counts[i] = 0
    for _, at in ipairs(own) do counts[i] = counts[i] + (at > moment and at <= self.finished_at and 1 or 0) end
    total = total + counts[i]
  end
  return total, counts
end

--- Fails if requests went out faster than the quota is. As the sandbox counts them, when it gets to read them, they may
--- be closer on a machine that is busy, and some be refused; without a quota nearly all would.
---@return integer total how many went out
function Crowd:check_limit()
  local sent = {}
  for _, own in ipairs(self.times) do
    for _, at in ipairs(own) do sent[#sent + 1] = {at = at} end
  end
  table.sort(sent, function(a, b) return a.at < b.at end)
  pacing.check(sent, {qps = QPS, seconds = 0})
  local refused = self.box:stats().by_code["Throttling.User"] or 0
  assert(refused <= 0.25 * #sent, refused .. " calls were refused")
  return #sent
end

--- Lets them call as often as they may. Fails if requests went out faster than the quota is, or far fewer than may, or
--- a caller had less than half of its share. How much can be used to the percent is shown in made-up time, see
--- spec/quota/shared_quota_spec.lua.
function Crowd:check()
  self:begin()
  self:pass(DURATION, SHARE * (#self.pipes + self.workers))
  self:finish()
  self:check_limit()
  local total, counts = counts_since(self, 0)
  local told = ("%d calls in %g s: %s"):format(total, self.seconds, table.concat(counts, ", "))
  assert(total >= 0.7 * QPS * self.seconds, told)
  for _, count in ipairs(counts) do assert(count >= math.floor(total / #counts / 2), told) end
end

--- Fails unless callers, once something that kept them from calling is over, go on within two seconds; and if requests
--- went out faster than the quota is.
function Crowd:check_resumed()
  self:pass(2)
  local resumed_at, seconds = loop.now(), 2
  self:pass(seconds)
  self:finish()
  self:check_limit()
  local total = counts_since(self, resumed_at)
  assert(total >= 0.6 * QPS * seconds, ("%d calls in %g s"):format(total, seconds))
end

--- Asks for one call, which is not made.
---@param quota aliota.SharedQuota
---@return boolean|nil may_go
---@return any when it may, or why not
function crowd.acquire(quota)
  local reservation = quota:reserve("A", QPS)
  local may_go, err = reservation:acquire(loop.now())
  reservation:release()
  return may_go, err
end

return crowd
