-- The feed in a real nginx, before a real sandbox, which counts the calls.
local check_metrics = require("spec.support.promtool").check_metrics
local chromium = require "spec.support.chromium"
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local http = require "socket.http"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local socket = require "socket"

if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough

local describe = nginx.is_there and describe or pending -- luacheck: ignore 431
local wait_until = daemon.wait_until

local LOCATIONS = [[
  location = /json { content_by_lua_block { feed:json() } }
  location = /metrics { content_by_lua_block { feed:prometheus() } }
  location = / { content_by_lua_block { feed:page() } }
  location = /other { content_by_lua_block { other:json() } }
  location = /counted {
    content_by_lua_block { feed:page() }
    header_filter_by_lua_block {
      ngx.header.content_length = nil
      ngx.ctx.visit = ngx.shared.aliota:incr("visits", 1, 0)
    }
    body_filter_by_lua_block { ngx.arg[1] = ngx.arg[1]:gsub("Update batches", "Visit " .. ngx.ctx.visit) }
  }
  location = /once {
    content_by_lua_block {
      if ngx.shared.aliota:incr("seen", 1, 0) > 1 then return ngx.exit(444) end
      feed:page()
    }
  }
  location /looks/ { content_by_lua_block { feed:file() } }
  location = /strict {
    add_header Content-Security-Policy "default-src 'self'" always;
    content_by_lua_block { feed:page() }
  }
  location = /fill { content_by_lua_block { fill() } }
  location = /theirs { content_by_lua_block { ngx.say(#ngx.shared.aliota:get "theirs9001") } }
  location = /lease { content_by_lua_block { ngx.say(ngx.shared.aliota:get "aliota:7:default:lease") } }
]]

local HTTP = [[
  lua_shared_dict aliota %s;
  init_worker_by_lua_block {
    local start = require("aliota.nginx").start
    local client = {endpoint = "%s", proxy = false, credentials = {access_key_id = "%s", access_key_secret = "%s"}}
    %s
  }
]]

-- A sandbox's endpoint and keys within a feed of it; `code` starts it from `client`.
local function configuration(service, code, options)
  local settings = {server = LOCATIONS, workers = 1}
  for name, value in pairs(options or {}) do settings[name] = value end
  local keys = service.credentials
  settings.http = HTTP:format(settings.memory or "1m", service.endpoint, keys.access_key_id, keys.access_key_secret,
    code)
  return settings
end

local function starting(service, changes)
  return ([[feed = start {dict = "aliota", client = client, batches = {"%s"}, interval = 1, %s}]]):format(
    service.job_id, changes or "")
end

local function get(server, path)
  local body, status, headers = http.request(server.endpoint .. path)
  assert(body, status)
  return body, status, headers
end

local function json_of(server, path)
  local body, status, headers = get(server, path or "/json")
  return cjson.decode(body), status, headers
end

-- The first answer of which a condition is true.
local function await(server, condition, path)
  return (unpack or table.unpack)(wait_until(function()
    local answer, status, headers = json_of(server, path)
    return condition(answer, status) and {answer, status, headers}
  end))
end

local function is_current(answer) return answer.state == "current" end

describe("nginx feed", function()
  local service, server
  setup(function() service = assert(sandbox.start {devices = 2500}) end)
  teardown(function() service:stop() end)
  before_each(function() service:reset() end)
  after_each(function()
    if server then server:stop() end
    server = nil
    service:chaos(false)
  end)

  local function start(changes, options)
    server = nginx.start(configuration(service, starting(service, changes), options))
    return server
  end

  it("tells what is so, with its age", function()
    start "interval = 3600, max_age = 3600"
    local answer, status, headers = await(server, is_current)
    local batch, truth = answer.batches[1], service:truth {JobId = service.job_id}
    local counts = {}
    for _, row in ipairs(truth.rows) do counts[row.TaskStatus] = (counts[row.TaskStatus] or 0) + 1 end
    assert.same({200, 2500, service.job_id}, {status, batch.total, batch.JobId})
    assert.same(counts, batch.by_status)
    assert.equal(counts.FAILED, batch.failures.read)
    assert.equal(batch.total, batch.open + batch.settled)
    assert.equal(answer.age, tonumber(headers.age))
    assert.truthy(answer.age >= 1)
    local later = await(server, function(found) return found.age > answer.age end)
    assert.equal(batch.taken, later.batches[1].taken)
    assert.equal("no-store", headers["cache-control"])
  end)

  it("asks once what the batch is called", function()
    start "fail_if = {FAILED = 98}"
    local function named(answer) return answer.batches[1].FirmwareName end
    local batch = await(server, named).batches[1]
    assert.same({"firmware-1.2.0", "1.2.0", "failing", {name = "FAILED", limit = 98, value = 99}},
      {batch.FirmwareName, batch.DestVersion, batch.standing, batch.broken})
    service:advance(5)
    await(server, function(answer) return named(answer) and answer.batches[1].taken > batch.taken end)
    local by_action = service:stats().by_action
    assert.same({1, 1}, {by_action.QueryOTAJob, by_action.QueryOTAFirmware})
    assert.truthy(get(server, "/"):find("1 of 1 failing", 1, true))
  end)

  it("asks for no names where none are wanted", function()
    start "names = false"
    await(server, is_current)
    assert.is_nil(service:stats().by_action.QueryOTAJob)
  end)

  it("says it as metrics, by batch and state alone", function()
    start()
    await(server, is_current)
    local text, status, headers = get(server, "/metrics")
    assert.same({200, "text/plain; version=0.0.4; charset=utf-8"}, {status, headers["content-type"]})
    assert.truthy(text:find(('aliota_tasks{job_id="%s",status="FAILED"} 99\n'):format(service.job_id), 1, true), text)
    for labels in text:gmatch "{(.-)}" do
      assert.equal("", (labels:gsub('^job_id="[^"]*"', ""):gsub('^,status="[%u_]+"$', "")))
    end
  end)

  it("asks no more for a thousand visitors than for none", function()
    start("interval = 3600, max_age = 3600", {workers = 4, reuseport = true})
    -- So all workers know by now, and the last call, for names, has been made.
    await(server, function(answer)
      return is_current(answer) and answer.age > 1 and answer.batches[1].FirmwareName
    end)
    local before = service:stats().requests
    for _ = 1, 100 do
      for _ = 1, 3 do assert.equal(200, select(2, get(server, "/json"))) end
      for _ = 1, 3 do assert.equal(200, select(2, get(server, "/metrics"))) end
      for _ = 1, 4 do assert.equal(200, select(2, get(server, "/"))) end
    end
    assert.equal(before, service:stats().requests)
  end)

  -- Rounds of eight counts each and a page of failed tasks now and then, and two calls for names, by one poller: who
  -- else polled would add to them. There may be one more for every second that began.
  local function assert_one_poller(since)
    local rounds = math.ceil(socket.gettime() - since) + 1
    local requests = service:stats().requests
    assert.truthy(requests <= rounds * 9 + 2, requests .. " requests in " .. rounds .. " rounds")
  end

  local function poller_of()
    return tonumber((get(server, "/lease"):match "^(%d+)%-"))
  end

  describe("with four workers", function()
    local began, first
    before_each(function()
      began = socket.gettime()
      start("max_age = 60", {workers = 4, reuseport = true})
      first = await(server, function(answer) return is_current(answer) and answer.age > 1 end) -- all workers know
    end)

    local function await_another_look()
      service:advance(5) -- looks are dated by the service's clock, which stands still
      await(server, function(found) return is_current(found) and found.batches[1].taken > first.batches[1].taken end)
    end

    it("has one poller", function()
      await_another_look()
      assert_one_poller(began)
    end)

    it("has another one when that is killed", function()
      local killed = poller_of()
      os.execute("kill -9 " .. killed)
      wait_until(function()
        local pid = poller_of()
        return pid and pid ~= killed
      end)
      first = await(server, is_current)
      await_another_look()
      assert_one_poller(began)
    end)

    it("goes on through reloads under load", function()
      local stop = server.folder .. "/stop"
      local visitors = io.popen(([[lua5.4 -e '
        local http, count, failures = require "socket.http", 0, {}
        while count <= 100 or not io.open("%s") do
          local body, status = http.request "%s/json"
          count = count + 1
          if status ~= 200 then failures[#failures + 1] = tostring(status) .. tostring(body) end
        end
        print(count, table.concat(failures, "; "))']]):format(stop, server.endpoint))
      for _ = 1, 3 do server:reload() end
      first = await(server, is_current)
      await_another_look()
      io.open(stop, "w"):close()
      local count, failures = visitors:read("*a"):match "(%d+)\t(.*)\n"
      visitors:close()
      assert.truthy(tonumber(count) > 100)
      assert.equal("", failures)
      assert_one_poller(began)
    end)
  end)

  it("answers on while the service takes its time, and keeps its poller", function()
    start("max_age = 60, interval = 5", {workers = 2}) -- the poller's turn ends where it is stuck for five seconds
    await(server, is_current)
    local poller, answers = poller_of(), 0
    service:chaos {latency = {ms = 30000}} -- six intervals
    local last = await(server, function(answer)
      answers = answers + ((answer.age or 0) >= 6 and 1 or 0) -- asked for meanwhile: a look is due every five
      return answers > 10
    end)
    service:chaos(false)
    assert.truthy(last.age < 30, last.age) -- a worker that waits would give one, or two
    assert.equal(poller, poller_of())
  end)

  it("leaves at a reload what the service has not answered yet", function()
    start("max_age = 60")
    await(server, is_current)
    local before = poller_of()
    service:chaos {latency = {ms = 30000}}
    local old = await(server, function(answer) return answer.age > 2 end)
    server:reload()
    service:chaos(false)
    service:advance(5) -- looks are dated by the service's clock, which stands still
    wait_until(function()
      local now = poller_of()
      return now and now ~= before
    end)
    wait_until(function() return select(2, shell.run("kill -0 " .. before)) ~= 0 end)
    await(server, function(answer) return answer.batches[1].taken > old.batches[1].taken end)
  end)

  describe("in a browser", function()
    local it = chromium.is_there and it or pending -- luacheck: ignore 431

    it("renews the page in place", function()
      start()
      await(server, is_current)
      local page, console = chromium.visit(server.endpoint .. "/counted", 10)
      assert.same({}, console)
      assert.truthy(tonumber(page:match "<h1>Visit (%d+)</h1>") > 1, page)
      assert.truthy(page:find('id="lost" class="warning" role="alert" hidden', 1, true))
    end)

    it("has no style and no script within where a policy in front allows none but files", function()
      start 'files = "/looks/"'
      await(server, is_current)
      local shown, _, told = get(server, "/strict")
      assert.is_nil(shown:find "<style" or shown:find "<script>" or shown:find " style=")
      assert.truthy(told["content-security-policy"]:find("style-src 'self'; script-src 'self'; connect-src", 1, true))
      local page, console = chromium.visit(server.endpoint .. "/strict", 3)
      assert.same({}, console)
      assert.truthy(page:find "<html[^>]* data%-live") -- its script runs
      local css, js = shown:match 'href="(/looks/%x+%.css)"', shown:match 'src="([^"]+)"'
      for path, kind in pairs {[css] = "css", [js] = "javascript"} do
        local _, status, headers = get(server, path)
        assert.same({200, ("text/%s; charset=utf-8"):format(kind), "public, max-age=31536000, immutable"},
          {status, headers["content-type"], headers["cache-control"]})
        assert.equal("304", (shell.run(("curl -s -o /dev/null -w '%%{http_code}' -H 'If-None-Match: %s' '%s%s'"):format(
          headers.etag, server.endpoint, path))))
      end
      assert.equal(404, select(2, get(server, "/looks/nonesuch.css")))
    end)

    it("says so when the server does not answer any more", function()
      start()
      await(server, is_current)
      local page = chromium.visit(server.endpoint .. "/once", 10)
      assert.truthy(page:find("<h1>Update batches</h1>", 1, true))
      assert.truthy(page:find 'id="lost" class="warning" role="alert">')
    end)

    it("shows texts of devices as texts", function()
      service:chaos {hostile_text = {rows = 100}}
      start()
      await(server, is_current)
      service:chaos(false)
      local page, console = chromium.visit(server.endpoint .. "/", 1)
      assert.same({}, console)
      assert.is_nil(page:find "<script[^>]*>[^(]")
    end)
  end)

  describe("with what can't work", function()
    local function failing(answer) return answer.state == "failing" end

    it("tells that there is no account", function()
      start "client = {endpoint = client.endpoint, proxy = false}"
      local answer, status = await(server, failing)
      assert.same({503, "credentials"}, {status, answer.batches[1].error.kind})
      assert.truthy(server:log():find("ALIBABA_CLOUD_ACCESS_KEY_ID", 1, true))
      assert.truthy(get(server, "/"):find('role="alert">This batch could not be looked at so far.', 1, true))
    end)

    it("tells that the client can't be made", function()
      start "client = {regoin = 'cn-shanghai'}"
      local answer, status = json_of(server)
      assert.same({503, "failing", "feed", "BadClient"}, {status, answer.state, answer.error.kind, answer.error.code})
      assert.truthy(get(server, "/"):find("feed error BadClient", 1, true))
      local metrics, code = get(server, "/metrics")
      assert.equal(200, code)
      assert.truthy(metrics:find "\naliota_feed_working 0\n" and metrics:find "\naliota_feed_up{[^}]+} 0\n")
      assert.truthy(server:log():find('client: there is no option "regoin"; did you mean "region"?', 1, true))
    end)

    it("tells that the service is dead", function()
      server = nginx.start(configuration({endpoint = "http://127.0.0.1:1", credentials = service.credentials,
        job_id = service.job_id}, starting(service, "client = {endpoint = 'http://127.0.0.1:1', retries = 0, "
        .. "credentials = client.credentials, proxy = false}")))
      local answer, status = await(server, failing)
      assert.same({503, "network"}, {status, answer.batches[1].error.kind})
      assert.is_nil(answer.batches[1].by_status)
      assert.equal(503, select(2, get(server, "/")))
      local metrics, code = get(server, "/metrics")
      assert.equal(200, code)
      assert.truthy(metrics:find "\naliota_feed_up{[^}]+} 0\n" and metrics:find "\naliota_feed_working 1\n")
    end)

    it("shows visitors nothing of hosts, proxies and their passwords, which is for the log without the last", function()
      start("client = {endpoint = 'http://secret-host.test', retries = 0, credentials = client.credentials, "
        .. "proxy = 'http://user:hush-hush@127.0.0.2:1'}")
      local answer, status = await(server, failing)
      assert.same({503, {kind = "network", at = answer.batches[1].error.at}}, {status, answer.batches[1].error})
      for _, path in ipairs {"/json", "/metrics", "/"} do
        local text = get(server, path)
        for _, private in ipairs {"secret-host", "127.0.0.2", "hush", "hint", "onnect to"} do
          assert.is_nil(text:find(private, 1, true), path)
        end
      end
      local log = server:log()
      local said = "aliota feed: %s: ListOTATaskByJob: network error: Failed to connect"
      assert.truthy(log:find(said:format(service.job_id), 1, true))
      assert.truthy(log:find("127.0.0.2", 1, true))
      assert.is_nil(log:find "hush")
    end)

    it("is dated by the service's clock, and as old as the machine's says", function()
      local ahead = assert(sandbox.start {devices = 100, speed = 1})
      finally(function() ahead:stop() end)
      ahead:advance(3 * 86400)
      for _, clock in ipairs {"os.time", "function() return os.time() - 7200 end"} do
        if server then server:stop() end
        server = nginx.start(configuration(ahead, ("client.clock = %s %s"):format(clock, starting(ahead)),
          {workers = 2, reuseport = true}))
        local function seconds_off()
          local answer = await(server, is_current)
          assert.is_true(answer.age < 30)
          return require("aliota.util.utc").parse(answer.batches[1].taken) - ahead:truth().now
        end
        assert.is_true(math.abs(seconds_off()) < 30)
        ahead:advance(86400)
        assert.truthy(daemon.wait_until(function()
          for _ = 1, 20 do -- in either worker
            if math.abs(seconds_off()) >= 30 then return false end
          end
          return true
        end))
        local page, now = get(server, "/"), math.floor(ahead:truth().now)
        local function has_date_of(time) return page:find(os.date("!%Y-%m-%d", time), 1, true) end
        assert.truthy(has_date_of(now - 60) or has_date_of(now)) -- two at midnight
      end
    end)

    it("goes on telling what was, until it is too old", function()
      local mortal = assert(sandbox.start {devices = 100})
      server = nginx.start(configuration(mortal, "client.retries = 0 " .. starting(mortal, "max_age = 15")))
      local first = await(server, is_current)
      mortal:stop()
      local answer, status = await(server, failing)
      assert.same({200, 100, "network"}, {status, answer.batches[1].total, answer.batches[1].error.kind})
      assert.truthy(answer.batches[1].taken >= first.batches[1].taken)
      assert.truthy(get(server, "/"):find("These figures are of ", 1, true))
      local late, refused, headers = await(server, function(_, told) return told == 503 end)
      assert.same({503, "expired", "1"}, {refused, late.state, headers["retry-after"]})
      assert.equal(answer.batches[1].taken, late.batches[1].taken)
      assert.truthy(late.batches[1].age > 15)
      assert.same({nil, "network"}, {late.batches[1].total, late.batches[1].error.kind})
      assert.truthy(get(server, "/"):find("The last figures are of ", 1, true))
      local metrics, code, told = get(server, "/metrics")
      assert.same({200, nil}, {code, told["retry-after"]})
      assert.truthy(metrics:find("\naliota_feed_up{[^}]+} 0\n"))
      assert.truthy(tonumber(metrics:match "\naliota_feed_age_seconds{[^}]+} (%d+)\n") > 15)
      assert.is_nil(metrics:find "\naliota_tasks{")
      check_metrics(metrics)
    end)

    it("tells of a batch that the service does not know, beside one that it does", function()
      start(("batches = {%q, 'nonesuch'}"):format(service.job_id))
      local answer, status = await(server, function(found) return failing(found) and found.batches[1].total end)
      assert.same({200, "current", 2500}, {status, answer.batches[1].state, answer.batches[1].total})
      assert.same({"failing", "iot.ota.JobNotFound"}, {answer.batches[2].state, answer.batches[2].error.code})
      assert.truthy(get(server, "/"):find("iot.ota.JobNotFound", 1, true))
    end)

    it("looks at the other batches when a call of one raises", function()
      start(("batches = {'%s', '%s'}"):format("xxx", service.job_id)
        .. ", client = {endpoint = client.endpoint, credentials = client.credentials, proxy = false, on_event = "
        .. "function(event) if event.params and event.params.JobId:find '^xxx' then error 'told by a spec' end end}")
      local answer = await(server, function(found) return found.batches[2].state == "current" end)
      assert.same({"failing", "feed", "Raised"},
        {answer.batches[1].state, answer.batches[1].error.kind, answer.batches[1].error.code})
      assert.truthy(server:log():find "aliota feed: xxx: .*told by a spec")
    end)

    it("refuses a second feed of one name and goes on with the first", function()
      local once = starting(service)
      server = nginx.start(configuration(service, once .. " other = " .. once:match "start.*"))
      await(server, is_current)
      local answer, status = json_of(server, "/other")
      assert.same({503, "failing"}, {status, answer.state})
      assert.same({"feed", "NameTaken"}, {answer.error.kind, answer.error.code})
      assert.truthy(server:log():find('another feed of this dict has the name "default"', 1, true))
    end)

    -- Leaves no room for the smallest value.
    local FILL = [[for _, size in ipairs {900, 20} do
      local n = 0
      repeat n = n + 1 until not ngx.shared.aliota:safe_set("theirs" .. size .. n, ("x"):rep(size))
    end]]

    it("tells that the dict is full, and drives nothing out of it", function()
      server = nginx.start(configuration(service, FILL .. " " .. starting(service), {memory = "64k"}))
      local answer, status = await(server, function(found) return found.error end)
      assert.same({503, "failing"}, {status, answer.state})
      assert.same({"feed", "DictFull"}, {answer.error.kind, answer.error.code})
      assert.truthy(get(server, "/"):find("feed error DictFull", 1, true))
      assert.truthy(server:log():find('the shared dict "aliota" is full', 1, true))
      assert.equal("900\n", (get(server, "/theirs")))
    end)

    it("goes on with what it has when the dict becomes full", function()
      server = nginx.start(configuration(service, "fill = function() " .. FILL .. " end " .. starting(service,
        "max_age = 60, batches = {'" .. service.job_id .. "', 'nonesuch'}"), {memory = "64k"}))
      await(server, function(answer) return answer.batches[1].total and answer.batches[2].error end)
      assert.equal(200, select(2, get(server, "/fill")))
      -- As many characters as are kept of a code, each of four bytes: more than there was to be stored.
      service:chaos {business_error = {code = ("\240\144\128\128"):rep(1000)}}
      local answer, status = await(server, function(found) return found.error end)
      assert.same({200, 2500}, {status, answer.batches[1].total})
      assert.equal("DictFull", answer.error.code)
      assert.equal("900\n", (get(server, "/theirs")))
    end)

    it("starts over when a function for batches fails", function()
      start [[batches = function() error "no list\27[2J" end]]
      local answer = await(server, function(found) return found.error and found.error.code == "BadBatches" end)
      assert.truthy(server:log():find "the list of batches: .*no list%?%[2J")
      assert.same({}, answer.batches)
    end)

    it("blames misuse on the line that called", function()
      server = nginx.start(configuration(service, starting(service, "intervall = 3")))
      wait_until(function()
        return server:log():find '%):%d+: aliota%.nginx%.start: there is no option "intervall"; did you mean "int'
      end)
    end)
  end)

  describe("with a function that decides who sees what", function()
    local PATHS, running = {"/json", "/metrics", "/"}, nil

    -- A visitor of a name, to two batches, of which the service does not know the second; "told" waits before it says.
    setup(function()
      running = nginx.start(configuration(service, starting(service, ([[batches = {"%s", "nonesuch"},
        authorise = function()
          local name = ngx.var.arg_name
          if name == "told" then ngx.sleep(0.01) end
          if name == "broken" then error "told by\27 a spec" end
          local seen = {all = true, odd = "all", other = {"nonesuch"}, none = {"elsewhere"}}
          seen.told = {"%s", "elsewhere"}
          return seen[name]
        end]]):format(service.job_id, service.job_id))))
      await(running, function(found) return found.batches[1].total and found.batches[2].error end, "/json?name=all")
    end)
    teardown(function() running:stop() end)

    it("shows all, or what it says, and nothing of the rest", function()
      for _, path in ipairs(PATHS) do
        local function shown(name)
          local text, status = get(running, path .. "?name=" .. name)
          return {status, text:find(service.job_id, 1, true) ~= nil, text:find("nonesuch", 1, true) ~= nil}
        end
        assert.same({200, true, true}, shown "all", path)
        assert.same({200, true, false}, shown "told", path)
        assert.same({path == "/metrics" and 200 or 503, false, true}, shown "other", path)
        assert.same({200, false, false}, shown "none", path)
        assert.same({200, true, true}, shown "all", path)
      end
      local told, all = json_of(running, "/json?name=told"), json_of(running, "/json?name=all")
      assert.same({"current", "failing"}, {told.state, all.state})
      assert.truthy(get(running, "/?name=told"):find("1 of 1 running", 1, true))
    end)

    it("shows nothing where it says so, or fails", function()
      for _, path in ipairs(PATHS) do
        for name, expected in pairs {nobody = 403, odd = 500, broken = 500} do
          local text, status = get(running, path .. "?name=" .. name)
          assert.equal(expected, status)
          assert.is_nil(text:find(service.job_id, 1, true) or text:find "told by" or text:find "atches")
        end
      end
      local log = running:log()
      assert.truthy(log:find 'aliota feed "default": authorise: .*told by%? a spec')
      assert.truthy(log:find('authorise: it returned a string', 1, true))
    end)
  end)

  it("asks a function which batches there are", function()
    start(("batches = function(asked) assert(asked.summary) return {%q} end"):format(service.job_id))
    local answer = await(server, function(found) return is_current(found) and #found.batches > 0 end)
    assert.equal(2500, answer.batches[1].total)
  end)
end)
