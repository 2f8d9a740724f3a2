-- How a feed goes round, in a real nginx.
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"

if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough

local describe = nginx.is_there and describe or pending -- luacheck: ignore 431

-- A client that knows one batch by many names, and never has an answer for those that begin with "hung".
local HTTP = [[
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    local errors = require "aliota.api.errors"
    local real = require("aliota").new {
      endpoint = "%s", proxy = false, qps = %d, credentials = {access_key_id = "%s", access_key_secret = "%s"},
    }
    local client = setmetatable({}, {__index = real})
    local function asked(params)
      params.JobId = "%s"
      return params
    end
    function client:summary(params)
      if params.JobId:find "^hung" then
        ngx.sleep(params.deadline)
        return nil, errors.new {kind = "timeout", message = "told by a spec"}
      end
      return real:summary(asked(params))
    end
    function client:tasks(params) return real:tasks(asked(params)) end
    local ids = {}
    for i = 1, %d do ids[#ids + 1] = "fine" .. i end
    for i = 1, %d do ids[#ids + 1] = "hung" .. i end
    feed = require("aliota.nginx").start {dict = "aliota", client = client, batches = ids, interval = 1, %s}
  }
]]

describe("nginx.poller", function()
  local service, server
  setup(function() service = assert(sandbox.start {devices = 100, speed = 1}) end)
  teardown(function() service:stop() end)
  after_each(function() server:stop() end)

  local function start(given)
    local keys = service.credentials
    server = nginx.start {
      http = HTTP:format(service.endpoint, given.qps, keys.access_key_id, keys.access_key_secret, service.job_id,
        given.fine, given.hung, given.options),
      server = "location = /json { content_by_lua_block { feed:json() } }",
    }
  end

  -- Answers, once a condition is true of one: by name "state → how many batches", and the last answer.
  local function watch(condition)
    return daemon.wait_until(function()
      local answer = cjson.decode((http.request(server.endpoint .. "/json")))
      local states = {current = 0, failing = 0, starting = 0, expired = 0}
      for _, batch in ipairs(answer.batches) do states[batch.state] = states[batch.state] + 1 end
      return condition(states, answer) and {states = states, answer = answer}
    end)
  end

  it("lets no batch grow old for those that hang", function()
    start {qps = 1000, hung = 6, fine = 4, options = "max_age = 12"}
    watch(function(states) return states.current == 4 end)
    local seen
    for _, failing in ipairs {2, 4} do -- two at a time, each for 15 seconds
      seen = watch(function(states)
        assert.equal(4, states.current)
        return states.failing >= failing
      end)
    end
    assert.equal(0, seen.states.expired)
    for _, batch in ipairs(seen.answer.batches) do
      if batch.JobId:find "^hung" and batch.error then assert.equal("timeout", batch.error.kind) end
    end
  end)

  it("stretches to what the quota allows, says so, and comes to each in its turn", function()
    start {qps = 8, hung = 0, fine = 5, options = "failures = 0"}
    local first = watch(function(states) return states.current == 5 end).answer
    assert.same({6, 36}, {first.interval, first.max_age})
    local said = "a look at 5 batches takes 40 requests, for which a quota of 8 a second needs 6 s: they are looked at "
      .. "every so often, not every 1 s"
    assert.truthy(server:log():find(said, 1, true))
    local taken = {}
    for i, batch in ipairs(first.batches) do taken[i] = batch.taken end
    watch(function(states, answer)
      assert.equal(5, states.current)
      for i, batch in ipairs(answer.batches) do
        if batch.taken == taken[i] then return false end
      end
      return true
    end)
  end)

  it("says that figures will be too old where it was told for how long they are shown", function()
    start {qps = 1, hung = 0, fine = 2, options = "failures = 0, max_age = 2"}
    local answer = watch(function(_, answer) return answer.error and answer.error.code == "QuotaTooSmall" end).answer
    assert.same({17, 2, "feed"}, {answer.interval, answer.max_age, answer.error.kind})
    assert.truthy(server:log():find("figures are shown for 2 s only (max_age), so that some will be too old", 1, true))
  end)
end)
