-- Several hosts with one feed: each a real nginx with a dict of its own, before one service, sharing by one real Redis.
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local redis = require "spec.support.redis"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local socket = require "socket"

if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough

local describe = nginx.is_there and redis.is_there and describe or pending -- luacheck: ignore 431

local HTTP = [[
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    feed = require("aliota.nginx").start {
      dict = "aliota", batches = {"%s"}, interval = 1, max_age = 600, failures = 0, redis = {port = %d},
      client = {endpoint = "%s", proxy = false, credentials = {access_key_id = "%s", access_key_secret = "%s"}},
    }
  }
]]

-- Calls that a look takes: one for each state, and one for all tasks.
local A_LOOK = 8

describe("nginx.hosts", function()
  local service, store, servers
  setup(function()
    service = assert(sandbox.start {devices = 100, speed = 1})
    store = redis.start()
    local keys = service.credentials
    servers = {}
    for i = 1, 3 do
      servers[i] = nginx.start {
        workers = 2, server = "location = /json { content_by_lua_block { feed:json() } }",
        http = HTTP:format(service.job_id, store.port, service.endpoint, keys.access_key_id, keys.access_key_secret),
      }
    end
  end)
  teardown(function()
    for _, server in ipairs(servers) do server:stop() end
    store:stop()
    service:stop()
  end)

  local function answer_of(server)
    local answer = cjson.decode((http.request(server.endpoint .. "/json")))
    return answer, answer.batches[1]
  end

  local function wait_for_all(condition)
    for _, server in ipairs(servers) do
      daemon.wait_until(function() return condition(answer_of(server)) end)
    end
  end

  local function is_current(answer, batch) return batch.state == "current" and not answer.error end

  -- Waits until so many looks more were seen at a server.
  local function wait_for_looks(server, count)
    local seen, last = 0, select(2, answer_of(server)).taken
    daemon.wait_until(function()
      local taken = select(2, answer_of(server)).taken
      if taken ~= last then seen, last = seen + 1, taken end
      return seen >= count
    end)
  end

  local KEY = "aliota:feed:{default}:" .. require "aliota.version"
  local function holder() return store:ask(("hget '%s' holder"):format(KEY)) end

  -- The place in `servers` of the one that looks.
  local function place_of_holder()
    local pid = tonumber(holder():match "^%d+")
    for i, server in ipairs(servers) do
      for _, worker in ipairs(server:workers()) do
        if worker == pid then return i end
      end
    end
  end

  it("causes the calls of one, and answers on each", function()
    wait_for_all(is_current)
    wait_for_looks(servers[1], 1)
    local before, began = service:stats().requests, socket.gettime()
    wait_for_looks(servers[1], 4)
    local calls, seconds = service:stats().requests - before, socket.gettime() - began
    assert.truthy(calls <= (seconds + 2) * A_LOOK, ("%d calls in %g s"):format(calls, seconds)) -- of three: thrice that
    for _, server in ipairs(servers) do
      wait_for_looks(server, 1)
      local _, batch = answer_of(server)
      assert.equal(100, batch.total)
    end
  end)

  it("follows a host that dies with its turn", function()
    local place, before = assert(place_of_holder(), "nobody has the turn"), holder()
    local dead = table.remove(servers, place)
    local workers = dead:workers()
    dead:signal "KILL" -- first the master, which would start others
    for _, worker in ipairs(workers) do shell.run("kill -KILL " .. worker) end
    daemon.wait_until(function() return holder() ~= before and holder() ~= "" end)
    assert.truthy(place_of_holder(), "nobody of those that live has the turn")
    for _, server in ipairs(servers) do wait_for_looks(server, 1) end
    dead:stop()
  end)

  it("hands its turn over where a host is stopped", function()
    local stopped = table.remove(servers, (assert(place_of_holder())))
    stopped:signal "QUIT"
    daemon.wait_until(place_of_holder)
    wait_for_looks(servers[1], 1)
    stopped:stop()
  end)

  it("answers while Redis is away, says so, makes no calls, and goes on when it is back", function()
    wait_for_all(is_current)
    local port = store.port
    store:stop()
    wait_for_all(function(answer, batch)
      return answer.error and answer.error.code == "RedisAway" and batch.total == 100
    end)
    local before = service:stats().requests
    local _, first = answer_of(servers[1])
    daemon.wait_until(function() return select(2, answer_of(servers[1])).age >= first.age + 3 end)
    assert.equal(before, service:stats().requests)
    assert.truthy(servers[1]:log():find("what hosts share is not to be had: ", 1, true))
    store = redis.start {port = port}
    wait_for_all(is_current)
    assert.truthy(servers[1]:log():find("what hosts share is to be had again", 1, true))
  end)
end)
