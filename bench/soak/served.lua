-- A soak inside nginx: one client in its worker, on a timer, beside a feed. For the first third of the time it is
-- reloaded again and again, which must cost the master nothing; the last worker lives through the others.
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local process = require "bench.soak.process"
local rounds = require "bench.soak.rounds"
local sandbox = require "aliota.sandbox"

-- What is begun is brought to its end by a worker that is leaving; `begun` and `ended` say whether it was.
local HTTP = [[
  lua_shared_dict soak 1m;
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    local rounds = require "bench.soak.rounds"
    local soak, pages = ngx.shared.soak, 0
    local client = rounds.client("%s", function(event)
      if event.type == "page" then pages = pages + 1 soak:incr("pages", 1, 0) end
    end)
    local function work(is_leaving)
      while not is_leaving and not ngx.worker.exiting() do
        soak:incr("begun", 1, 0)
        local ok, lost = pcall(rounds.run, client, "%s")
        if not ok then soak:set("problem", tostring(lost)) end
        soak:incr("lost", ok and lost or 0, 0)
        soak:incr("ended", 1, 0)
      end
    end
    assert(ngx.timer.at(0, work))
    feed = require("aliota.nginx").start {
      dict = "aliota", client = rounds.client("%s"), batches = {"%s"}, interval = 1,
    }
    function figures() -- those of all workers but for the heap
      return ("%%d %%.1f %%d %%d %%d %%d %%s"):format(ngx.worker.pid(), rounds.heap(), soak:get "pages" or 0,
        soak:get "lost" or 0, soak:get "begun" or 0, soak:get "ended" or 0, soak:get "problem" or "")
    end
  }
]]
local SERVER = [[
  location /figures { content_by_lua_block { ngx.say(figures()) } }
  location /json { content_by_lua_block { feed:json() } }
]]

local Served = {}
Served.__index = Served

local served = {}

---@param name string  shown
---@param seconds number    how long it goes on
---@param period number     seconds from one reload to the next
---@param keys_last number  seconds
---@return table
function served.start(name, seconds, period, keys_last)
  local service = assert(sandbox.start {devices = rounds.DEVICES, chaos = rounds.CHAOS, keys_expire_in = keys_last})
  local self = setmetatable({
    name = name, service = service, series = {}, reloads = {}, reloads_end = seconds / 3, period = period,
    reload_at = period,
  }, Served)
  self.server = nginx.start {
    http = HTTP:format(service.endpoint, service.job_id, service.endpoint, service.job_id), server = SERVER,
    log_level = "error",
  }
  return self
end

local function figures(self)
  local text = http.request(self.server.endpoint .. "/figures") or ""
  local pid, heap, pages, lost, begun, ended, problem =
    text:match "^(%d+) ([%d.]+) (%d+) (%-?%d+) (%d+) (%d+) (.-)\n"
  if not pid then error(self.name .. " tells no figures: " .. text, 0) end
  self.pages, self.lost, self.begun, self.ended = tonumber(pages), tonumber(lost), tonumber(begun), tonumber(ended)
  self.problem = problem ~= "" and problem or self.problem
  return tonumber(pid), tonumber(heap)
end

-- The master, then a new worker.
local function reload(self, at)
  self.reload_at = at + self.period
  table.insert(self.reloads, {at = at, master = process.resident(self.server:pid())})
  self.server:reload()
end

--- Looks at it, and reloads it when that is due.
---@param at number  seconds since the beginning
function Served:sample(at)
  http.request(self.server.endpoint .. "/json")
  if at < self.reloads_end then
    if at >= self.reload_at then reload(self, at) end
    return
  end
  local worker, heap = figures(self)
  table.insert(self.series, {
    at = at - self.reloads_end, heap = heap, resident = process.resident(worker),
    descriptors = process.descriptors(worker),
  })
end

--- Waits until no worker has anything left to do.
function Served:finish()
  figures(self)
  self.faults = self.service:stats().requests - self.pages
  self.server:stop()
  self.service:stop()
end

return served
