-- Signs requests for specs of the sandbox. Parameters are given as they go over the wire, "Name=value" with the value
-- already encoded, so nothing is decoded, and only what the vendor's rules call encoding twice is encoded here.

local digest = require "openssl.digest"
local hmac = require "openssl.hmac"

local signer = {}

signer.NOW = 1767323045 -- 2026-01-02T03:04:05Z
signer.TIMESTAMP = "2026-01-02T03:04:05Z"
signer.ID, signer.SECRET = "sandbox-access-key-id", "sandbox-access-key-secret"
signer.JOB = "job1"

local count = 0

function signer.nonce()
  count = count + 1
  return ("nonce%d"):format(count)
end

local function hex(bytes)
  return (bytes:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end))
end

local ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

-- Of the 20 bytes of a SHA-1: their bits, in groups of six, and one "=" for the two bits that are left over.
local function base64(bytes)
  local bits = bytes:gsub(".", function(byte)
    local text = ""
    for i = 7, 0, -1 do text = text .. math.floor(byte:byte() / 2 ^ i) % 2 end
    return text
  end)
  return (bits .. "00"):gsub("%d%d%d%d%d%d", function(six)
    local digit = tonumber(six, 2) + 1
    return ALPHABET:sub(digit, digit)
  end) .. "="
end

local function sorted(words)
  local copy = {}
  for i, word in ipairs(words) do copy[i] = word end
  table.sort(copy, function(a, b) return a:match("^[^=]*") < b:match("^[^=]*") end)
  return table.concat(copy, "&")
end

local function escaped(text)
  return (text:gsub("[%%=&]", {["%"] = "%25", ["="] = "%3D", ["&"] = "%26"}))
end

--- Common parameters of RPC signature 1.0 with `changes`: {Name = value, or false for none}.
function signer.v1(parameters, changes, method, secret)
  local common = {
    Action = "ListOTATaskByJob", Version = "2018-01-20", AccessKeyId = signer.ID, SignatureMethod = "HMAC-SHA1",
    SignatureVersion = "1.0", SignatureNonce = signer.nonce(), Timestamp = "2026-01-02T03%3A04%3A05Z", Format = "JSON",
  }
  for name, value in pairs(changes or {}) do common[name] = value end
  local words = {}
  for name, value in pairs(common) do
    if value then words[#words + 1] = name .. "=" .. value end
  end
  for _, parameter in ipairs(parameters or {"JobId=" .. signer.JOB}) do words[#words + 1] = parameter end
  method = method or "GET"
  local canonical = sorted(words)
  local key = hmac.new((secret or signer.SECRET) .. "&", "sha1")
  local signature = base64(key:final(method .. "&%2F&" .. escaped(canonical)))
  local query = canonical .. "&Signature=" .. signature:gsub("[+/=]", {["+"] = "%2B", ["/"] = "%2F", ["="] = "%3D"})
  return {method = method, path = "/", query = query, headers = {host = "localhost"}, body = ""}
end

--- Headers of the signature V3 with `changes`: {header = value, or false for none}.
function signer.v3(parameters, changes, body, secret)
  local headers = {
    host = "localhost", ["x-acs-action"] = "ListOTATaskByJob", ["x-acs-version"] = "2018-01-20",
    ["x-acs-date"] = signer.TIMESTAMP, ["x-acs-signature-nonce"] = signer.nonce(),
    ["x-acs-content-sha256"] = hex(digest.new("sha256"):final(body or "")),
  }
  for name, value in pairs(changes or {}) do headers[name] = value or nil end
  local names, lines = {}, {}
  for name in pairs(headers) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do lines[i] = name .. ":" .. headers[name] .. "\n" end
  local query = sorted(parameters or {"JobId=" .. signer.JOB})
  local canonical = ("POST\n/\n%s\n%s\n%s\n%s"):format(query, table.concat(lines), table.concat(names, ";"),
    hex(digest.new("sha256"):final(body or "")))
  local to_sign = "ACS3-HMAC-SHA256\n" .. hex(digest.new("sha256"):final(canonical))
  headers.authorization = ("ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s"):format(
    signer.ID, table.concat(names, ";"), hex(hmac.new(secret or signer.SECRET, "sha256"):final(to_sign)))
  return {method = "POST", path = "/", query = query, headers = headers, body = body or ""}
end

return signer
