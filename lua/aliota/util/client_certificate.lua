-- A certificate that a client shows to whom it connects to, or to a proxy: then all names of options begin with
-- "proxy_".
local content = require "aliota.util.content"
local core = require("aliota.core").http
local unreadable = require "aliota.util.unreadable"

local client_certificate = {}

local function is_pkcs12(path) return path:find "%.[pP]12$" ~= nil or path:find "%.[pP][fF][xX]$" ~= nil end

local function text_problem(password)
  return password:find "[%z\r\n]" and "holds a line end or a NUL byte" or nil
end

--- What is wrong with the option `key_password`.
---@param value any
---@return string|nil problem  as it goes on after the option's name
function client_certificate.problem_with_password(value)
  if type(value) == "function" then return nil end
  if type(value) ~= "string" then return "must be a text or a function" end
  return text_problem(value)
end

--- What stands without that which it belongs to.
---@param options table
---@param side string  "" or "proxy_"
---@return string|nil problem
function client_certificate.misuse(options, side)
  local cert, key = side .. "cert_file", side .. "key_file"
  for _, name in ipairs {key, side .. "key_password"} do
    if options[name] ~= nil and not options[cert] then return ("%s needs %s"):format(name, cert) end
  end
  if options[key] and is_pkcs12(options[cert]) then
    return ("%s and %s exclude each other, as a file of PKCS#12 (.p12, .pfx) has its key in it"):format(cert, key)
  end
end

local function locked(options, side, name)
  local given = options[side .. "key_password"] ~= nil
  return ("%s %s is locked by a password, and %skey_password is %s"):format(name, options[name], side,
    given and "another one" or "not given")
end

-- The options that name certificate and key; the latter's file for the core, which takes none for PKCS#12.
local function named(options, side)
  local cert = side .. "cert_file"
  local key = options[side .. "key_file"] and side .. "key_file" or cert
  return cert, key, not is_pkcs12(options[cert]) and options[key] or nil
end

local function problem_with_files(options, side)
  return unreadable(options, side .. "cert_file") or unreadable(options, side .. "key_file")
end

local function flaw_with(options, side, password)
  local cert, key, key_file = named(options, side)
  local problem, is_packed = problem_with_files(options, side), not key_file
  if problem then return problem end
  local flaw, why = core.certificate_flaw(options[cert], key_file, password)
  if flaw == "unread" then
    return ("%s can't be read: %s"):format(key == cert and cert or cert .. " or " .. key, why)
  elseif flaw == "certificate" then
    local where = is_packed and " that OpenSSL can read" or " in PEM"
    return ("%s %s holds no certificate%s"):format(cert, options[cert], where)
  elseif flaw == "key" and (is_packed or (content(options[key]) or ""):find("ENCRYPTED", 1, true)) then
    return locked(options, side, key)
  elseif flaw == "key" then
    return ("%s %s holds no private key in PEM"):format(key, options[key])
  elseif flaw then
    return ("the key in %s %s does not belong to the certificate in %s %s"):format(key, options[key], cert,
      options[cert])
  end
end

--- What is wrong with the files, as far as it can be told without asking anybody for the password.
---@param options table  without misuse
---@param side string
---@return string|nil problem
function client_certificate.flaw(options, side)
  local password = options[side .. "key_password"]
  if not options[side .. "cert_file"] then return nil end
  if type(password) == "function" then return problem_with_files(options, side) end
  return flaw_with(options, side, password or "")
end

local function asked(name, give)
  local password, problem = give()
  if type(password) == "string" then
    local flaw = text_problem(password)
    if not flaw then return password end
    problem = "what it returned " .. flaw
  elseif password ~= nil then
    problem = ("it returned a %s, not a text"):format(type(password))
  end
  return nil, ("the function %s gave no password: %s"):format(name, tostring(problem or "it returned nil"))
end

--- Puts a password in the place of the function that gives it, and adds what kind of file there is.
---@param told table  what the options are
---@param side string
---@return string|nil problem
function client_certificate.complete(told, side)
  local cert, name, problem = told[side .. "cert_file"], side .. "key_password", nil
  if not cert then return nil end
  if type(told[name]) == "function" then
    told[name], problem = asked(name, told[name])
    problem = problem or flaw_with(told, side, told[name])
  end
  if is_pkcs12(cert) then told[side .. "cert_type"] = "P12" end
  return problem
end

--- What reads the files, for a client that takes no names of files. It reads them each time, as they may be renewed;
--- a function's password is kept while it fits. A function, so that no dump shows what it knows.
---@param options {cert_file: string, key_file: string|nil, key_password: string|function|nil}  without flaw
---@return fun(): string|nil, string|nil  certificate, key without a password, and chain, in PEM; or why there are none
function client_certificate.reader(options)
  local kept
  return function()
    local told = {
      cert_file = options.cert_file, key_file = options.key_file, key_password = kept or options.key_password,
    }
    local problem = client_certificate.complete(told, "")
    local _, _, key_file = named(told, "")
    local pem = not problem and core.certificate_pem(told.cert_file, key_file, told.key_password or "")
    kept = pem and told.key_password or nil
    if pem then return pem end
    problem = problem or flaw_with(told, "", told.key_password or "") or "the certificate has just changed"
    return nil, "no certificate of ours can be shown: " .. problem
  end
end

return client_certificate
