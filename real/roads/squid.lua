local proxied = require "real.roads.proxied"
local squid_road = require "real.roads.squid_road"

return {
  version = "squid -v",
  try = function() return proxied(squid_road.new "http_access allow all") end,
}
