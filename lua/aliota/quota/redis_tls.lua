-- Connections to Redis over TLS outside nginx: of cqueues and luaossl, as the two know what certificate a host must
-- show, and look like LuaSocket's to lua-redis. In a loop of cqueues other coroutines may go on meanwhile.
local needed = require "aliota.util.needed"

local tls = {}

-- OpenSSL's verdicts (X509_V_ERR_…), which luaossl has as numbers.
local VERDICTS = {
  [9] = "the certificate is not valid yet", [10] = "the certificate has expired",
  [62] = "the certificate is of another host", [64] = "the certificate is of another host",
}
for _, verdict in ipairs {2, 18, 19, 20, 21} do
  VERDICTS[verdict] = "no authority that is trusted here has signed the certificate"
end

local function new_context(address)
  local context = needed "openssl.ssl.context"
  local store, expected = needed "openssl.x509.store".new(), needed "openssl.x509.verify_param".new()
  if address.ca_file then store:add(address.ca_file) else store:addDefaults() end
  local is_number = address.host:find "^[%d.]+$" or address.host:find(":", 1, true)
  expected[is_number and "setIP" or "setHost"](expected, address.host)
  local made = context.new("TLS", false)
  made:setVerify(context.VERIFY_PEER)
  made:setStore(store)
  made:setParam(expected)
  return made
end

local BLOCK = "%-%-%-%-%-BEGIN CERTIFICATE%-.-%-END CERTIFICATE%-%-%-%-%-"

-- Has a certificate of ours ready for the next handshake.
local function show(context, certificate)
  local pem, problem = certificate()
  if not pem then return nil, problem end
  local x509, chain = needed "openssl.x509", needed "openssl.x509.chain".new()
  local own
  for block in pem:gmatch(BLOCK) do
    if own then chain:add(x509.new(block)) else own = x509.new(block) end
  end
  context:setCertificate(own)
  context:setCertificateChain(chain)
  context:setPrivateKey(needed "openssl.pkey".new(pem))
  return true
end

-- What went wrong with a socket, as LuaSocket would say it.
local function told(problem)
  local errno = needed "cqueues.errno"
  if not problem then return "closed" end
  if problem == errno.ETIMEDOUT then return "timeout" end
  return errno.strerror(problem) or ("error %s"):format(problem)
end

local function refusal(socket, address, problem)
  local session = socket:checktls()
  local verdict = session and session:getVerifyResult() or 0
  local reason = verdict == 0 and told(problem) or VERDICTS[verdict] or ("OpenSSL's verify error %d"):format(verdict)
  return ("TLS handshake with %s: %s"):format(address.host, reason)
end

--- What lua-redis asks of a socket.
---@class aliota.RedisTlsSocket
local Socket = {}
Socket.__index = Socket

function Socket:send(text)
  local written, problem = self.socket:write(text)
  if written then written, problem = self.socket:flush() end
  if not written then return nil, told(problem) end
  return #text
end

function Socket:receive(what)
  local text, problem = self.socket:read(what)
  if not text then return nil, told(problem) end
  return text
end

function Socket:close() self.socket:close() end

--- Connects, and checks who answers.
---@param address aliota.RedisAddress
---@return aliota.RedisTlsSocket|nil
---@return string|nil problem
function tls.connect(address)
  address.context = address.context or new_context(address)
  if address.certificate then
    local is_ready, problem = show(address.context, address.certificate)
    if not is_ready then return nil, problem end
  end
  local socket = needed "cqueues.socket".connect {host = address.host, port = address.port, nodelay = true}
  socket:onerror(function(_, _, problem) return problem end)
  socket:setmode("bn", "bn")
  socket:settimeout(address.timeout)
  local done, problem = socket:connect(address.timeout)
  if not done then
    socket:close()
    return nil, told(problem)
  end
  done, problem = socket:starttls(address.context, address.timeout)
  if not done then
    problem = refusal(socket, address, problem)
    socket:close()
    return nil, problem
  end
  return setmetatable({socket = socket}, Socket)
end

return tls
