-- What depends on how names are looked up: in a process of its own, where spec/support/native.c takes the place of the
-- system. Not with a sanitizer, which has to be preloaded first and looks names up itself.
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"

local SLOW_LOOKUP = [[
local core = require "aliota.core"
local http, started = core.http.new(), core.http.now()
local late = http:queue {url = "http://60.late.test", timeout = 0.1}
local unwanted = http:queue {url = "http://60.unwanted.test", timeout = 60}
while not late:done() do
  http:wait(1)
  http:step()
end
unwanted:cancel()
local _, failure = late:result()
local _, cancelled = unwanted:result()
http:close()
print(failure.category, cancelled.category, core.http.now() - started < 50)
os.exit(0)
]]

-- Two states that leave a look-up behind, one after the other, then none that has the core.
local CLOSED_STATES = [[
local native = require "native"
for _ = 1, 2 do
  native.in_state [=[
    local http = require("aliota.core").http.new()
    local late = http:queue {url = "http://5.late.test", timeout = 0.1}
    while not late:done() do
      http:wait(1)
      http:step()
    end
  ]=]
end
print(native.await_look_ups() > 0)
]]

local TWO_ADDRESSES = [[
local http = require("aliota.core").http.new()
local transfer = http:queue {url = "https://two.test:%d/"}
while not transfer:done() do
  http:wait(1)
  http:step()
end
print(select(2, transfer:result()).category)
]]

local function with_own_names(script)
  local native = package.searchpath("native", package.cpath)
  return shell.run(("LD_PRELOAD='%s' '%s' -e '%s'"):format(native, arg[-1], script))
end

if (os.getenv "ALIOTA_BUILD" or ""):find "sanitize" then return end

describe("core.http", function()
  it("is held up by no slow look-up", function()
    assert.same({"timeout\tcancelled\ttrue\n", 0}, {with_own_names(SLOW_LOOKUP)})
  end)

  it("may have a look-up under way when its Lua state is closed", function()
    assert.same({"true\n", 0}, {with_own_names(CLOSED_STATES)})
  end)

  it("tells what TLS failed by, whatever address was tried before", function()
    for reason, category in pairs {refused = "tls", reset = "network"} do
      local wrong = stub.start({}, reason)
      assert.same({category .. "\n", 0}, {with_own_names(TWO_ADDRESSES:format(wrong.port))})
      wrong:stop()
    end
  end)
end)
