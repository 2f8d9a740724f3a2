-- The sandbox in a child process.

local child = require "aliota.sandbox.child"

local process = {}

local CHILD = 'require("aliota.sandbox.process").run_child()'

-- The child loads the same sandbox as the parent, also when the parent found it through package.path.
local function child_script()
  local root = debug.getinfo(1, "S").source:match("^@(.*)aliota/sandbox/process%.lua$")
  if not root then return CHILD end
  return ("package.path = %q .. package.path %s"):format(root .. "?.lua;" .. root .. "?/init.lua;", CHILD)
end

--- Starts a sandbox in a child process and waits until it serves.
---@param options table checked options, without functions
---@param lua string? the interpreter; nil for Lua 5.4, whatever its name
---@return table? handle `endpoint`, `credentials`, `job_id` and `stop`
---@return string? message what the child said when it did not start
function process.start(options, lua)
  local handle, message = child.start(lua, child_script(), options)
  if not handle then return nil, "the sandbox did not start: " .. message end
  return handle
end

--- The child's side: serves until its parent wants it to end, or is gone.
function process.run_child()
  local sandbox = require "aliota.sandbox"
  local stopped, message = sandbox.serve(child.options(), function(running)
    running:stop_when(child.wait_for_end)
    child.ready {endpoint = running.endpoint, credentials = running.credentials, job_id = running.job_id}
  end)
  if not stopped then
    io.stderr:write(message, "\n")
    os.exit(1)
  end
end

return process
