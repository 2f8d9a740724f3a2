-- What a signed text consists of: method, path, parameters and, with V3, headers. Pure.
local decode = require "aliota.util.percent_decode"

---@class aliota.Part
---@field kind "method"|"path"|"parameter"|"header"|"names of the signed headers"|"hash of the body"
---@field name string|nil   of a parameter or a header
---@field value string      of a parameter: percent-encoded, once

local parts = {}

local function add(list, kind, name, value)
  list[#list + 1] = {kind = kind, name = name, value = value}
end

local function add_parameters(list, query)
  for name, value in query:gmatch "([^&=]+)=?([^&]*)" do add(list, "parameter", name, value) end
end

--- Of a string to sign of RPC signature 1.0.
---@param text string
---@return aliota.Part[]
function parts.v1(text)
  local list = {}
  local method, path, query = text:match "^([^&]*)&?([^&]*)&?(.*)$"
  add(list, "method", nil, method)
  add(list, "path", nil, path)
  add_parameters(list, decode(query))
  return list
end

--- Of a canonical request of signature V3.
---@param text string
---@return aliota.Part[]
function parts.v3(text)
  local list = {}
  local method, path, query, headers, names, hash =
    (text .. "\n"):match "^([^\n]*)\n([^\n]*)\n([^\n]*)\n(.-)\n?\n([^\n:]*)\n([^\n]*)\n?$"
  if not method then return list end
  add(list, "method", nil, method)
  add(list, "path", nil, path)
  add_parameters(list, query)
  for name, value in headers:gmatch "([^\n:]+):([^\n]*)" do add(list, "header", name, value) end
  add(list, "names of the signed headers", nil, names)
  add(list, "hash of the body", nil, hash)
  return list
end

return parts
