local compat = require "aliota.util.compat"
local connect = require "aliota.quota.redis_connection"
local daemon = require "spec.support.daemon"
local single_route = require "aliota.quota.redis_single"
local locale = require "spec.support.locale"
local redis = require "spec.support.redis"

local ECHO = 'return KEYS[1] .. " " .. ARGV[1]'

describe("a connection to Redis", function()
  if not redis.is_there then return pending "needs redis-server" end

  local server
  before_each(function() server = redis.start() end)
  after_each(function() server:stop() end)

  local function connection(script, login, more)
    local address = {
      name = "here", host = "127.0.0.1", port = server.port, timeout = 30, login = function() return login end,
    }
    for name, value in pairs(more or {}) do address[name] = value end
    local to = connect(single_route(address), script)
    return {
      run = function(_, key, ...)
        local arguments = {...}
        return to:run(key, function() return compat.unpack(arguments) end)
      end,
    }
  end

  -- How many connections were made, and how many commands of a kind were run.
  local function connections() return tonumber(server:ask("info stats"):match "total_connections_received:(%d+)") end
  local function count_of(command)
    return tonumber(server:ask("info commandstats"):match("cmdstat_" .. command .. ":calls=(%d+)") or 0)
  end

  it("runs a script, which it sends once, through one connection", function()
    local to, before = connection(ECHO), connections()
    for i = 1, 3 do assert.equal("key " .. i, to:run("key", i)) end
    assert.equal(before + 2, connections()) -- one was the question
    assert.equal(1, count_of "script|load")
    assert.equal(3, count_of "evalsha")
  end)

  it("sends numbers that Redis reads, whatever the program's locale", function()
    local to = connection "return tostring(tonumber(ARGV[1]) * 2) .. ' ' .. ARGV[2]"
    locale("de_DE.UTF-8", function()
      assert.equal("1.5 1234567890123456", to:run("key", 0.75, 1234567890123456))
    end)
  end)

  it("sends the script again when Redis has lost it", function()
    local to = connection(ECHO)
    assert.equal("key a", to:run("key", "a"))
    server:ask "script flush"
    assert.equal("key b", to:run("key", "b"))
  end)

  it("connects again when Redis has closed the connection", function()
    local to = connection(ECHO)
    assert.equal("key a", to:run("key", "a"))
    server:ask "client kill type normal"
    assert.equal("key b", to:run("key", "b"))
  end)

  it("logs in and chooses a database once for each connection", function()
    server:stop()
    server = redis.start {password = "open sesame"}
    local to = connection('return redis.call("INCR", KEYS[1])', {"default", "open sesame"}, {database = 5})
    for i = 1, 3 do assert.equal(i, to:run("key", "a")) end
    assert.equal("3", server:ask "-n 5 get key")
    assert.equal(1, count_of "select" - 1) -- one was redis-cli's
  end)

  it("takes Unix sockets", function()
    assert.equal("key a", connection(ECHO, nil, {socket = server.socket}):run("key", "a"))
  end)

  describe("tells", function()
    local function problem_of(to)
      local reply, problem = to:run("key", "a")
      assert.is_nil(reply)
      return problem
    end

    it("what Redis says, and keeps the connection", function()
      local to, before = connection "return redis.error_reply('BAD luck')", connections()
      for _ = 1, 2 do assert.equal("BAD luck", problem_of(to)) end
      assert.equal(before + 2, connections())
    end)

    it("that a login is refused, or a script is none", function()
      assert.truthy(problem_of(connection(ECHO, {"who", "knows"})):find "^WRONGPASS")
      assert.truthy(problem_of(connection "return return"):find "Error compiling script")
    end)

    it("that Redis does not answer in time, after one attempt", function()
      local to = connection(ECHO, nil, {timeout = 0.2}) -- which may be over before, on a busy machine
      daemon.wait_until(function() return to:run("key", "a") == "key a" end)
      server:signal "STOP"
      assert.truthy(problem_of(to):find "timeout")
      server:signal "CONT"
      daemon.wait_until(function() return to:run("key", "b") == "key b" end)
    end)

    it("that nobody listens", function()
      local to = connection(ECHO)
      server:stop()
      assert.truthy(problem_of(to):find "refused")
    end)
  end)
end)
