local crowd_of = require "spec.support.crowd"
local manual = require "spec.support.manual"
local nginx = require "spec.support.nginx"
local sandbox = require "aliota.sandbox"
local shdict = require "aliota.quota.shdict"
local shell = require "spec.support.shell"

local SETTINGS = {dict = "quotas"}

describe("a quota in a shared dict", function()
  it("is refused outside nginx, at the caller's line", function()
    local ok, raised = pcall(function()
      local quota = shdict.new(SETTINGS)
      return quota
    end)
    assert.is_false(ok)
    assert.truthy(raised:find "shdict_spec.lua:%d+: quota.shdict.new: there are shared dicts in nginx only", raised)
  end)

  if jit then return end -- nginx runs LuaJIT itself, whoever drives it: once is enough
  if not nginx.is_there then return pending "needs nginx with its Lua module" end

  describe("of workers that call as often as they may", function()
    local box
    before_each(function() box = assert(sandbox.start {qps = true, devices = 1}) end)
    after_each(function() box:stop() end)

    for _, workers in ipairs {1, 4, 16} do
      it(("is never exceeded, used, and shared fairly by %d"):format(workers), function()
        local crowd = crowd_of.new(box, "shdict", SETTINGS)
        crowd:start_workers(workers)
        crowd:check()
      end)
    end

    it("outlives workers that are killed, and a reload", function()
      local crowd = crowd_of.new(box, "shdict", SETTINGS)
      local server = crowd:start_workers(4)
      crowd:begin()
      for _ = 1, 2 do
        shell.run("kill -KILL " .. server:workers()[1])
        server:reload()
      end
      crowd:pass(4)
      crowd:finish()
      assert.is_true(crowd:check_limit() > 20)
    end)
  end)

  it("works as the manual shows it", function()
    local http = manual.blocks("docs/quotas.md", "nginx")[1]
    local server = nginx.start {http = http, server = [[
      location / {
        content_by_lua_block {
          local reservation = client.account:reserve(require "aliota.api.operations".QueryOTAJob, {})
          ngx.say(tostring((reservation:acquire(1))), " ", ngx.shared.quotas:get "aliota:{default:QueryOTAJob}")
        }
      }
    ]]}
    assert.truthy(shell.run("curl -s -m 90 " .. server.endpoint):find "^true s %d")
    server:stop()
  end)

  it("is not held up by a lock of a killed worker that a clock that was set back keeps", function()
    local server = nginx.start {http = "lua_shared_dict quotas 100k;", server = [[
      location / {
        content_by_lua_block {
          local now = require("aliota.core").http.now
          local client = require "aliota".new {
            quota = require "aliota.quota.shdict".new {dict = "quotas"}, proxy = false,
            credentials = {access_key_id = "i", access_key_secret = "s"},
          }
          ngx.shared.quotas:set("aliota:{default:QueryOTAJob}:lock", now() - 10, 86400)
          local reservation = client.account:reserve(require "aliota.api.operations".QueryOTAJob, {})
          local granted
          for _ = 1, 100 do
            granted = granted or reservation:acquire(now())
            ngx.sleep(0.05)
          end
          ngx.say(tostring(granted))
        }
      }
    ]]}
    assert.equal("true\n", (shell.run("curl -s -m 90 " .. server.endpoint)))
    server:stop()
  end)

  describe("tells what is wrong:", function()
    local server
    setup(function()
      server = nginx.start {
        http = "lua_shared_dict quotas 32k; lua_shared_dict others 12k;",
        server = [[
          location /new {
            content_by_lua_block {
              local options = require "cjson".decode(ngx.unescape_uri(ngx.var.args))
              ngx.say((select(2, pcall(require "aliota.quota.shdict".new, options))))
            }
          }
          location /full {
            content_by_lua_block {
              local dict, number = ngx.shared.quotas, 0
              repeat number = number + 1 until not dict:safe_set(number, ("x"):rep(16))
              local client = require "aliota".new {
                endpoint = "http://127.0.0.1:1", retries = 0, proxy = false,
                quota = require "aliota.quota.shdict".new {dict = "quotas"},
                credentials = {access_key_id = "i", access_key_secret = "s"},
              }
              local _, err = client:query_ota_job {JobId = "j"}
              ngx.say(tostring(err))
              dict:flush_all()
              _, err = client:query_ota_job {JobId = "j"}
              ngx.say(err.kind)
              ngx.sleep(1.1)
              _, err = client:query_ota_job {JobId = "j"}
              ngx.say(err.kind)
            }
          }
        ]],
      }
    end)
    teardown(function() server:stop() end)

    local function get(path)
      return shell.run(("curl -s -m 90 -g '%s%s'"):format(server.endpoint, path))
    end

    it("options that make no sense", function()
      for options, problem in pairs {
        ['{"dict":"quota"}'] = 'there is no lua_shared_dict "quota"; did you mean "quotas"?',
        ['{}'] = "dict is missing, the name of a lua_shared_dict",
        ['{"dict":5}'] = "dict must be a string, not a number",
        ['{"dict":"quotas","rate":5}'] = 'there is no option "rate"',
        ['{"dict":"quotas","qps":1.5}'] = "qps is 1.5; it must be a whole number",
      } do
        local message = get("/new?" .. options:gsub('"', "%%22"))
        assert.truthy(message:find("quota.shdict.new: " .. problem, 1, true), message)
      end
    end)

    it("a dict that is full refuses calls, and takes them again when there is room", function()
      local full, busy, later = get("/full"):match "^(.-)\n(.-)\n(.-)\n"
      assert.truthy(full:find('throttled error: no call is let through, as the quota is kept in the shared dict '
        .. '"quotas": no memory; hint: make this lua_shared_dict larger', 1, true), full)
      assert.same({"throttled", "network"}, {busy, later})
    end)
  end)
end)
