-- A stand-in for the service on the loopback interface, to rehearse without an account, a device or the internet.
--
-- It has a made-up account (a product with its devices, an update package, an update batch whose id is known from the
-- start) in virtual time, and all 26 OTA operations with their documented rules; it judges signatures with a code path
-- that shares nothing with the client. What the vendor's pages leave open is a switch, or an assumption that is named
-- where it is made.
local blame = require "aliota.util.blame"
local check = require "aliota.sandbox.switches"
local errors = require "aliota.api.errors"

---@class aliota.sandbox  a stand-in for the service
local sandbox = {}

--- A sandbox without network: `handle{method, path, query, headers, body}` returns `{status, headers, body}`.
---@param options aliota.sandbox.Options|nil  unknown or unfit ones raise at the caller's line
---@return aliota.sandbox.Responder
function sandbox.new(options)
  return require("aliota.sandbox.responder").new(check.complete(options))
end

---@class aliota.sandbox.Running
---@field endpoint string
---@field ca_file string|nil  with tls: the authority to trust
---@field credentials aliota.Credentials
---@field job_id string
---@field stop_when fun(self: aliota.sandbox.Running, wait: fun())  takes a function to run in the server's cqueues
---loop: serving ends when it returns

--- Serves in this process until stopped.
---@param options aliota.sandbox.Options|nil
---@param on_ready fun(running: aliota.sandbox.Running)  called once it serves
---@return true|nil stopped  after an orderly end
---@return aliota.Error|nil err  the port can't be had
function sandbox.serve(options, on_ready)
  options = check.complete(options)
  if type(on_ready) ~= "function" then blame("serve: a function expected, to be called when it is ready") end
  local responder = require("aliota.sandbox.responder").new(options)
  local context, ca, ca_file
  if options.tls then context, ca = require("aliota.sandbox.tls").new() end
  local listening = {port = options.port, context = context}
  local server, message = require("aliota.sandbox.server").listen(responder, listening)
  if ca and server then ca_file, message = require("aliota.sandbox.tls").write(ca) end
  if message then return nil, errors.new {kind = "sandbox", message = message} end
  on_ready({
    endpoint = server.endpoint,
    ca_file = ca_file,
    credentials = responder.credentials,
    job_id = responder.job_id,
    stop_when = function(_, wait) server:stop_when(wait) end,
  })
  server:run()
  if ca_file then os.remove(ca_file) end
  return true
end

--- Starts a sandbox in a child process, which ends with `stop` or with this process.
---@param options aliota.sandbox.StartOptions|nil  no function is among them
---@return aliota.sandbox.Service|nil
---@return aliota.Error|nil err  why it did not start
function sandbox.start(options)
  if options ~= nil and type(options) ~= "table" then blame("a table of options expected, not a " .. type(options)) end
  local crossing, lua = {}, nil
  for name, value in pairs(options or {}) do
    if name == "lua" then
      if type(value) ~= "string" then blame("lua must be the name of an interpreter") end
      lua = value
    elseif type(value) == "function" then
      blame(("%s is a function, which can't reach a child process"):format(tostring(name)))
    else
      crossing[name] = value
    end
  end
  check.complete(crossing)
  return require("aliota.sandbox.process").start(crossing, lua)
end

return sandbox
