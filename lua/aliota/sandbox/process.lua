-- The sandbox in a child process.

local child = require "aliota.sandbox.child"
local errors = require "aliota.api.errors"
local remote = require "aliota.sandbox.remote"

local process = {}

---@class aliota.sandbox.Service: aliota.sandbox.Remote
---@field endpoint string
---@field ca_file string|nil  with tls: the authority to trust
---@field credentials aliota.Credentials
---@field job_id string
local Handle = {}
Handle.__index = Handle
for name, method in pairs(remote) do Handle[name] = method end

--- Stops the sandbox and waits until its process is gone. May be called again.
function Handle:stop()
  self.child:stop()
end

Handle.__close = Handle.stop

local CHILD = 'require("aliota.sandbox.process").run_child()'

--- Starts a sandbox in a child process and waits until it serves.
---@param options table checked options, without functions
---@param lua string? the interpreter; nil for Lua 5.4, whatever its name
---@return aliota.sandbox.Service|nil
---@return aliota.Error|nil err  with what the child said when it did not start
function process.start(options, lua)
  local handle, message = child.start(lua, CHILD, options)
  if not handle then
    return nil, errors.new {kind = "sandbox", message = "the sandbox did not start: " .. message}
  end
  return setmetatable({
    child = handle,
    endpoint = handle.endpoint,
    ca_file = handle.ca_file,
    credentials = handle.credentials,
    job_id = handle.job_id,
  }, Handle)
end

local function load_parts()
  for _, part in ipairs {"responder", "server"} do require("aliota.sandbox." .. part) end
end

local function fail(message)
  io.stderr:write(message, "\n")
  os.exit(1)
end

--- The child's side: serves until its parent wants it to end, or is gone.
function process.run_child()
  local are_there, problem = pcall(load_parts) -- a line on what is missing, and no traceback
  if not are_there then fail(problem) end
  local sandbox = require "aliota.sandbox"
  local ok, err = sandbox.serve(child.options(), function(running)
    running:stop_when(child.wait_for_end)
    child.ready {
      endpoint = running.endpoint,
      ca_file = running.ca_file,
      credentials = running.credentials,
      job_id = running.job_id,
    }
  end)
  if not ok then fail(err.message) end
end

return process
