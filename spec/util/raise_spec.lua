local manual = require "spec.support.manual"
local nginx = require "spec.support.nginx"
local raise = require "aliota.util.raise"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

describe("raise", function()
  it("raises what it is given, as it is", function()
    for _, err in ipairs {{}, "a text"} do assert.same({false, err}, {pcall(raise, err)}) end
  end)
end)

if jit or not nginx.is_there then return end -- nginx runs LuaJIT itself, so once is enough

describe("what is raised in nginx", function()
  local service, server
  setup(function()
    service = assert(sandbox.start {devices = 10})
    local keys = service.credentials
    server = nginx.start {
      http = ([[init_by_lua_block {
        client = require("aliota").new {endpoint = "%s", proxy = false,
          credentials = {access_key_id = "%s", access_key_secret = "%s"}}
      }]]):format(service.endpoint, keys.access_key_id, keys.access_key_secret),
      server = manual.text("docs/nginx.md"):match "\n(location = /failed {.-\n})\n" .. [[
        location = /caught {
          content_by_lua_block {
            local tasks = client:tasks {JobId = "nonesuch"}
            local _, err = pcall(function() for _ in tasks do end end)
            ngx.say(err.code)
          }
        }
        location = /asserted { content_by_lua_block { assert(client:summary "nonesuch") } }]],
    }
  end)
  teardown(function()
    server:stop()
    service:stop()
  end)

  local function get(path) return (shell.run(("curl -s '%s%s'"):format(server.endpoint, path))) end

  it("is logged with its cause by the manual's own location", function()
    get "/failed?job=nonesuch"
    assert.truthy(server:log():find "raised: ListOTATaskByJob: api error iot%.ota%.JobNotFound: .-request id")
    get "/failed"
    assert.truthy(server:log():find "runtime error: .-JobId")
  end)

  it("is not logged where it is a call's error that is asserted, as the manual says", function()
    get "/asserted"
    local said = manual.blocks("docs/nginx.md", "text")[1]
    assert.truthy(server:log():find(said, 1, true), said)
  end)

  it("is an object to who catches it", function()
    assert.equal("iot.ota.JobNotFound\n", get "/caught")
  end)
end)
