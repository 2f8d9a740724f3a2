-- A certificate authority in a folder of its own, and certificates from it, made by OpenSSL's own command.
local shell = require "spec.support.shell"

local authority = {}

local Authority = {}
Authority.__index = Authority

local EC = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

local function run(command, ...)
  local output, status = shell.run(command:format(...))
  assert(status == 0, output)
end

--- Makes one.
---@param name string
---@return table authority `folder`, `file` (its certificate), `issue(name, days)`, `issue_below(name)`,
---`encrypt(name, password)`, `remove()`
function authority.new(name)
  local self = setmetatable({folder = shell.run("mktemp -d"):gsub("\n$", "")}, Authority)
  self.file = self.folder .. "/ca.pem"
  run("cd '%s' && openssl req -x509 %s -keyout ca.key -out ca.pem -days 30 -subj '/CN=%s'", self.folder, EC, name)
  return self
end

--- Makes a certificate for 127.0.0.1 and localhost, as name.pem, its key as name.key, and both as name-both.pem. (The
--- address stands there as a name of DNS, too: nginx's Lua module looks for it nowhere else.)
---@param name string  its CN
---@param days integer|nil  until it expires; below zero: it has expired
---@return string cert_file
---@return string key_file
---@return string both
function Authority:issue(name, days)
  local path = self.folder .. "/" .. name
  run("cd '%s' && openssl req %s -keyout '%s.key' -out request -subj '/CN=%s' && "
    .. "echo subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:127.0.0.1 >names && openssl x509 -req -in request "
    .. "-CA ca.pem -CAkey ca.key -CAcreateserial -extfile names -days %d -out '%s.pem' && "
    .. "cat '%s.pem' '%s.key' >'%s-both.pem'",
    self.folder, EC, name, name, days or 30, name, name, name, name)
  return path .. ".pem", path .. ".key", path .. "-both.pem"
end

--- Makes a certificate as `issue` does, but of an authority between it and the root, which stands after it.
---@param name string
---@return string name  of the files
function Authority:issue_below(name)
  run("cd '%s' && openssl req %s -keyout between.key -out request -subj /CN=between && "
    .. "echo basicConstraints=CA:TRUE >names && openssl x509 -req -in request -CA ca.pem -CAkey ca.key -CAcreateserial "
    .. "-extfile names -days 30 -out between.pem", self.folder, EC)
  run("cd '%s' && openssl req %s -keyout below.key -out request -subj '/CN=%s' && openssl x509 -req -in request "
    .. "-CA between.pem -CAkey between.key -CAcreateserial -days 30 -out below.pem && cat between.pem >>below.pem",
    self.folder, EC, name)
  return "below"
end

--- The key of a certificate behind a password, and both in PKCS#12.
---@param name string
---@param password string
---@param rounds integer|nil  in which the password is made into a key; default as of OpenSSL's own
---@return string key_file
---@return string p12
function Authority:encrypt(name, password, rounds)
  local many = rounds and "-iter " .. rounds or ""
  run("cd '%s' && openssl pkcs8 -topk8 %s -in '%s.key' -out '%s-locked.key' -passout 'pass:%s' && "
    .. "openssl pkcs12 -export %s -in '%s.pem' -inkey '%s.key' -out '%s.p12' -passout 'pass:%s'",
    self.folder, many, name, name, password, many, name, name, name, password)
  local path = self.folder .. "/" .. name
  return path .. "-locked.key", path .. ".p12"
end

function Authority:remove() os.execute("rm -rf '" .. self.folder .. "'") end

return authority
