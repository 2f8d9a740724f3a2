local crowd_of = require "spec.support.crowd"
local cluster_of = require "spec.support.redis_cluster"
local daemon = require "spec.support.daemon"
local nginx = require "spec.support.nginx"
local redis = require "aliota.quota.redis"
local sandbox = require "aliota.sandbox"
local server_of = require "spec.support.redis"
local shell = require "spec.support.shell"

local acquire = crowd_of.acquire

describe("a quota in a Redis cluster", function()
  if not server_of.is_there then return pending "needs redis-server" end

  local cluster
  setup(function() cluster = cluster_of.start() end)
  teardown(function() cluster:stop() end)

  local function quota_with(options)
    options.timeout = 30
    return redis.new(options)
  end

  -- How often a node said something, such as MOVED.
  local function said(node, code)
    return tonumber(node:ask("info errorstats"):match("errorstat_" .. code .. ":count=(%d+)") or 0)
  end

  it("is kept by the node that has the slot, which any node tells once, over TLS with a certificate, too", function()
    for _, kind in ipairs {"endpoint", "tls_endpoint"} do
      local first = cluster.nodes[1]
      local before = said(first, "MOVED")
      for i = 1, 3 do
        local account, key = cluster:account_of(cluster.nodes[i])
        local is_tls = kind == "tls_endpoint"
        local quota = quota_with {
          cluster = {first[kind]}, account = account, ssl = is_tls, ca_file = is_tls and cluster.cert_file or nil,
          cert_file = is_tls and cluster.cert_file or nil, key_file = is_tls and cluster.key_file or nil,
        }
        for _ = 1, 3 do assert(acquire(quota)) end
        assert.equal("1", cluster.nodes[i]:ask(("exists '%s'"):format(key)))
      end
      assert.equal(before + 2, said(first, "MOVED"))
    end
    local _, err = acquire(quota_with {
      cluster = {cluster.nodes[1].tls_endpoint}, ssl = true, ca_file = cluster.cert_file,
    })
    assert.truthy(tostring(err):find("hint: does this Redis want a client's certificate", 1, true), tostring(err))
  end)

  it("is asked for at another node when the first is not there", function()
    assert.is_true((acquire(quota_with {cluster = {"127.0.0.1:1", cluster.nodes[2].endpoint}, account = "other"})))
  end)

  it("is none where Redis is in no cluster, or in one without the option, which the errors tell", function()
    local single = server_of.start()
    local _, err = acquire(quota_with {cluster = {"127.0.0.1:" .. single.port}})
    single:stop()
    assert.truthy(tostring(err):find(("kept in the Redis cluster at 127.0.0.1:%d: the node at 127.0.0.1:%d: this Redis "
      .. "is in no cluster: its redis_mode is standalone; hint: name it"):format(single.port, single.port), 1, true),
      tostring(err))
    _, err = acquire(quota_with {port = cluster.nodes[1].port, account = cluster:account_of(cluster.nodes[2])})
    assert.truthy(tostring(err):find("hint: this Redis is a node of a cluster: give the", 1, true), tostring(err))
  end)

  it("follows a slot that moves from node to node", function()
    local from, to = cluster.nodes[2], cluster.nodes[3]
    local account, key = cluster:account_of(from)
    local _, slot = cluster:owner(key)
    local quota = quota_with {cluster = {from.endpoint}, account = account}
    daemon.wait_until(function() return (acquire(quota)) end)
    to:ask(("cluster setslot %d importing %s"):format(slot, from.id))
    from:ask(("cluster setslot %d migrating %s"):format(slot, to.id))
    assert.is_true((acquire(quota))) -- it is still there
    assert.equal("OK", from:ask(("migrate 127.0.0.1 %d '%s' 0 5000"):format(to.tls_port, key)))
    assert.is_false((acquire(quota))) -- what was written last might be missing
    assert.is_true(said(from, "ASK") > 0)
    to:ask "script flush"
    daemon.wait_until(function() return (acquire(quota)) end)
    for _, node in ipairs(cluster.nodes) do node:ask(("cluster setslot %d node %s"):format(slot, to.id)) end
    local moved, asked = said(from, "MOVED"), said(from, "ASK")
    daemon.wait_until(function() return (acquire(quota)) end)
    assert.equal(moved + 1, said(from, "MOVED"))
    assert.equal(asked, said(from, "ASK"))
  end)

  if nginx.is_there then
    for client, preparation in pairs {
      ["nginx.redis"] = "", redis = 'package.preload["nginx.redis"] = function() error "none" end',
    } do
      it("is reached through " .. client .. " from nginx", function()
        local workers = nginx.start {
          files = {node = cluster.nodes[1].endpoint},
          http = ([[
            init_by_lua_block {
              %s
              quota = require "aliota.quota.redis".new {
                cluster = {io.open(ngx.config.prefix() .. "node"):read "*a"}, timeout = 30, account = "%s",
              }
            }
          ]]):format(preparation, client),
          server = [[
            location / {
              content_by_lua_block {
                local now = require("aliota.loop").now()
                for action in ("ABCDEF"):gmatch "." do ngx.say(tostring(quota:reserve(action, 10):acquire(now))) end
              }
            }
          ]],
        }
        for _ = 1, 2 do assert.equal(("true\n"):rep(6), shell.run("curl -s -m 90 " .. workers.endpoint)) end
        workers:stop()
      end)
    end
  end

  it("is not exceeded when the node that has it dies meanwhile, and goes on with its replica", function()
    local box, account = assert(sandbox.start {qps = true, devices = 1}), nil
    for i = 1, 100 do
      account = "run" .. i
      if cluster:owner(("aliota:{%s:QueryOTAJob}"):format(account)) == cluster.nodes[1] then break end
    end
    local crowd = crowd_of.new(box, "redis",
      {cluster = {cluster.nodes[2].endpoint, cluster.nodes[3].endpoint}, account = account, when_away = 0.25})
    crowd:start_processes(3)
    crowd:begin()
    crowd:pass(1)
    cluster:kill(cluster.nodes[1])
    daemon.wait_until(function() return cluster.nodes[4]:ask("info replication"):find "role:master" end)
    crowd:check_resumed()
    box:stop()
  end)

  it("is away where its node is and has no replica, while the keys of others are there", function()
    local dead, alive = cluster.nodes[3], cluster.nodes[2]
    local gone = quota_with {cluster = {alive.endpoint}, account = (cluster:account_of(dead))}
    local there = quota_with {
      cluster = {dead.endpoint, alive.endpoint}, account = (cluster:account_of(cluster.nodes[1])),
    }
    cluster:kill(dead)
    local may_go, err = acquire(gone)
    assert.is_nil(may_go)
    assert.truthy(tostring(err):find "the node at 127.0.0.1:%d+: ", tostring(err))
    daemon.wait_until(function() return (acquire(there)) end)
  end)
end)
