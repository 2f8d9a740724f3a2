-- A stand-in for the service on the loopback interface, to rehearse without an account, a device or the internet.
--
-- It knows one update batch of made-up tasks and the operation ListOTATaskByJob with its documented rules, and judges
-- signatures with a code path that shares nothing with the client. What the vendor's pages leave open is an
-- assumption, named where it is made.
--
-- Options of all three functions, every one optional:
--   port (0: a free one), devices (2500), seed (1), job_id (made from the seed), access_key_id, access_key_secret,
--   security_token (none: long-lived keys), instance_id (none), timeout_minutes (1440, or false),
--   clock (os.time; a function that returns epoch seconds), log (a function that is given one line a request).

local check = require "aliota.sandbox.options"

local sandbox = {}

--- A sandbox without network: `handle{method, path, query, headers, body}` returns `{status, headers, body}`.
---@param options table? unknown or unfit ones raise at the caller's line
---@return table responder with `handle`, `credentials` and `job_id`
function sandbox.new(options)
  return require("aliota.sandbox.responder").new(check.complete(options, 2))
end

--- Serves in this process until stopped.
---@param options table?
---@param on_ready fun(running: table) gets `endpoint`, `credentials`, `job_id` and `stop_when(self, wait)`, which takes
---a function to run in the server's cqueues loop: serving ends when it returns
---@return boolean? stopped true after an orderly end
---@return string? message lua-http is missing, or the port can't be had
function sandbox.serve(options, on_ready)
  options = check.complete(options, 2)
  if type(on_ready) ~= "function" then error("serve: a function expected, to be called when it is ready", 2) end
  local responder = require("aliota.sandbox.responder").new(options)
  local server, message = require("aliota.sandbox.server").listen(responder, options.port)
  if not server then return nil, message end
  on_ready({
    endpoint = server.endpoint,
    credentials = responder.credentials,
    job_id = responder.job_id,
    stop_when = function(_, wait) server:stop_when(wait) end,
  })
  server:run()
  return true
end

--- Starts a sandbox in a child process, which ends with `stop` or with this process.
---@param options table? as above, without `clock` and `log`, and with `lua`, the interpreter (default: Lua 5.4)
---@return table? handle `endpoint`, `credentials`, `job_id`, `stop(self)`; also usable as a to-be-closed variable
---@return string? message why it did not start
function sandbox.start(options)
  if options ~= nil and type(options) ~= "table" then error("a table of options expected", 2) end
  local crossing, lua = {}, nil
  for name, value in pairs(options or {}) do
    if name == "lua" then
      if type(value) ~= "string" then error("option 'lua' must be the name of an interpreter", 2) end
      lua = value
    elseif type(value) == "function" then
      error(("option '%s' can't reach a child process"):format(tostring(name)), 2)
    else
      crossing[name] = value
    end
  end
  check.complete(crossing, 2)
  return require("aliota.sandbox.process").start(crossing, lua)
end

return sandbox
