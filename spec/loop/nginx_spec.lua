local core = require "aliota.core"
local daemon = require "spec.support.daemon"
local gate = require "spec.support.gate"
local nginx = require "spec.support.nginx"
local pkey = require "openssl.pkey"
local python = require "spec.support.python"
local stub = require "spec.support.stub"
local x509 = require "openssl.x509"

if jit or not nginx.is_there then return end -- nginx runs LuaJIT itself, so once is enough

local GOOD = '{"Success":true}'

-- What every location finds in its Lua VM.
local PRELUDE = [[
  lua_shared_dict told 1m;
  %s
  init_by_lua_block {
    aliota = require "aliota"
    function client(path, more)
      local options = {
        endpoint = "http://localhost:%d" .. path, quota = false, retries = 0, timeout = 60,
        credentials = {access_key_id = "id", access_key_secret = "secret"},
      }
      for name, value in pairs(more or {}) do options[name] = value end
      return aliota.new(options)
    end
    made_before_the_fork = client "/now"
    function outcome(result, err)
      if result then return "good" end
      return ("%%s %%s; %%s"):format(err.kind, err.code or err.message, err.hint)
    end
    function call(path) return outcome((client(path):query_ota_job {JobId = "j"})) end
    function tell(name, f)
      local ok, result, err = pcall(f)
      ngx.shared.told:set(name, ok and outcome(result, err) or "raised " .. tostring(result))
    end
    function one(path) return client(path):query_ota_job {JobId = "j"} end
    tell("init", function() return one "/now" end)
  }
  init_worker_by_lua_block {
    tell("init_worker", function() return one "/now" end)
    ngx.timer.at(0, function() tell("timer", function() return one "/now" end) end)
  }
]]

local SERVER = [[
  location = /call { content_by_lua_block { ngx.say(outcome(one(ngx.var.arg_path or "/now"))) } }
  location = /ping { content_by_lua_block { ngx.say "pong" } }
  location = /active { content_by_lua_block { ngx.say(require("aliota.loop").http():active()) } }
  location = /collected {
    content_by_lua_block { collectgarbage() collectgarbage() ngx.say(require("aliota.loop").http():active()) }
  }
  location = /told { content_by_lua_block { ngx.say(ngx.shared.told:get(ngx.var.arg_name) or "") } }
]]

-- Answers to requests that are under way together, in the order of their paths; and in which order they ended. `note`
-- is told each time how many have.
local function get_all(server, paths, note)
  local http, transfers, order = core.http.new(), {}, {}
  for i, path in ipairs(paths) do transfers[i] = http:queue {url = server.endpoint .. path, timeout = 90} end
  local ended = {}
  while #order < #paths do
    http:wait(0.5)
    http:step()
    for i, transfer in ipairs(transfers) do
      if not ended[i] and transfer:done() then
        ended[i] = true
        order[#order + 1] = i
        if note then note(#order) end
      end
    end
  end
  local answers = {}
  for i, transfer in ipairs(transfers) do
    local answer, failure = transfer:result()
    answers[i] = answer and answer.body:gsub("\n$", "") or failure.category
  end
  http:close()
  return answers, order
end

local function get(server, path) return get_all(server, {path})[1] end

-- The master listens before it has workers.
local function first_worker(server)
  return daemon.wait_until(function() return server:workers()[1] end)
end

-- What was told under a name, once it was.
local function told(server, name)
  return daemon.wait_until(function()
    local text = get(server, "/told?name=" .. name)
    return text ~= "" and text
  end)
end

-- Key and certificate, in PEM.
local function identity()
  local key, certificate = pkey.new {type = "EC", curve = "prime256v1"}, x509.new()
  certificate:setLifetime(os.time() - 60, os.time() + 3600)
  certificate:setPublicKey(key)
  certificate:sign(key)
  return key:toPEM "private" .. certificate:toPEM()
end

local SHAKE_HANDS = [[
import json, socket, ssl, sys
context = ssl.create_default_context()
context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
connection = socket.socket(socket.AF_UNIX)
connection.connect(sys.stdin.read())
with context.wrap_socket(connection, server_hostname="localhost") as tls:
    tls.sendall(b"GET /ping HTTP/1.0\r\n\r\n")
    print(json.dumps(tls.makefile().read()))
]]

describe("aliota.loop.nginx", function()
  local service, server, held

  local function start(options)
    options = options or {}
    local _, port = service.endpoint, tonumber(service.endpoint:match "%d+$")
    return nginx.start {
      workers = options.workers, http = PRELUDE:format(options.http or "", port),
      server = SERVER .. (options.server or ""), files = options.files,
    }
  end

  setup(function()
    local function later(seconds)
      local route = stub.answer(200, GOOD)
      route.pause = seconds
      return route
    end
    local keys = stub.answer(200, '{"AccessKeyId":"STS.id","AccessKeySecret":"secret","SecurityToken":"token",'
      .. '"Expiration":"2099-01-01T00:00:00Z"}')
    held = gate.new()
    local behind = stub.answer(200, GOOD)
    keys.held, behind.held = held.path, held.path
    service = stub.start {
      ["/keys"] = {keys, stub.answer(500, "asked twice")},
      ["/now"] = stub.answer(200, GOOD), ["/later"] = later(0.3), ["/late"] = later(1.2),
      ["/held"] = behind, ["/never"] = {raw = "", hang = true},
    }
  end)
  teardown(function()
    held:open()
    service:stop()
  end)
  before_each(function() held:shut() end)

  -- Opens the gate once so many have ended; who waited for what is behind it would not.
  local function open_after(count)
    return function(ended) if ended == count then held:open() end end
  end

  describe("in a worker", function()
    setup(function()
      server = start {
        files = {["identity.pem"] = identity()},
        http = [[
          upstream balanced {
            server 0.0.0.1;
            balancer_by_lua_block {
              tell("balancer", function() return one "/now" end)
              require("ngx.balancer").set_current_peer("127.0.0.1", ngx.var.server_port)
            }
          }
          server {
            listen unix:tls.sock ssl;
            ssl_certificate identity.pem;
            ssl_certificate_key identity.pem;
            ssl_certificate_by_lua_block { tell("ssl_certificate", function() return one "/later" end) }
            location / { return 200 "over TLS"; }
          }
        ]],
        server = [[
          location = /balanced { proxy_pass http://balanced/ping; }
          location = /rewrite { rewrite_by_lua_block { ngx.say(outcome(one "/now")) ngx.exit(200) } }
          location = /access { access_by_lua_block { ngx.say(outcome(one "/now")) ngx.exit(200) } }
          location = /filters {
            set_by_lua_block $nothing { tell("set", function() return one "/now" end) return "" }
            content_by_lua_block { ngx.say "filtered" }
            header_filter_by_lua_block { tell("header_filter", function() return one "/now" end) }
            body_filter_by_lua_block { tell("body_filter", function() return one "/now" end) }
            log_by_lua_block { tell("log", function() return one "/now" end) }
          }
          location = /wrapped {
            header_filter_by_lua_block {
              coroutine.wrap(function() tell("wrapped", function() return one "/now" end) end)()
            }
            content_by_lua_block { ngx.say "wrapped" }
          }
          location = /ways {
            content_by_lua_block {
              local c, results = client "/now", {}
              local function note(name, result, err) table.insert(results, name .. " " .. outcome(result, err)) end
              note("pcall", select(2, pcall(c.query_ota_job, c, {JobId = "j"})))
              note("xpcall", select(2, xpcall(function() return c:query_ota_job {JobId = "j"} end, debug.traceback)))
              note("wrap", coroutine.wrap(function() return c:query_ota_job {JobId = "j"} end)())
              local nested = coroutine.create(function()
                return coroutine.wrap(function() return c:query_ota_job {JobId = "j"} end)()
              end)
              note("nested", select(2, coroutine.resume(nested)))
              note("__index", setmetatable({}, {__index = function() return (c:query_ota_job {JobId = "j"}) end}).x)
              local thread = ngx.thread.spawn(function() return c:query_ota_job {JobId = "j"} end)
              note("thread", select(2, ngx.thread.wait(thread)))
              note("before the fork", made_before_the_fork:query_ota_job {JobId = "j"})
              ngx.say(table.concat(results, ", "))
            }
          }
          location = /callback {
            content_by_lua_block {
              local inside
              local function ask() inside = outcome(one "/now") end
              if ngx.var.arg_of == "gsub" then
                string.gsub("x", "x", ask)
              else
                table.sort({2, 1}, function(a, b) ask() return a < b end)
              end
              local thread = ngx.thread.spawn(function() ngx.sleep(0.2) return "slept" end)
              local ok, slept = ngx.thread.wait(thread)
              ngx.say(inside, ", ", tostring(ok), " ", tostring(slept), ", ", outcome(one "/now"))
            }
          }
          location = /keys {
            content_by_lua_block {
              local uri = client("/keys").account.config.endpoint.url
              local shared = package.loaded.shared
                or client("/now", {credentials = {type = "credentials_uri", uri = uri}})
              package.loaded.shared = shared
              ngx.say(outcome(shared:query_ota_job {JobId = "j"}))
            }
          }
          location = /external {
            content_by_lua_block {
              local refused = client("/now", {credentials = {type = "external", process_command = "sleep 60"}})
              ngx.say(outcome(refused:query_ota_job {JobId = "j"}))
            }
          }
          location = /killed {
            content_by_lua_block {
              local thread = ngx.thread.spawn(function() return one "/late" end)
              ngx.sleep(0.05)
              ngx.thread.kill(thread)
              ngx.say(outcome(one "/now"))
            }
          }
          location = /raises {
            content_by_lua_block {
              local tasks = client "/never":tasks {JobId = "j", deadline = 0.1}
              local ok, err = pcall(function() for _ in tasks do end end)
              error("the handler raises: " .. tostring(err.kind))
            }
          }
          location = /crowd {
            content_by_lua_block {
              local ended, most, threads = 0, 0, {}
              for i = 1, 200 do
                threads[i] = ngx.thread.spawn(function()
                  for _ = 1, 5 do
                    assert(one "/now")
                    ended = ended + 1
                  end
                end)
              end
              local before = ended
              while ended < 1000 do
                ngx.sleep(0.001)
                most, before = math.max(most, ended - before), ended
              end
              ngx.say(most)
            }
          }
          location = /many {
            content_by_lua_block {
              local threads = {}
              for i = 1, 100 do threads[i] = ngx.thread.spawn(function() return one "/later" end) end
              local good = 0
              for i = 1, 100 do
                local ok, result = ngx.thread.wait(threads[i])
                if ok and result then good = good + 1 end
              end
              ngx.say(good)
            }
          }
        ]],
      }
    end)
    teardown(function() server:stop() end)

    it("lets others be served while a call waits", function()
      local answers, order = get_all(server, {"/call?path=/held", "/ping", "/call"}, open_after(2))
      assert.same({"good", "pong", "good"}, answers)
      assert.equal(1, order[3])
    end)

    it("lets others be served while keys are fetched, once for all who wait", function()
      local answers, order = get_all(server, {"/keys", "/keys", "/keys", "/ping"}, open_after(1))
      assert.same({"good", "good", "good", "pong"}, answers)
      assert.equal(4, order[1])
    end)

    it("runs no program for keys", function()
      local answer = get(server, "/external")
      assert.truthy(answer:find("credentials process_command is not run in nginx", 1, true), answer)
    end)

    it("waits in every phase that may yield", function()
      for _, path in ipairs {"/rewrite", "/access", "/call"} do assert.equal("good", get(server, path)) end
      assert.equal("good", told(server, "timer"))
      assert.truthy(python(SHAKE_HANDS, server.folder .. "/tls.sock"):find("over TLS", 1, true))
      assert.equal("good", told(server, "ssl_certificate"))
    end)

    it("refuses in every phase that may not, and says what to do", function()
      assert.same({"filtered", "wrapped", "pong"}, (get_all(server, {"/filters", "/wrapped", "/balanced"})))
      for _, phase in ipairs {
        "init", "init_worker", "set", "header_filter", "body_filter", "log", "wrapped", "balancer",
      } do
        local refusal = told(server, phase)
        assert.truthy(refusal:find("cancelled CannotWait; start a timer (ngx.timer.at", 1, true),
          phase .. ": " .. refusal)
      end
    end)

    it("works through pcall, coroutines, metamethods and light threads, and with a client of the master's", function()
      assert.equal("pcall good, xpcall good, wrap good, nested good, __index good, thread good, before the fork good",
        get(server, "/ways"))
    end)

    it("refuses in callbacks of C, and leaves no wake-up behind that would end the next wait early", function()
      for _, of in ipairs {"gsub", "sort"} do
        assert.equal("cancelled CannotWait; make the call before, or start a timer (ngx.timer.at(0, …)), "
          .. "true slept, good", get(server, "/callback?of=" .. of))
      end
    end)

    it("has many calls under way at once", function()
      local answers = get_all(server, {"/many", "/many"})
      assert.same({"100", "100"}, answers)
      assert.equal("0", get(server, "/active"))
    end)

    it("lets others run between a few and the next few of many that go on", function()
      local most = tonumber(get(server, "/crowd"))
      assert.truthy(most > 0 and most < 50, most) -- the places of two turns, or three; but for turns, hundreds
    end)

    it("ends what nobody waits for: of clients that left, threads that were killed, handlers that raised", function()
      local http, leaving = core.http.new(), {}
      for i = 1, 20 do leaving[i] = http:queue {url = server.endpoint .. "/call?path=/held"} end
      daemon.wait_until(function()
        http:step()
        return tonumber(get(server, "/active")) == 20
      end)
      for _, transfer in ipairs(leaving) do transfer:cancel() end
      http:close()
      held:open()
      assert.equal("good", get(server, "/killed"))
      get(server, "/raises")
      assert.equal("good", get(server, "/call"))
      daemon.wait_until(function() return get(server, "/collected") == "0" end)
    end)

    it("needs no resolver, and logs nothing but what handlers raised", function()
      for line in server:log():gmatch "[^\n]+" do
        assert.falsy(line:find "%[warn%]" or line:find "%[alert%]" or line:find "%[crit%]", line)
        local is_raised = line:find("the handler raises: timeout", 1, true)
          or line:find("raised: ListOTATaskByJob: timeout error", 1, true) -- by the library, before it raises
        if line:find "%[error%]" then assert.truthy(is_raised, line) end
      end
    end)
  end)

  it("is driven by those who wait where no timer can run", function()
    server = start {
      http = "lua_max_running_timers 1;",
      server = [[
        location = /occupy {
          content_by_lua_block {
            ngx.timer.at(0, function()
              ngx.shared.told:set("occupied", "yes")
              while not ngx.shared.told:get "free" do ngx.sleep(0.05) end
            end)
          }
        }
        location = /free { content_by_lua_block { ngx.shared.told:set("free", true) } }
      ]],
    }
    told(server, "timer")
    get(server, "/occupy")
    told(server, "occupied")
    assert.same({"good", "good", "good"}, (get_all(server, {"/call", "/call?path=/later", "/call?path=/late"})))
    get(server, "/free")
    assert.equal("good", get(server, "/call"))
    assert.truthy(server:log():find("lua_max_running_timers are not enough", 1, true))
    server:stop()
  end)

  it("works in a Lua VM for each request", function()
    server = start {http = "lua_code_cache off;"}
    for _ = 1, 5 do assert.same({"good", "good"}, (get_all(server, {"/call", "/call?path=/later"}))) end
    server:stop()
  end)

  it("gives each worker its own after a fork from a master that has made a client", function()
    server = start {workers = 4}
    local paths = {}
    for i = 1, 40 do paths[i] = "/call?path=/later" end
    local answers = get_all(server, paths)
    for i = 1, 40 do assert.equal("good", answers[i]) end
    server:stop()
  end)

  it("loses no call when nginx is reloaded under it, and lets the old worker go", function()
    server = start()
    local old = first_worker(server)
    local http, transfers = core.http.new(), {}
    for i = 1, 30 do transfers[i] = http:queue {url = server.endpoint .. "/call?path=/held"} end
    daemon.wait_until(function()
      http:step()
      return tonumber(get(server, "/active")) == 30
    end)
    server:reload()
    assert.equal("good", get(server, "/call"))
    held:open()
    daemon.wait_until(function()
      http:step()
      return http:active() == 0
    end)
    for _, transfer in ipairs(transfers) do assert.equal("good\n", assert(transfer:result()).body) end
    http:close()
    daemon.wait_until(function() return not io.open(("/proc/%d/stat"):format(old)) end)
    server:stop()
  end)

  it("ends with nginx, in mid-call and idle", function()
    for _, signal in ipairs {"QUIT", "TERM"} do
      server = start()
      local worker, http = first_worker(server), core.http.new()
      local path = signal == "QUIT" and "/held" or "/never"
      local transfer = http:queue {url = server.endpoint .. "/call?path=" .. path}
      daemon.wait_until(function()
        http:step()
        return tonumber(get(server, "/active")) == 1
      end)
      server:signal(signal)
      held:open()
      daemon.wait_until(function()
        http:step()
        return not io.open(("/proc/%d/stat"):format(worker))
      end)
      http:step()
      local answer = transfer:done() and transfer:result()
      if signal == "QUIT" then assert.equal("good\n", answer.body) end
      http:close()
      server:stop()
    end
  end)
end)
