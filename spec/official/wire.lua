-- Takes a request apart, as it came over the wire or as request.lua built it.
local wire = {}

local function decode(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end

local function read_parameters(text, parameters)
  for name, value in text:gmatch "([^&=]+)=([^&]*)" do parameters[decode(name)] = decode(value) end
end

--- @param request table method, url (with or without scheme and host), headers (by lower-case name), body or nil
--- @return table parts method, path, parameters, headers
function wire.read(request)
  local path, query = request.url:gsub("^%a+://[^/]*", ""):match "^([^?]*)%??(.*)$"
  local parameters = {}
  read_parameters(query, parameters)
  read_parameters(request.body or "", parameters)
  return {method = request.method, path = path, parameters = parameters, headers = request.headers}
end

--- Headers by lower-case name from lines such as "Name: value".
function wire.headers(lines)
  local headers = {}
  for _, line in ipairs(lines) do
    local name, value = line:match "^([^:]+): (.*)$"
    headers[name:lower()] = value
  end
  return headers
end

--- The key, the names of the signed headers and the signature of an Authorization header.
function wire.authorization(headers)
  return headers.authorization:match "^ACS3%-HMAC%-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=(%x+)$"
end

return wire
