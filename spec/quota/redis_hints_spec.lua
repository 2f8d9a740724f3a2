local daemon = require "spec.support.daemon"
local loop = require "aliota.loop"
local redis = require "aliota.quota.redis"
local server_of = require "spec.support.redis"
local shell = require "spec.support.shell"

describe("what to do when Redis refuses", function()
  if not server_of.is_there then return pending "needs redis-server" end

  local server
  setup(function() server = server_of.start {more = "--enable-debug-command yes"} end)
  teardown(function() server:stop() end)

  local function ask(options)
    options.port, options.timeout = server.port, 30
    return redis.new(options):reserve("A", 10):acquire(loop.now())
  end

  -- What Redis says has a hint of its own.
  local function check(said, hint, options)
    local may_go, err = ask(options or {})
    assert.is_nil(may_go)
    assert.truthy(err.message:find(said), tostring(err))
    assert.truthy(err.hint:find(hint, 1, true), tostring(err))
    assert.is_nil(err.hint:find("is Redis running", 1, true))
  end

  -- Sets what CONFIG knows, until the check is over.
  local function with(settings, f)
    local before = {}
    for name, value in pairs(settings) do
      before[name] = server:ask("--raw config get " .. name):match "\n(.*)" or ""
      assert.equal("OK", server:ask(("config set %s '%s'"):format(name, value)))
    end
    local ok, problem = pcall(f)
    for name, value in pairs(before) do server:ask(("config set %s '%s'"):format(name, value)) end
    assert(ok, problem)
  end

  it("follows from who may do what", function()
    server:ask "acl setuser poor on '>pass' '~other:*' +@all"
    check("NOPERM", "~aliota:* +evalsha", {username = "poor", password = "pass"})
    check("WRONGPASS", "are username and password those", {username = "poor", password = "wrong"})
    check("without any password", "leave username and password out", {password = "secret"})
    server:ask "acl setuser default '>sesame'"
    server.password = "sesame"
    check("NOAUTH", "options password and username")
    server:ask "acl setuser default nopass"
    server.password = nil
  end)

  it("names all that a user needs", function()
    local _, err = ask {username = "nobody", password = "pass"}
    assert.truthy(err.message:find "WRONGPASS")
    server:ask "acl setuser poor resetkeys '~other:*'"
    _, err = ask {username = "poor", password = "pass"}
    local rules = err.hint:match "(~.*)"
    server:ask(("acl setuser rich on '>pass' %s"):format(rules:gsub("%S+", "'%0'")))
    assert.is_true((ask {account = "rich", username = "rich", password = "pass"}))
  end)

  it("follows from what state Redis is in", function()
    check("DB index", "option database", {database = 9999})
    with({maxmemory = "1"}, function() check("OOM", "maxmemory") end)
    with({["min-replicas-to-write"] = "1"}, function() check("NOREPLICAS", "are they running?") end)
    server:ask "replicaof 127.0.0.1 1"
    check("READONLY", "name its master")
    with({["replica-serve-stale-data"] = "no"}, function() check("MASTERDOWN", "lost its master") end)
    server:ask "replicaof no one"
    shell.run(("mkdir '%s/dump.rdb'"):format(server.folder))
    with({save = "3600 1"}, function()
      server:ask "bgsave"
      daemon.wait_until(function() return server:ask("info persistence"):find "rdb_last_bgsave_status:err" end)
      check("MISCONF", "see its log")
    end)
    shell.run(("rmdir '%s/dump.rdb'"):format(server.folder))
  end)

  -- Runs a command that takes long, with a check when Redis says that it is at it.
  local function meanwhile(command, code, f, finish)
    local running = io.popen(("redis-cli -p %d %s"):format(server.port, command))
    daemon.wait_until(function() return server:ask("get a"):find(code, 1, true) end)
    local ok, problem = pcall(f)
    if finish then server:ask(finish) end
    running:close()
    assert(ok, problem)
  end

  it("follows from what Redis is doing", function()
    with({["busy-reply-threshold"] = "1"}, function()
      meanwhile("eval 'while true do end' 0", "BUSY", function() check("BUSY", "SCRIPT KILL") end, "script kill")
    end)
    server:ask(("eval \"for i = 1, 1000 do redis.call('set', i, string.rep('a', 4000)) end\" 0"))
    server:ask "config set rdbcompression no"
    with({["key-load-delay"] = "50000", ["loading-process-events-interval-bytes"] = "1024"}, function()
      meanwhile("debug reload", "LOADING", function() check("LOADING", "by themselves") end,
        "config set key-load-delay 0") -- else it would go on for a minute
    end)
  end)
end)
