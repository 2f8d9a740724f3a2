-- A certificate authority of the sandbox's own, and a certificate from it for the loopback interface.

local needed = require "aliota.util.needed"
local altname = needed "openssl.x509.altname"
local context = needed "openssl.ssl.context"
local extension = needed "openssl.x509.extension"
local name = needed "openssl.x509.name"
local pkey = needed "openssl.pkey"
local rand = needed "openssl.rand"
local x509 = needed "openssl.x509"

local tls = {}

local LIFETIME = 30 * 86400 -- seconds; a sandbox may run for weeks
local LEEWAY = 3600 -- seconds, for a client whose clock is behind

local function new_name(common_name)
  local subject = name.new()
  subject:add("CN", common_name)
  return subject
end

-- An unsigned certificate and its key.
local function new_certificate(subject, issuer)
  local key, certificate = pkey.new({type = "EC", curve = "prime256v1"}), x509.new()
  certificate:setVersion(3)
  certificate:setSerial(1 + rand.uniform(2 ^ 31))
  certificate:setSubject(subject)
  certificate:setIssuer(issuer)
  certificate:setLifetime(os.time() - LEEWAY, os.time() + LIFETIME)
  certificate:setPublicKey(key)
  certificate:addExtension(extension.new("subjectKeyIdentifier", "hash", {subject = certificate}))
  return certificate, key
end

local function new_authority()
  local subject = new_name("aliota sandbox CA")
  local certificate, key = new_certificate(subject, subject)
  certificate:setBasicConstraints({CA = true})
  certificate:setBasicConstraintsCritical(true)
  certificate:addExtension(extension.new("keyUsage", "critical,keyCertSign,cRLSign"))
  certificate:sign(key)
  return certificate, key
end

--- Makes both anew.
---@param names string[]? what the server at 127.0.0.1 is also called
---@return userdata context for a server
---@return string ca the authority's certificate, in PEM
function tls.new(names)
  local authority, authority_key = new_authority()
  local certificate, key = new_certificate(new_name("127.0.0.1"), authority:getSubject())
  local hosts = altname.new()
  hosts:add("IP", "127.0.0.1")
  for _, host in ipairs(names or {"localhost"}) do hosts:add("DNS", host) end
  certificate:setSubjectAlt(hosts)
  certificate:addExtension(extension.new("authorityKeyIdentifier", "keyid", {issuer = authority}))
  certificate:sign(authority_key)
  local server = context.new("TLS", true)
  server:setCertificate(certificate)
  server:setPrivateKey(key)
  return server, authority:toPEM()
end

--- Writes the authority's certificate to a file of its own, for clients to trust.
---@param ca string
---@return string|nil path to be removed by the caller
---@return string|nil problem
function tls.write(ca)
  local path = os.tmpname()
  local file, problem = io.open(path, "w")
  if not file then return nil, problem end
  local is_written, why = file:write(ca)
  local is_closed, late = file:close()
  if is_written and is_closed then return path end
  os.remove(path)
  return nil, ("%s: %s"):format(path, why or late)
end

return tls
