local crowd_of = require "spec.support.crowd"
local daemon = require "spec.support.daemon"
local loop = require "aliota.loop"
local nginx = require "spec.support.nginx"
local redis = require "aliota.quota.redis"
local sandbox = require "aliota.sandbox"
local sentinel_of = require "spec.support.redis_sentinel"
local shell = require "spec.support.shell"

-- Where nobody listens.
local NOBODY = "127.0.0.1:1"

local acquire = crowd_of.acquire

describe("a quota in Redis that Sentinels watch", function()
  if not sentinel_of.is_there then return pending "needs redis-sentinel" end

  local set
  setup(function() set = sentinel_of.start() end)
  teardown(function() set:stop() end)

  local function quota_with(options)
    options.sentinels = options.sentinels or {set.endpoint}
    options.master, options.timeout = options.master or sentinel_of.MASTER, 30
    return redis.new(options)
  end

  local function problem_with(options)
    local may_go, err = acquire(quota_with(options))
    assert.is_nil(may_go)
    return tostring(err)
  end

  it("is kept by the master that the first tells who answers", function()
    assert.is_true((acquire(quota_with {sentinels = {NOBODY, set.endpoint}, account = "turn"})))
    assert.equal("1", set:master():ask "exists 'aliota:{turn:A}'")
  end)

  it("asks a Sentinel for the master now and then, by one connection", function()
    local function stats()
      local told = set:ask "info stats"
      return tonumber(told:match "total_connections_received:(%d+)"), tonumber(told:match "commands_processed:(%d+)")
    end
    local connections, commands = stats()
    local quota, began = quota_with {account = "often"}, loop.now()
    local asked = 0
    while asked < 10 or loop.now() < began + 1.1 do
      acquire(quota)
      asked = asked + 1
    end
    local seconds = loop.now() - began
    local more_connections, more_commands = stats()
    assert.equal(2, more_connections - connections) -- one was the question here, which is one of the commands, too
    local questions = more_commands - commands - 1
    assert.is_true(questions >= 2 and questions <= seconds / 0.5 + 1, ("%d in %.1f s"):format(questions, seconds))
  end)

  it("is none where they know no such master, or are none, or are not there, which the error tells", function()
    local problem = problem_with {master = "quotes"}
    assert.truthy(problem:find(('as the quota is kept in Redis, whose master "quotes" the Sentinels know at %s: the '
      .. 'Sentinel at %s: knows no master "quotes"; hint: is it'):format(set.endpoint, set.endpoint), 1, true), problem)
    problem = problem_with {sentinels = {"127.0.0.1:" .. set.servers[1].port}}
    assert.truthy(problem:find("hint: this is no Sentinel", 1, true), problem)
    problem = problem_with {sentinels = {NOBODY, NOBODY}}
    assert.truthy(problem:find "Sentinel at 127.0.0.1:1: [^;]*refused; the Sentinel at [^;]*refused; hint: is Redis",
      problem)
    local quota = quota_with {master = "quotes", when_away = 0.2}
    daemon.wait_until(function() return (acquire(quota)) end)
  end)

  it("logs in to Sentinels by a name and a password of theirs", function()
    set:ask "acl setuser default '>sesame'"
    set.password = "sesame"
    assert.truthy(problem_with({}):find("hint: the Sentinels want a password", 1, true))
    assert.truthy(problem_with({sentinel_password = "wrong"}):find("hint: are sentinel_username and", 1, true))
    assert.is_true((acquire(quota_with {sentinel_username = "default", sentinel_password = "sesame"})))
    set:ask "acl setuser default resetpass nopass"
    set.password = nil
  end)

  it("is reached over TLS, as the Sentinels are, with a certificate that all of them want", function()
    local secret = sentinel_of.start_tls()
    local function options(more)
      local all = {sentinels = {secret.endpoint}, ssl = true, ca_file = secret.cert_file}
      for name, value in pairs(more) do all[name] = value or nil end
      return all
    end
    local ok, err = acquire(quota_with(options {cert_file = secret.cert_file, key_file = secret.key_file}))
    local unknown, refused = problem_with(options {ca_file = false}), problem_with(options {})
    secret:stop()
    assert(ok, err)
    local who = "Sentinel at " .. secret.endpoint .. ": "
    assert.truthy(unknown:find(who .. "TLS handshake with 127.0.0.1: no auth", 1, true), unknown)
    assert.truthy(refused:find(who .. "127.0.0.1 ended the connection after the TLS handshake: ", 1, true), refused)
    assert.truthy(refused:find("hint: does this Redis want a client's certificate", 1, true), refused)
  end)

  describe("of processes that call as often as they may", function()
    local box
    before_each(function() box = assert(sandbox.start {qps = true, devices = 1}) end)
    after_each(function() box:stop() end)

    -- Lets processes call while the master becomes another, by something that is done to it. Fails if they are too
    -- quick, or don't go on within two seconds of the new master.
    local function check(fail_over, share)
      local crowd = crowd_of.new(box, "redis",
        {sentinels = {NOBODY, set.endpoint}, master = sentinel_of.MASTER, when_away = share})
      crowd:start_processes(3)
      crowd:begin()
      crowd:pass(1)
      local before = set:master()
      fail_over(before)
      daemon.wait_until(function() return set:master() ~= before end)
      crowd:check_resumed()
      return before
    end

    it("is not exceeded when the master dies meanwhile", function()
      local dead = check(function(master) set:kill(master) end, 0.25)
      set:bring_back(dead)
    end)

    it("is not exceeded when somebody orders a fail-over, and the old master goes on for a while", function()
      local quota, lone = quota_with {account = "both"}, quota_with {account = "lone"}
      assert.is_true((acquire(quota)))
      assert.is_true((acquire(lone)))
      check(function(old)
        assert.equal("OK", set:ask("sentinel failover " .. sentinel_of.MASTER))
        daemon.wait_until(function() return set:master() ~= old end)
        assert.is_false((acquire(quota_with {account = "both"}))) -- the old one may have let calls through meanwhile
        loop.http():wait(0.6)
        acquire(lone)
        local text = set:master():ask "--raw get 'aliota:{lone:A}'"
        assert.equal(set:master():ask("info server"):match "run_id:(%w+)", text:match "@(%w+)$")
      end)
    end)
  end)

  if not nginx.is_there then return pending "needs nginx with its Lua module" end

  for client, preparation in pairs {
    ["nginx.redis"] = "", redis = 'package.preload["nginx.redis"] = function() error "none" end',
  } do
    it("is reached through " .. client .. " from nginx", function()
      local workers = nginx.start {
        files = {sentinel = set.endpoint},
        http = ([[
          init_by_lua_block {
            %s
            quota = require "aliota.quota.redis".new {
              sentinels = {"%s", io.open(ngx.config.prefix() .. "sentinel"):read "*a"}, master = "%s", timeout = 30,
              account = "%s",
            }
            lost = require "aliota.quota.redis".new {
              sentinels = {io.open(ngx.config.prefix() .. "sentinel"):read "*a"}, master = "quotes", timeout = 30,
            }
          }
        ]]):format(preparation, NOBODY, sentinel_of.MASTER, client),
        server = [[
          location / {
            content_by_lua_block {
              local now = require("aliota.loop").now()
              ngx.say(tostring(quota:reserve("A", 10):acquire(now)))
              ngx.say(tostring(select(2, lost:reserve("A", 10):acquire(now))))
            }
          }
        ]],
      }
      for _ = 1, 2 do
        local said = shell.run("curl -s -m 90 " .. workers.endpoint)
        assert.truthy(said:find '^true\n[^\n]*knows no master "quotes"; hint: ', said)
      end
      workers:stop()
    end)
  end
end)
