-- A clock that somebody sets, back and forth, while the library waits, paces, counts ages and knows until when keys are
-- good: it goes on as if nothing had happened.
local cjson = require "cjson"
local fake_clock = require "spec.support.fake_clock"
local http = require "socket.http"
local native = require "native"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"
local utc = require "aliota.util.utc"
local wait_until = require "spec.support.wait_until"

local CLIENT = [[
local aliota = require "aliota"
local loop = require "aliota.loop"
local client = aliota.new {
  endpoint = %q, credentials = {access_key_id = %q, access_key_secret = %q}, proxy = false, qps = %d,
  on_event = function(event) if on_event then on_event(event) end end,
}
local job_id = %q
local began = loop.now()
]]

local LEAPS = {["+31d"] = true, ["+7"] = true} -- by more than a day

local FEED = [[
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    local client = require("aliota").new {
      endpoint = "%s", proxy = false, credentials = {access_key_id = "%s", access_key_secret = "%s"},
    }
    feed = require("aliota.nginx").start {
      dict = "aliota", client = client, batches = {"%s"}, interval = 1, max_age = 40,
    }
  }
]]

-- A month on, a day back, some seconds either way, and right again, round and round.
local JUMPS = [[
local jumps, jump = {"+31d", "-1d", "+7", "-7", "+0"}, 0
local function leap()
  jump = jump % #jumps + 1
  set(jumps[jump])
end
]]

describe("a clock that is set", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 1000, rollout = "fresh", timeout_minutes = 600}) end)
  teardown(function() service:stop() end)

  local function run(qps, script, ...)
    local keys = service.credentials
    local head = CLIENT:format(service.endpoint, keys.access_key_id, keys.access_key_secret, qps, service.job_id)
    local output, status = fake_clock.run(head .. JUMPS .. script, ...)
    assert.equal(0, status, output)
    return output
  end

  it("is really set, where a script is told so", function()
    assert.equal("2678400\ttrue\n", run(10, [[
      local now = os.time()
      set "+31d"
      print(math.floor((os.time() - now) / 3600 + 0.5) * 3600, loop.now() - began < 3600)
    ]]))
  end)

  it("loses no row of a listing, and costs no more than a refused timestamp each time", function()
    service:reset()
    assert.equal("1000\ttrue\n", run(1000, [[
      function on_event(event) if event.type == "page" then leap() end end
      local tasks = client:tasks {JobId = job_id}
      local rows = tasks:collect()
      print(#rows, tasks.coverage.complete)
    ]]))
    assert.truthy(service:stats().requests <= 40, service:stats().requests)
  end)

  it("neither shortens nor lengthens a pace", function()
    assert.equal("30\ttrue\n", run(20, [[
      local good = 0
      for _ = 1, 30 do
        leap()
        if client:query_ota_job {JobId = job_id} then good = good + 1 end
      end
      print(good, loop.now() - began > 0.4)
    ]]))
  end)

  it("neither shortens nor lengthens a wait", function()
    assert.equal("timeout\ttrue\n", run(1000, [[
      function on_event(event) if event.type == "response" then leap() end end
      local looked, err = client:wait {JobId = job_id, timeout = 2, interval = 0.1}
      print(looked and looked.outcome or err.kind, loop.now() - began >= 2)
    ]]))
  end)

  it("neither ends a follow nor tells anything twice", function()
    assert.equal("1000\ttimeout\ttrue\n", run(1000, [[
      local told, count = {}, 0
      local follow = client:follow {JobId = job_id, interval = 0.1, timeout = 2}
      while true do
        local task, before = follow:next()
        if not task then print(count, before.kind, loop.now() - began >= 2) break end
        assert(not told[task.TaskId])
        told[task.TaskId], count = true, count + 1
        if count % 100 == 0 then leap() end
      end
    ]]))
  end)

  it("neither ends a deadline nor a pause between attempts", function()
    service:chaos {latency = {ms = 700}}
    finally(function() service:chaos {latency = false} end)
    assert.equal("true\ttrue\n", run(1000, [[
      function on_event(event) if event.type == "request" then leap() end end
      local good = true
      for _ = 1, 6 do good = good and client:query_ota_job {JobId = job_id, deadline = 30} ~= nil end
      print(good, loop.now() - began < 60)
    ]]))
  end)

  it("neither keeps keys that the service takes no more, nor those that it never saw", function()
    local box = assert(sandbox.start {devices = 10, keys_expire_in = 2})
    finally(function() box:stop() end)
    local output, status = fake_clock.run(JUMPS .. ([[
      local client = require("aliota").new {
        endpoint = %q, proxy = false, qps = 10, credentials = {type = "credentials_uri", uri = %q .. "/credentials"},
      }
      local good = 0
      for i = 1, 60 do
        if i %% 4 == 0 then leap() end
        local answer, err = client:query_ota_job {JobId = %q}
        if answer then good = good + 1 else print(err) end
      end
      print(good)
    ]]):format(box.endpoint, box.endpoint, box.job_id))
    assert.same({"60\n", 0}, {output, status})
  end)

  it("may go with the one that nobody sets, as after a suspension", function()
    assert.equal("1000\ttrue\n", run(1000, [[
      local pages = 0
      function on_event(event)
        if event.type ~= "page" then return end
        pages = pages + 1
        set(("+%d"):format(pages))
      end
      local tasks = client:tasks {JobId = job_id}
      local rows = tasks:collect()
      print(#rows, tasks.coverage.complete)
    ]], true))
  end)

  -- nginx runs LuaJIT itself, whoever drives it: once is enough.
  local it = nginx.is_there and not rawget(_G, "jit") and it or function() end -- luacheck: ignore 431
  it("makes no figures of a feed older or younger", function()
    local box = assert(sandbox.start {devices = 100, speed = 1})
    local clock, keys, kept = os.tmpname(), box.credentials, {}
    local function set(offset)
      local file = assert(io.open(clock .. ".new", "w"))
      file:write(offset, "\n")
      file:close()
      os.rename(clock .. ".new", clock) -- it may be read at any moment
    end
    set "+0"
    local variables = fake_clock.variables(clock)
    local server
    finally(function()
      for name in pairs(variables) do native.setenv(name) end
      if server then server:stop() end
      box:stop()
      os.remove(clock)
    end)
    for name, value in pairs(variables) do
      native.setenv(name, value)
      kept[#kept + 1] = ("env %s;"):format(name)
    end
    server = nginx.start {
      top = table.concat(kept, " "),
      http = FEED:format(box.endpoint, keys.access_key_id, keys.access_key_secret, box.job_id),
      server = "location = /json { content_by_lua_block { feed:json() } }"
        .. "location = /time { content_by_lua_block { ngx.say(ngx.time()) } }",
    }
    for name in pairs(variables) do native.setenv(name) end
    local function batch() return cjson.decode((http.request(server.endpoint .. "/json"))).batches[1] end
    wait_until(function() return batch().state == "current" end)
    for _, jump in ipairs {"+31d", "-1d", "+7", "-7", "+0"} do
      local before = utc.parse(batch().taken)
      set(jump)
      local asked = os.time()
      local told = tonumber((http.request(server.endpoint .. "/time")))
      assert.truthy(jump == "+0" or told > asked + 3 or told < os.time() - 3, told) -- nginx goes by that clock
      wait_until(function()
        local now = batch()
        -- A machine that leaps forward may have slept: what it has is too old or, after a day, gone, until it looks.
        if LEAPS[jump] and now.state ~= "current" then return false end
        assert.equal("current", now.state)
        assert.truthy(now.age >= 0 and now.age < 60, now.age)
        return utc.parse(now.taken) > before -- it goes on
      end)
      local taken = utc.parse(batch().taken)
      assert.truthy(math.abs(taken - os.time()) < 3600, jump)
    end
  end)
end)
