local aliota = require "aliota"
local crowd_of = require "spec.support.crowd"
local daemon = require "spec.support.daemon"
local loop = require "aliota.loop"
local nginx = require "spec.support.nginx"
local redis = require "aliota.quota.redis"
local sandbox = require "aliota.sandbox"
local server_of = require "spec.support.redis"
local shell = require "spec.support.shell"
local Way = require "aliota.quota.way"

-- Asks until the answer is something else than to wait; returns it, and how long that took.
local function ask(reservation)
  local start = loop.now()
  local result, err
  repeat
    result, err = reservation:acquire(loop.now())
    if result == false then loop.http():wait(math.max(0, math.min(err - loop.now(), 0.25))) end
  until result ~= false or loop.now() > start + 60
  return result, result == nil and err or loop.now() - start
end

-- Asks until there is a slot, also where Redis is too slow for a short time-out, as a busy machine makes it.
local function ask_on(quota, action)
  return daemon.wait_until(function() return ask(quota:reserve(action, 10)) end)
end

-- How many slots are taken by requests that may still go out: by more than what a request that was sent may be late.
local function leased_slots(server, action)
  local count, text = 0, server:ask(("--raw get 'aliota:{default:%s}'"):format(action))
  local written = tonumber(text:match "^s (%S+)")
  for at in text:gmatch "\nt %S+ (%S+)" do count = count + (tonumber(at) > written + Way.MOST and 1 or 0) end
  return count
end

describe("a quota in Redis", function()
  it("refuses options that make no sense, at the caller's line", function()
    for problem, options in pairs {
      ['there is no option "hots"; did you mean "host"?'] = {hots = "h"},
      ["port is 0.5; it must be a whole number, zero or more"] = {port = 0.5},
      ['when_away is "wait"; it must be "refuse", or a share of the quota above 0 and up to 1'] = {when_away = "wait"},
      ["when_away is 2; it must be"] = {when_away = 2},
      ["timeout is 0; it must be seconds above 0 and up to 60"] = {timeout = 0},
      ["qps is 1.5; it must be a whole number"] = {qps = 1.5},
      ['sentinels is a table; it must be a list of texts such as "10.0.0.5:6379"'] = {sentinels = {}, master = "m"},
      ['cluster is a table; it must be a list of texts such as "10.0.0.5:6379"'] = {cluster = {"10.0.0.5"}},
      ["sentinels needs master, its name there"] = {sentinels = {"a:1"}},
      ["master needs sentinels, who know it"] = {master = "m"},
      ["sentinel_password needs sentinels"] = {sentinel_password = "s"},
      ["sentinels tell where Redis is: leave port out"] = {sentinels = {"a:1"}, master = "m", port = 6379},
      ["sentinels tell where Redis is: leave cluster out"] = {sentinels = {"a:1"}, master = "m", cluster = {"a:1"}},
      ["cluster tells where Redis is: leave socket out"] = {cluster = {"[::1]:1"}, socket = "s"},
      ["a cluster has no database but 0: leave database out"] = {cluster = {"a:1"}, database = 1},
    } do
      local ok, raised = pcall(function()
        local quota = redis.new(options)
        return quota
      end)
      assert.is_false(ok)
      assert.truthy(raised:find "redis_spec.lua:%d+: quota.redis.new: ", raised)
      assert.truthy(raised:find(problem, 1, true), raised)
    end
  end)

  if not server_of.is_there then return pending "needs redis-server" end

  describe("of processes that call as often as they may", function()
    local box, server
    before_each(function()
      box = assert(sandbox.start {qps = true, devices = 1})
      server = server_of.start()
    end)
    after_each(function()
      box:stop()
      server:stop()
    end)

    for _, count in ipairs {1, 4, 16} do
      it(("is never exceeded, used, and shared fairly by %d"):format(count), function()
        local crowd = crowd_of.new(box, "redis", {port = server.port})
        crowd:start_processes(count)
        crowd:check()
      end)
    end

    it("is not exceeded and loses no slot when Redis stalls meanwhile", function()
      server:stop()
      server = server_of.start {more = "--enable-debug-command yes"}
      for _, share in ipairs {false, 0.25} do
        local crowd = crowd_of.new(box, "redis", {port = server.port, when_away = share or nil})
        crowd:start_processes(4)
        crowd:begin()
        crowd:pass(1)
        server:ask "debug sleep 2"
        crowd:pass(4)
        crowd:finish()
        crowd:check_limit()
        assert.equal(0, leased_slots(server, "QueryOTAJob"))
        server:ask "flushall"
      end
    end)

    it("is not exceeded when all that Redis knows is removed meanwhile", function()
      local crowd = crowd_of.new(box, "redis", {port = server.port})
      crowd:start_processes(4)
      crowd:begin()
      crowd:pass(1.5)
      server:ask "flushall"
      crowd:pass(2.5)
      crowd:finish()
      crowd:check_limit()
    end)

    if not nginx.is_there then return pending "needs nginx with its Lua module" end

    it("is one for workers of nginx and plain processes", function()
      local crowd = crowd_of.new(box, "redis", {port = server.port})
      crowd:start_processes(2)
      crowd:start_workers(2)
      crowd:check()
      assert.equal(4, #crowd.times)
    end)
  end)

  describe("in one process", function()
    local server
    before_each(function() server = server_of.start() end)
    after_each(function() server:stop() end)

    local function quota_with(options)
      options.port, options.timeout = options.port or server.port, options.timeout or 30
      return redis.new(options)
    end

    it("is one key for each account and operation, which goes when it is no longer needed", function()
      for _, account in ipairs {"north", "south"} do
        local quota = quota_with {account = account}
        for _, action in ipairs {"A", "B"} do assert.is_true(ask(quota:reserve(action, 10))) end
      end
      local keys = {}
      for key in server:ask("--raw keys '*'"):gmatch "[^\n]+" do keys[#keys + 1] = key end
      table.sort(keys)
      assert.same({"aliota:{north:A}", "aliota:{north:B}", "aliota:{south:A}", "aliota:{south:B}"}, keys)
      local kept = tonumber(server:ask "--raw pttl 'aliota:{north:A}'")
      assert.is_true(kept > 60000 and kept <= 120000, kept)
    end)

    it("is kept as long as a pause lasts that the service asked for", function()
      quota_with({}):reserve("A", 10):back_off(loop.now() + 3600)
      assert.is_true(tonumber(server:ask "--raw pttl 'aliota:{default:A}'") > 3600000)
    end)

    it("goes on by itself when Redis has been away, and refuses calls until then", function()
      local quota = quota_with {}
      assert.is_true(ask(quota:reserve("A", 10)))
      server:stop()
      local result, err = ask(quota:reserve("A", 10))
      assert.is_nil(result)
      assert.truthy(tostring(err):find "^A: throttled error: no call is let through, as the quota is kept in Redis at "
        .. "127.0.0.1:%d+: .*refused; hint: is Redis running", tostring(err))
      server = server_of.start {port = server.port}
      ask_on(quota, "A")
    end)

    it("refuses calls when Redis hangs, and does not wait for it at every call", function()
      local quota = quota_with {timeout = 0.2}
      ask_on(quota, "A")
      server:signal "STOP"
      local result, err = ask(quota:reserve("A", 10))
      assert.is_nil(result)
      assert.truthy(tostring(err):find("timeout", 1, true), tostring(err))
      local reservation = quota:reserve("A", 10)
      assert.is_nil((reservation:acquire(loop.now())))
      server:signal "CONT"
      ask_on(quota, "A")
    end)

    it("gives no slot to who has gone: what Redis gets to read too late takes none", function()
      local function scripts_run() return tonumber(server:ask("info commandstats"):match "evalsha:calls=(%d+)") end
      local quotas = {}
      for i = 1, 8 do
        quotas[i] = quota_with {timeout = 0.2}
        ask_on(quotas[i], "B")
      end
      local before = scripts_run()
      server:signal "STOP"
      for _, quota in ipairs(quotas) do assert.is_nil((ask(quota:reserve("A", 10)))) end
      server:signal "CONT"
      daemon.wait_until(function() return scripts_run() >= before + #quotas end)
      assert.is_nil(server:ask("--raw get 'aliota:{default:A}'"):find "\nt ")
    end)

    it("lets nobody go for a window after Redis has lost what it knew", function()
      local quota = quota_with {qps = 0.2} -- a window of five seconds, in which it loses it
      assert.is_true(ask(quota:reserve("A", 10)))
      server:ask "flushall"
      local reservation = quota:reserve("A", 10)
      assert.is_false((reservation:acquire(loop.now())))
      assert.is_true(ask(reservation))
    end)

    it("goes on with a share of the quota while Redis is away", function()
      local quota = quota_with {when_away = 0.2}
      server:stop()
      local reservations = {}
      for i = 1, 3 do reservations[i] = quota:reserve("A", 10) end
      assert.is_true(ask(reservations[1]))
      assert.is_true(ask(reservations[2]))
      assert.is_false((reservations[3]:acquire(loop.now())))
      reservations[3]:release()
      server = server_of.start {port = server.port}
    end)

    it("warns the client that it goes on with a share, and that this is over", function()
      local box, told = assert(sandbox.start {devices = 1}), {}
      local client = aliota.new {
        endpoint = box.endpoint, credentials = box.credentials, proxy = false, quota = quota_with {when_away = 0.5},
        on_event = function(event) told[#told + 1] = event.type == "warning" and event.message or nil end,
      }
      server:stop()
      for _ = 1, 3 do assert(client:query_ota_job {JobId = box.job_id}) end
      server = server_of.start {port = server.port}
      daemon.wait_until(function() return client:query_ota_job {JobId = box.job_id} and #told > 1 end)
      box:stop()
      assert.equal(2, #told)
      assert.truthy(told[1]:find "^calls are made by 0.5 of the quota, as that is kept in Redis at ", told[1])
      assert.truthy(told[2]:find "^calls are made by the whole quota again: Redis at ", told[2])
    end)

    it("needs Redis's password, and does not show it", function()
      server:stop()
      server = server_of.start {port = server.port, password = "open sesame"}
      assert.is_true(ask(quota_with({password = "open sesame"}):reserve("A", 10)))
      local _, err = ask(quota_with({password = "open sasame"}):reserve("A", 10))
      assert.truthy(tostring(err):find("WRONGPASS", 1, true))
      assert.is_nil(tostring(err):find("sasame", 1, true))
    end)

    it("is found through a Unix socket, in a database", function()
      assert.is_true(ask(redis.new({socket = server.socket, database = 3.0}):reserve("A", 10)))
      assert.equal("aliota:{default:A}", server:ask "--raw -n 3 keys '*'")
    end)

    if not nginx.is_there then return pending "needs nginx with its Lua module" end

    it("lets a worker of nginx go on while Redis is asked, and refuses calls where nothing can wait", function()
      local workers = nginx.start {
        files = {["port"] = tostring(server.port)},
        server = [[
          location /ask {
            content_by_lua_block {
              local port = tonumber(io.open(ngx.config.prefix() .. "port"):read "*a")
              quota = quota or require "aliota.quota.redis".new {port = port, timeout = 60}
              ngx.say(tostring((quota:reserve("A", 10):acquire(require("aliota.loop").now()))))
            }
            log_by_lua_block {
              ngx.log(ngx.NOTICE, "refused: ", tostring(select(2, quota:reserve("B", 10):acquire(0))))
            }
          }
          location /other { content_by_lua_block { ngx.say "there" } }
        ]],
      }
      local function get(path) return shell.run("curl -s -m 90 " .. workers.endpoint .. path) end
      assert.equal("true\n", get "/ask")
      daemon.wait_until(function()
        return workers:log():find "refused: B: throttled error: no call .* API disabled in the context of log_by_lua"
      end)
      server:signal "STOP"
      local waiting = io.popen("curl -s -m 90 " .. workers.endpoint .. "/ask")
      for _ = 1, 20 do assert.equal("there\n", get "/other") end
      server:signal "CONT"
      assert.equal("true\n", waiting:read "*a")
      waiting:close()
      workers:stop()
    end)

    -- lua-resty-redis by the name that it has in OpenResty and by that of Debian, and lua-redis where that is missing.
    for client, preparation in pairs {
      ["resty.redis"] = 'package.preload["resty.redis"] = function() return dofile(package.searchpath("nginx.redis", '
        .. 'package.path)) end',
      ["nginx.redis"] = "",
      redis = 'package.preload["nginx.redis"] = function() error "none" end',
    } do
      it("is reached through " .. client .. " from nginx", function()
        local workers = nginx.start {
          files = {["port"] = tostring(server.port)},
          http = ([[
            init_by_lua_block {
              %s
              local port = tonumber(io.open(ngx.config.prefix() .. "port"):read "*a")
              quota = require "aliota.quota.redis".new {port = port, timeout = 20}
            }
          ]]):format(preparation),
          server = [[
            location /ask {
              content_by_lua_block {
                local ready, err = quota:reserve("A", 10):acquire(require("aliota.loop").now())
                local by = {}
                for _, name in ipairs {"resty.redis", "nginx.redis", "redis"} do
                  by[#by + 1] = type(package.loaded[name]) == "table" and name or nil
                end
                ngx.say(tostring(ready), " by ", table.concat(by, " and "), ready == nil and ": " .. err.kind or "")
              }
            }
          ]],
        }
        local function get() return shell.run("curl -s -m 60 " .. workers.endpoint .. "/ask") end
        for _ = 1, 3 do assert.equal(("true by %s\n"):format(client), get()) end
        server:ask "script flush"
        assert.equal(("true by %s\n"):format(client), get())
        assert.equal(1, select(2, server:ask("client list"):gsub("cmd=evalsha", ""))) -- one connection, kept
        server:stop()
        assert.equal(("nil by %s: throttled\n"):format(client), get())
        workers:stop()
      end)
    end
  end)
end)
