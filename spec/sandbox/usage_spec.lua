local chaos = require "aliota.sandbox.chaos"
local control = require "aliota.sandbox.control"
local help = require "aliota.sandbox.usage"
local options = require "aliota.sandbox.switches"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

-- Options that are called otherwise in a shell, or are functions.
local OTHERWISE = {
  users = "user", imds_v1 = "no-imds-v1", status_filters_names = "status-ignores-names",
  log = "quiet", clock = false, monotime = false,
}

describe("sandbox.help", function()
  it("tells of every kind of chaos, and of every path that there is", function()
    local text, responder = help.text(), sandbox.new()
    for kind in pairs(chaos.KINDS) do assert.truthy(text:find("\n  " .. kind .. "[,\n]"), kind) end
    for route in pairs(control.USAGE) do
      assert.truthy(text:find(route, 1, true))
      local method, name = route:match "^(%u+) (%l+)$"
      local body = name == "advance" and '{"seconds": 1}' or "{}"
      local answer = responder:handle {
        method = method, path = "/_sandbox/" .. name, query = "", headers = {}, body = method == "POST" and body or "",
      }
      assert.equal(200, answer.status, answer.body)
    end
    local refusal = responder:handle {method = "GET", path = "/_sandbox/x", query = "", headers = {}, body = ""}.body
    for name in refusal:match "there are ([^\"]*)":gmatch "%l%l%l%l%l+" do
      assert.truthy(text:find(" " .. name, 1, true))
    end
  end)

  it("stands below the options of the shell, of which there is one for each of ours", function()
    local text, status = shell.run "lua5.4 bin/aliota sandbox --help"
    assert.equal(0, status)
    assert.truthy(text:find(help.text(), 1, true))
    for name in pairs(options.names()) do
      local option = OTHERWISE[name]
      if option == nil then option = name:gsub("_", "-") end
      if option then assert.truthy(text:find("\n   --" .. option, 1, true), name) end
    end
  end)
end)
