-- A proxy that wants NTLM: squid with its own helper, who knows the protocol, and takes any password.
local proxied = require "real.roads.proxied"
local squid_road = require "real.roads.squid_road"

return {
  version = "squid -v",
  try = function()
    return proxied(squid_road.new(squid_road.alice_by("ntlm", "/usr/lib/squid/ntlm_fake_auth"), {
      login = "alice:any@", options = {proxy_auth = "ntlm"},
    }))
  end,
}
