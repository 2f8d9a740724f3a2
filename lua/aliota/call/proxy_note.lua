-- What errors say of the way that a request took.
local address = require "aliota.call.address"

--- The proxy, in parentheses, fit to be shown.
---@param addresses aliota.Addresses
---@return string  "" where there is none, or none of which it is clear where its password ends
return function(addresses)
  local proxy = addresses.proxy
  if not proxy or not address.is_clear(proxy) then return "" end
  local doubt = addresses.is_proxy_given and "" or ", unless no_proxy says otherwise"
  return (" (proxy: %s%s)"):format(address.shown(proxy), doubt)
end
