-- Whether a host is this machine itself: localhost and the names below it (RFC 6761, 6.3), 127.0.0.0/8, ::1, and the
-- former within IPv6. Numbers are read as libcurl does: 127.1, 0177.0.0.1 and 0x7f000001 are 127.0.0.1, too. Pure.
local ascii = require "aliota.util.ascii"

local function number_of(text)
  if text:find "^0[xX]%x+$" then return tonumber(text:sub(3), 16) end
  if text:find "^0[0-7]*$" then return tonumber(text, 8) end
  return text:find "^%d+$" and tonumber(text) or nil
end

-- Up to four parts, the last of which fills the bytes that are left.
local function is_ipv4_loopback(host)
  local parts = {}
  for part in (host .. "."):gmatch "([^.]*)%." do
    parts[#parts + 1] = number_of(part)
    if not parts[1] then return false end
  end
  local _, dots = host:gsub("%.", "")
  if #parts ~= dots + 1 or #parts > 4 or parts[#parts] >= 256 ^ (5 - #parts) then return false end
  return (#parts == 1 and math.floor(parts[1] / 2 ^ 24) or parts[1]) == 127
end

local function two_groups(a, b, c, d)
  return ("%x:%x"):format(a * 256 + b, c * 256 + d)
end

-- All eight groups, without leading zeros.
local function expanded(host)
  local text = host:gsub("%%.*$", ""):gsub("(%d+)%.(%d+)%.(%d+)%.(%d+)$", two_groups)
  local _, colons = text:gsub(":", "")
  local zeros = (":0"):rep(math.max(1, 8 - colons)) .. ":"
  text = text:gsub("^::", "0::"):gsub("::$", "::0"):gsub("::", zeros)
  return ascii.lower((text:gsub("0*(%x+)", "%1")))
end

local function is_ipv6_loopback(host)
  local groups = expanded(host)
  return groups == "0:0:0:0:0:0:0:1" or groups:find "^0:0:0:0:0:ffff:7f%x%x:%x+$" ~= nil
end

---@param host string a name or a number, without brackets and port
---@return boolean
return function(host)
  if host:find(":", 1, true) then return is_ipv6_loopback(host) end
  local name = ascii.lower(host):gsub("%.$", "")
  return name == "localhost" or name:find "%.localhost$" ~= nil or is_ipv4_loopback(name)
end
