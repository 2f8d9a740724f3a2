-- Proxies that users sit behind, as Debian has them. Those that take longer to start are tried by `make real`.
local daemon = require "spec.support.daemon"
local road = require "spec.support.road"

local PROXIES = {
  tinyproxy = {
    scheme = "http",
    command = function() return "exec tinyproxy -d -c configuration" end,
    files = function(self)
      return {configuration = ("Port %d\nListen 127.0.0.1\nTimeout 20\nLogFile \"%s/log\"\n"):format(self.port,
        self.folder)}
    end,
  },
  privoxy = {
    scheme = "http",
    command = function() return "exec privoxy --no-daemon configuration" end,
    files = function(self)
      return {configuration = ("listen-address 127.0.0.1:%d\nlogdir %s\nkeep-alive-timeout 5\n"):format(self.port,
        self.folder)}
    end,
  },
  microsocks = {
    scheme = "socks5h",
    command = function(self) return "exec microsocks -i 127.0.0.1 -p " .. self.port end,
  },
}

describe("behind a proxy", function()
  local services
  setup(function() services = road.services() end)
  teardown(function() services.stop() end)

  for name, proxy in pairs(PROXIES) do
    local it = daemon.has(name) and it or pending -- luacheck: ignore 431
    it("such as " .. name .. " each row comes once, and its refusals are told by its address", function()
      local seen = road.through(services, proxy)
      assert.same({road.GOOD, road.GOOD}, {seen.plain, seen.tls})
      for _, err in ipairs(seen.refused) do
        assert.truthy(tostring(err):find(seen.address, 1, true), tostring(err))
        assert.truthy(err.hint:find "proxy", tostring(err))
      end
    end)
  end
end)
