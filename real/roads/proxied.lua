-- What comes of batches that are listed by a proxy.
local compat = require "aliota.util.compat"
local road = require "spec.support.road"

local function check(figures, what)
  for name, wanted in pairs(road.GOOD) do
    if figures[name] ~= wanted then error(("%s: %d %s, not %d"):format(what, figures[name], name, wanted), 0) end
  end
end

local function check_refusal(err, address)
  local text = tostring(err)
  if not text:find(address, 1, true) then error("the proxy is not named: " .. text, 0) end
  if not (err.hint or ""):find "proxy" then error("nobody is told what to do: " .. text, 0) end
end

local function check_stranger(figures, err)
  if figures or err.code ~= "ProxyAuthenticationRequired" then error("without a login: " .. tostring(err), 0) end
end

--- Lists through a proxy, without and with TLS, and looks at the errors for a service that is not there, and
--- without the login that the proxy wants.
---@param new fun(services: table): table  a proxy, as `road.through` takes it
---@return string seen
return function(new)
  local services = road.services()
  local ok, seen = pcall(function() return road.through(services, new(services)) end)
  services.stop()
  if not ok then error(seen, 0) end
  check(seen.plain, "http")
  check(seen.tls, "https")
  for _, err in ipairs(seen.refused) do check_refusal(err, seen.address) end
  if seen.stranger then check_stranger(compat.unpack(seen.stranger, 1, 2)) end
  return ("%d rows by http and by https, each once; refusals have kind %s and %s"):format(seen.tls.rows,
    seen.refused[1].kind, seen.refused[2].kind)
end
