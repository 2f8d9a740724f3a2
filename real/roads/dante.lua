local proxied = require "real.roads.proxied"

local CONFIGURATION = [[
logoutput: stderr
internal: 127.0.0.1 port = %d
external: lo
clientmethod: none
socksmethod: none
client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
socks pass { from: 127.0.0.0/8 to: 127.0.0.0/8 }
]]

return {
  version = "danted -v",
  try = function()
    return proxied(function()
      return {
        scheme = "socks5h", seconds = 60,
        command = function() return "exec danted -f configuration" end,
        files = function(self) return {configuration = CONFIGURATION:format(self.port)} end,
      }
    end)
  end,
}
