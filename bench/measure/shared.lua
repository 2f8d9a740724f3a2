-- What a call costs an nginx worker whose quota is in Redis: one that is reached plainly, over TLS, by a Sentinel, or
-- as a node of a cluster.
local redis_cluster = require "spec.support.redis_cluster"
local redis_sentinel = require "spec.support.redis_sentinel"
local rounds = require "bench.rounds"
local server_of = require "spec.support.redis"
local shell = require "bench.shell"
local worker = require "bench.worker"

local ROUNDS, SECONDS, LIMIT = 5, 4, 1.2

-- Calls at once: fewer than the quota lets through, so that none has to wait.
local CONNECTIONS, QPS = 12, 200

local HTTP = [[
  lua_ssl_trusted_certificate '%s';
  init_worker_by_lua_block {
    clients = {
      plain = {port = %d}, tls = {port = %d, ssl = true},
      sentinel = {sentinels = {"%s"}, master = "quotas"}, cluster = {cluster = {"%s"}},
    }
    for way, options in pairs(clients) do
      options.qps, options.timeout = %d, 10
      clients[way] = new_client(require("aliota.quota.redis").new(options))
    end
  }
]]

local SERVER = [[
  location ~ ^/shared/(.*)$ {
    content_by_lua_block {
      local way = ngx.var[1]
      assert(clients[way]:query_ota_job {JobId = job_id})
      answer "called"
    }
  }
]]

local function cost(running, way)
  local output, seconds = running:cost_of(function()
    return shell.output(("wrk --connections %d --threads 1 --duration %ds --timeout 10s %s/shared/%s"):format(
      CONNECTIONS, SECONDS, running.endpoint, way))
  end)
  assert(not output:find "Non%-2xx", output)
  return {milliseconds = seconds / tonumber(output:match "(%d+) requests in") * 1000}
end

local function servers()
  local all = {
    server_of.start(), server_of.start {tls = "DNS:127.0.0.1,IP:127.0.0.1"}, redis_sentinel.start(),
    redis_cluster.start(),
  }
  return setmetatable(all, {__close = function()
    for _, server in ipairs(all) do server:stop() end
  end})
end

---@param report table
return function(report)
  local all <close> = servers()
  local plain, tls, sentinel, cluster = table.unpack(all)
  local running <close> = worker.start {
    http = HTTP:format(tls.folder .. "/certificate.pem", plain.port, tls.port, sentinel.endpoint,
      cluster.nodes[1].endpoint, QPS),
    server = SERVER,
  }
  local contenders = {}
  for _, way in ipairs {"plain", "tls", "sentinel", "cluster"} do
    cost(running, way) -- connects
    contenders[way] = function() return cost(running, way) end
  end
  local medians = rounds(ROUNDS, contenders)
  local least = medians.plain.milliseconds
  report.figure("nginx: CPU of the worker for a call whose quota is in Redis", "%.2f ms", least)
  for _, one in ipairs {{"tls", "over TLS"}, {"sentinel", "by a Sentinel"}, {"cluster", "in a cluster"}} do
    report.ratio(("  %s, against that"):format(one[2]), "%.2f ms", least, medians[one[1]].milliseconds, LIMIT)
  end
end
