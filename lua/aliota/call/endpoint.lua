-- Where requests go: an address that the user names, or the one of a region (Endpoints, resolution order).

local lazy = require "aliota.util.lazy"
local address = lazy "aliota.call.address"
local ascii = require "aliota.util.ascii"
local mask = lazy "aliota.call.mask"
local of_region = lazy "aliota.call.regions"

local DEFAULT_PORTS = {http = "80", https = "443"}

local endpoint = {}

---@class aliota.Endpoint
---@field url string   scheme, host, port and path, without a query
---@field host string  as the Host header says it, which is signed
---@field path string  "/" at least
---@field doubt string|nil  of a region that nobody knows: which one may be meant, for when it can't be reached

local function normal_host(scheme, authority)
  local host, port = authority:match("^(%[[%x:.]+%]):?(%d*)$")
  if not host then host, port = authority:match("^([A-Za-z0-9._-]+):?(%d*)$") end
  if not host or (tonumber(port) or 0) > 65535 then return nil end
  host = ascii.lower(host)
  if port == "" or port == DEFAULT_PORTS[scheme] then return host end
  return host .. ":" .. port
end

-- The path is signed as it stands, so nothing may be in it that is sent in another form.
local function is_plain(path)
  return not path:find("[^A-Za-z0-9%-._~!$&'()*+,;=:@/%%]") and not (path .. "/"):find("/%.%.?/")
end

--- Reads an address such as `http://127.0.0.1:8080/path`.
---@param url string
---@return aliota.Endpoint|nil
---@return string|nil problem
function endpoint.parse(url)
  local scheme, authority, path = url:match("^([A-Za-z]+)://([^/?#]*)(.*)$")
  scheme = scheme and ascii.lower(scheme)
  local host = DEFAULT_PORTS[scheme] and normal_host(scheme, authority)
  if not host or not is_plain(path) then
    return nil,
      ("endpoint is %q; it must look like https://iot.cn-shanghai.aliyuncs.com or http://127.0.0.1:8080/path, "
      .. "without user, query, fragment and dot segments"):format(mask(address.shown(url)))
  end
  if path == "" then path = "/" end
  return {url = scheme .. "://" .. host .. path, host = host, path = path}
end

--- Reads an address whose scheme may be missing, as profiles and variables have it: https then.
---@param text string
---@return aliota.Endpoint|nil
---@return string|nil problem
function endpoint.of_host(text)
  return endpoint.parse(text:find("://", 1, true) and text or "https://" .. text)
end

--- The address of a region.
---@param region string such as "cn-shanghai"
---@param network "public"|"vpc"|nil
---@return aliota.Endpoint|nil
---@return string|nil problem
function endpoint.of_region(region, network)
  return of_region(region, network)
end

return endpoint
