-- What is signed, against a second computation that shares no line with the first.
local core = require "aliota.core"
local expect = require "fuzz.expect"

local function encoded(text)
  local list = {}
  for i = 1, #text do
    local byte = text:sub(i, i)
    list[i] = byte:find "^[A-Za-z0-9%-_.~]$" and byte or ("%%%02X"):format(byte:byte())
  end
  return table.concat(list)
end

-- Names are told apart by their bytes, and sorted by them.
local function query_of(params)
  local names, list = {}, {}
  for name in pairs(params) do names[#names + 1] = name end
  table.sort(names, function(a, b)
    for i = 1, math.max(#a, #b) do
      local x, y = a:byte(i) or -1, b:byte(i) or -1
      if x ~= y then return x < y end
    end
    return false
  end)
  for i, name in ipairs(names) do list[i] = encoded(name) .. "=" .. encoded(params[name]) end
  return table.concat(list, "&")
end

-- `name=value&…` of any bytes.
local function params_of(text)
  local params = {}
  for name, value in text:gmatch "([^=&]+)=([^&]*)" do params[name] = value end
  return params
end

return function(text)
  expect.same(encoded(text), core.sign.encode(text), "encoding")
  local params = params_of(text)
  local query = query_of(params)
  local signature, ours, to_sign = core.sign.v1("GET", params, text)
  expect.same({query, "GET&%2F&" .. encoded(query)}, {ours, to_sign}, "RPC 1.0")
  expect.same(28, #signature, "length of a signature")
  local headers = {host = "h", ["x-acs-date"] = "d"}
  local _, v3, signed, request = core.sign.v3("POST", "/", params, headers, core.sign.sha256(text), "secret")
  local expected = ("POST\n/\n%s\nhost:h\nx-acs-date:d\n\nhost;x-acs-date\n%s"):format(query, core.sign.sha256(text))
  expect.same({query, "host;x-acs-date", expected}, {v3, signed, request}, "V3")
end
