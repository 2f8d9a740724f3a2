-- What a script for a person at a terminal needs around its work: what went wrong is said without a traceback, and the
-- exit status tells the truth, also of output that was lost and of ^C.
local script = {}

---@class aliota.Script
---@field failed integer      the exit status for an error
---@field lost string|nil     why output was lost
local Script = {INTERRUPTED = 130} -- as shells have it
Script.__index = Script

--- A script.
---@param failed integer|nil its exit status for an error (1)
---@return aliota.Script
function script.new(failed)
  return setmetatable({failed = failed or 1}, Script)
end

--- Ends the process.
---@param status integer
---@param message string|nil for standard error
function Script.exit(_, status, message)
  if message then io.stderr:write(message, "\n") end
  os.exit(status, true)
end

-- Modules and their rocks, where these have other names.
local ROCKS = {cjson = "lua-cjson", lxp = "luaexpat", openssl = "luaossl", socket = "luasocket"}

--- A module that not everybody has. Where it is missing, or one that it needs, that is said, and the script ends.
---@param name string
---@return any
function Script:require(name)
  local ok, result = pcall(require, name)
  if ok then return result end
  local missing = tostring(result):match "module '([^']+)' not found"
  if not missing then error(result, 0) end
  local first = missing:match "^[^.]+"
  self:exit(self.failed, ("the Lua module %s is missing; luarocks install %s"):format(missing, ROCKS[first] or first))
end

--- A parser of the command line, whose errors have the script's status and whose help is not lost unnoticed.
---@param name string
---@param description string
---@return table parser of argparse
function Script:parser(name, description)
  local parser = self:require "argparse"(name, description)
  parser:add_help {action = function() self:run(function() self:say(parser:get_help()) end) end}
  parser.error = function(_, message)
    self:exit(self.failed, ("%s\n\nError: %s"):format(parser:get_usage(), message))
  end
  return parser
end

local function check_output(self, ok, problem)
  if not ok then self.lost = self.lost or "standard output: " .. problem end
  if self.lost then error(self.lost, 0) end
end

--- Prints a line, or raises; `print` would not tell that it could not.
---@param value any
function Script:say(value)
  check_output(self, io.stdout:write(tostring(value), "\n"))
end

-- What LuaJIT has compiled repeats a write that failed: the second one succeeds, and the first is lost.
if rawget(_G, "jit") then jit.off(Script.say) end

--- Sends off what was printed so far, or raises. For what is to be seen at once; with lines as the buffer, glibc calls
--- a line written that was lost.
function Script:flush()
  check_output(self, io.stdout:flush())
end

--- Does the work of the script.
---@param work fun(): integer|nil returns the exit status, 0 if it says nothing; what it raises is for a person to read
---@return integer status
---@return string|nil message what went wrong
function Script:outcome(work)
  local ok, result = pcall(function()
    local status = work()
    self:flush()
    return status or 0
  end)
  if ok then return result end
  local text = tostring(result)
  if text:find "interrupted!$" then return self.INTERRUPTED, "interrupted" end -- by lua's own handler of ^C
  return self.failed, (text:gsub("^[^ ]+:%d+: ", ""))
end

--- Does the work of the script, and ends the process.
---@param work fun(): integer|nil as for `outcome`
function Script:run(work)
  self:exit(self:outcome(work))
end

return script
