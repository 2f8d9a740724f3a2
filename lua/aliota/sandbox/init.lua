-- A stand-in for the service on the loopback interface, to rehearse without an account, a device or the internet.
--
-- It has a made-up account (a product with its devices, an update package, an update batch whose id is known from the
-- start) in virtual time, and all 26 OTA operations with their documented rules; it judges signatures with a code path
-- that shares nothing with the client. What the vendor's pages leave open is a switch, or an assumption that is named
-- where it is made.
--
-- Options of all three functions, every one optional:
--   port (0: a free one), devices (2500), seed (1), job_id (made from the seed), access_key_id, access_key_secret,
--   security_token (none: long-lived keys), instance_id (none), timeout_minutes (1440, or false),
--   clock (the time of day; a function that returns epoch seconds), log (a function that is given one line a request),
--   users (none; a list of {access_key_id, access_key_secret, security_token, expires_in, account}: further key pairs,
--   of the same account unless they name another; temporary ones expire after so many seconds of virtual time),
--   keys_expire_in (3600, or a text such as "1h": seconds of the life of temporary keys that the metadata service
--   and the credentials URI hand out; see sandbox/identity.lua), imds_v1 (true; false: the metadata service wants
--   a token), qps (false: no quota; true: the documented ones; or a number for every operation), throttle_status
--   (400; or 429, 503, 200), retry_after (false; true sends x-acs-retry-after), chaos (none; kinds and settings,
--   see sandbox/chaos.lua), tls (false; true serves https with a certificate authority of its own).
--
-- Options of the world:
--   rollout ("settled": the batch looks nearly through; "fresh": it begins now), starts_at (virtual epoch seconds at
--   which the world begins, the present; the same seed makes the same world at any time, its times apart), speed (0:
--   time stands still until it is advanced; or virtual seconds a second), new_devices_per_minute (2; they come while a
--   dynamic batch runs).
--
-- Options for what the vendor leaves open:
--   order ("stable": as the tasks were created; "newest_change_first"; "oldest_change_first"),
--   page_past_end ("empty", or "error"), unknown_device_names ("left_out", or "error"),
--   status_filters_names (true; false: TaskStatus is not looked at when DeviceNames are given).

local blame = require "aliota.util.blame"
local check = require "aliota.sandbox.switches"
local errors = require "aliota.api.errors"

local sandbox = {}

--- A sandbox without network: `handle{method, path, query, headers, body}` returns `{status, headers, body}`.
---@param options table? unknown or unfit ones raise at the caller's line
---@return table responder with `handle`, `credentials`, `job_id` and `world` (see sandbox/world.lua)
function sandbox.new(options)
  return require("aliota.sandbox.responder").new(check.complete(options))
end

--- Serves in this process until stopped.
---@param options table?
---@param on_ready fun(running: table) gets `endpoint`, `ca_file` (with tls), `credentials`, `job_id` and
---`stop_when(self, wait)`, which takes a function to run in the server's cqueues loop: serving ends when it returns
---@return boolean? stopped true after an orderly end
---@return aliota.Error? err the port can't be had
function sandbox.serve(options, on_ready)
  options = check.complete(options)
  if type(on_ready) ~= "function" then blame("serve: a function expected, to be called when it is ready") end
  local responder = require("aliota.sandbox.responder").new(options)
  local context, ca
  if options.tls then context, ca = require("aliota.sandbox.tls").new() end
  local listening = {port = options.port, context = context}
  local server, message = require("aliota.sandbox.server").listen(responder, listening)
  if not server then return nil, errors.new {kind = "sandbox", message = message} end
  local ca_file = ca and require("aliota.sandbox.tls").write(ca)
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
---@param options table? as above, without functions, and with `lua`, the interpreter (default: Lua 5.4)
---@return table? handle `endpoint`, `ca_file` (with tls), `credentials`, `job_id`, `stop(self)`, and what a sandbox
---alone has: `truth`, `stats`, `advance`, `clock`, `chaos` and `reset`, see sandbox/remote.lua; also usable as a
---to-be-closed variable
---@return aliota.Error? err why it did not start
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
