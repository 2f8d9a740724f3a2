-- What a client asks of its connections beyond what all are made with: certificates of its own, how it logs in to a
-- proxy, versions of TLS and HTTP. Loaded where one of these options is given.
local client_certificate = require "aliota.util.client_certificate"
local core = require "aliota.core"
local loop = require "aliota.loop"
local merge = require "aliota.util.merge"
local unreadable = require "aliota.util.unreadable"

local connection = {}

local SIDES = {"", "proxy_"} -- before the names of what is the same for the service and for a proxy
local FILES = {"cert_file", "key_file", "proxy_ca_file", "proxy_cert_file", "proxy_key_file"}
local OF_PROXY = {"proxy_ca_file", "proxy_cert_file", "proxy_key_file", "proxy_key_password", "proxy_auth"}

local function without_proxy(options, proxy)
  for _, name in ipairs(OF_PROXY) do
    if options[name] and proxy == false then return name .. " needs a proxy, and proxy is false" end
  end
end

local LACKS = "is %q, which this libcurl (%s) was built without; %s"

local function lacking(options, proxy)
  local there, curl, auth = core.http.features(), core.versions().curl, options.proxy_auth
  if options.http == "2" and not there.http2 then return "http " .. LACKS:format("2", curl, "leave it out") end
  if (auth == "ntlm" or auth == "negotiate") and not there[auth] then
    return "proxy_auth " .. LACKS:format(auth, curl, "\"any\" takes what there is")
  end
  if proxy and proxy:find "^[hH][tT][tT][pP][sS]:" and not there.https_proxy then
    return ("proxy is one of https, which this libcurl (%s) was built without"):format(curl)
  end
end

--- What is wrong with these options together, with their files, or with this libcurl.
---@param options table  those of them that are given
---@param proxy string|false|nil  an option, too
---@return string|nil problem
function connection.problem_with(options, proxy)
  local problem = without_proxy(options, proxy) or lacking(options, proxy)
  for _, side in ipairs(SIDES) do problem = problem or client_certificate.misuse(options, side) end
  problem = problem or unreadable(options, "proxy_ca_file")
  for _, side in ipairs(SIDES) do problem = problem or client_certificate.flaw(options, side) end
  return problem
end

-- What stands in the options, for errors to name.
local function described(options)
  local parts = {}
  for _, name in ipairs(FILES) do
    if options[name] then parts[#parts + 1] = ("%s %s"):format(name, options[name]) end
  end
  return table.concat(parts, ", ")
end

---@class aliota.Connection  passwords are in its functions, so that no dump shows them
---@field files string  which are given, by their options
---@field proxy_auth string|nil  the option
---@field read fun(url: string): table|nil, string|nil  what the core is told; or why a certificate can't be used
---@field forget fun()  the passwords that functions gave

-- Whether libcurl would share connections of others by mistake: to a proxy of https it looks at what they asked of that
-- proxy's TLS only if the service has TLS, too.
local function is_mistakable(options, url)
  return (options.proxy_ca_file or options.proxy_cert_file) and not url:find "^[hH][tT][tT][pP][sS]:"
end

--- How a client makes its connections.
---@param options table  without problem
---@return aliota.Connection
function connection.new(options)
  local kept
  local read
  function read(url)
    if kept then return is_mistakable(options, url) and merge(kept, {unshared = true}) or kept end
    local told = merge(options)
    for _, side in ipairs(SIDES) do
      local problem = client_certificate.complete(told, side)
      if problem then return nil, problem end
    end
    kept = told
    return read(url)
  end
  return {
    files = described(options), proxy_auth = options.proxy_auth, read = read, forget = function() kept = nil end,
  }
end

local OF_HTTP2 = {http = "2", unshared = true}

--- The same, of HTTP/2 where the service agrees, and each anew: libcurl would take one of HTTP/1.1 that is open.
---@param made aliota.Connection|nil
---@return aliota.Connection
function connection.with_http2(made)
  if not made then return connection.new(OF_HTTP2) end
  return merge(made, {read = function(url)
    local told, problem = made.read(url)
    return told and merge(told, OF_HTTP2), problem
  end})
end

local never_sent = {__index = {}}

function never_sent.__index.done() return true end
function never_sent.__index.sent() return nil end
function never_sent.__index.cancel() end

function never_sent.__index:result()
  return nil, {category = "certificate", message = self.problem, seconds = 0, sent = false, connected = false}
end

-- In place of a transfer: one that has failed before anything was sent.
local function failed(problem) return setmetatable({problem = problem}, never_sent) end

--- Sends a request by such a connection.
---@param wanted table  of the core
---@param made aliota.Connection
---@param addresses table  of transport.start: whatever goes wrong is told with it
---@return userdata|table transfer
function connection.start(wanted, made, addresses)
  addresses.connection = made
  local told, problem = made.read(wanted.url)
  if not told then return failed(problem) end
  wanted.connection = told
  return loop.http():queue(wanted)
end

return connection
