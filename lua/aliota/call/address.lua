-- Addresses in parts, as libcurl reads them, and what of them nobody may see. Pure.
local ascii = require "aliota.util.ascii"

local address = {}

local MOST_PORT = 65535
local IN_NO_ADDRESS = "[" .. ascii.CONTROL .. " \\]"

---@class aliota.Address
---@field scheme string|nil    in lower case
---@field userinfo string|nil  as it stands: user:password, or either
---@field host string          without brackets
---@field port string          "" for none
---@field is_clear boolean     no "@" comes later, so that nobody can have meant more of it for a password

local function host_and_port(place)
  local host, port = place:match "^%[([%x:.%%]+[A-Za-z0-9_.-]*)%]:?(%d*)$"
  if not host then host, port = place:match "^([^:%[%]@]+):?(%d*)$" end
  if host and (tonumber(port) or 0) <= MOST_PORT then return host, port end
end

--- Reads an address, with or without a scheme.
---@param text string
---@return aliota.Address|nil  nil when it is none
function address.read(text)
  if text:find(IN_NO_ADDRESS) then return nil end
  local scheme, rest = text:match "^([A-Za-z][A-Za-z0-9+.-]*)://(.*)$"
  local authority, behind = (rest or text):match "^([^/?#]*)(.*)$"
  local userinfo, place = authority:match "^([^@]*)@(.*)$"
  local host, port = host_and_port(place or authority)
  if not host then return nil end
  return {
    scheme = scheme and ascii.lower(scheme), userinfo = userinfo, host = host, port = port,
    is_clear = not behind:find("@", 1, true),
  }
end

--- Whether it is certain which part of an address is its user and password.
---@param text string
---@return boolean
function address.is_clear(text)
  local parts = address.read(text)
  return parts ~= nil and parts.is_clear
end

-- Whatever stands before the last "@" is taken for user and password: one that holds a "/" or an "@" was not meant to
-- end there.
local function split(text)
  local scheme, rest = text:match "^([A-Za-z][A-Za-z0-9+.-]*://)(.*)$"
  local userinfo, place = (rest or text):match "^(.*)@(.*)$"
  return scheme or "", userinfo, place or rest or text
end

--- User and password in an address, however it looks; nil where there are none.
---@param text string
---@return string|nil userinfo
---@return string|nil password  nil where there is only one of the two
function address.userinfo(text)
  local _, userinfo = split(text)
  if userinfo and userinfo ~= "" then return userinfo, userinfo:match "^[^:]*:(.+)$" end
end

--- An address fit to be shown.
---@param text string
---@return string
function address.shown(text)
  local scheme, userinfo, place = split(text)
  return scheme .. (userinfo and "***@" or "") .. place
end

return address
