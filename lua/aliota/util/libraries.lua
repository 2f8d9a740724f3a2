-- What runs here, and whether it fits together: two majors of OpenSSL in one process share the names of functions.
local compat = require "aliota.util.compat"

local ROWS = {
  {"aliota", "aliota"}, {"lua", "Lua"}, {"curl", "libcurl"}, {"tls", "its TLS"}, {"openssl", "libcrypto"},
  {"host", "the program's"}, {"warning", "WARNING"},
}

---@class aliota.Versions
---@field aliota string
---@field lua string
---@field curl string         libcurl
---@field tls string          the TLS library of libcurl
---@field openssl string      the libcrypto that signs
---@field host string|nil     the OpenSSL of the program that loaded this, such as nginx; nil if it has none
---@field warning string|nil  more than one major version of OpenSSL
local Versions = {}

function Versions:__tostring()
  local lines = {}
  for _, row in ipairs(ROWS) do
    local value = self[row[1]]
    if value then lines[#lines + 1] = ("%-14s %s"):format(row[2], value) end
  end
  return table.concat(lines, "\n")
end

-- "OpenSSL/3.0.22", "OpenSSL 1.1.1w  11 Sep 2023"; before 3 the second number counted. Other libraries have no such
-- names.
local function major(text)
  local first, second = (text or ""):match "^OpenSSL[/ ](%d+)%.(%d+)"
  return first and (tonumber(first) < 3 and first .. "." .. second or first)
end

local function warning(versions)
  local names, own = {}, major(versions.openssl)
  for _, row in ipairs {{"tls", "libcurl"}, {"host", "the program that loaded it"}} do
    local other = major(versions[row[1]])
    if own and other and other ~= own then names[#names + 1] = ("%s has OpenSSL %s"):format(row[2], other) end
  end
  if #names == 0 then return nil end
  return ("%s and this module OpenSSL %s: TLS may crash; build all of them for the same one"):format(
    table.concat(names, ", "), own)
end

---@param found table  what core.versions returns
---@return aliota.Versions
return function(found)
  local versions = setmetatable({
    aliota = require "aliota.version", lua = compat.name, curl = found.curl, tls = found.tls,
    openssl = found.openssl, host = found.host,
  }, Versions)
  versions.warning = warning(versions)
  return versions
end
