-- What a script for a person at a terminal needs around its work: what went wrong is said without a traceback, and the
-- exit status tells the truth, also of output that was lost and of ^C. Loads without the C core, to be able to tell
-- that it is missing.
local absent_core = require "aliota.util.absent_core"
local command_line = require "aliota.shell.command_line"
local in_words_of_shell = require "aliota.shell.wording"
local needed = require "aliota.util.needed"
local put = require "aliota.util.put"

local script = {}

---@class aliota.Script
---@field failed integer      the exit status for an error
---@field lost string|nil     why output was lost
---@field is_cut boolean|nil  because who read it has gone, as `head` does
---@field flags table<string, string>  of its parser
---@field apply aliota.ApplyCommand|nil  what carries out here what the library's messages call `apply`
local Script = {INTERRUPTED = 130, CUT = 141} -- as shells have SIGINT and SIGPIPE
Script.__index = Script

--- A script.
---@param failed integer|nil its exit status for an error (1)
---@return aliota.Script
function script.new(failed)
  return setmetatable({failed = failed or 1, flags = {}}, Script)
end

--- Ends the process.
---@param status integer
---@param message string|nil for standard error
function Script.exit(_, status, message)
  if message then io.stderr:write(message, "\n") end
  os.exit(status, true)
end

-- What is said of a module that can't be loaded; nil for a mistake in one that can.
local function absence(problem)
  return needed.absence(problem) or absent_core(select(2, pcall(require, "aliota.core")))
end

--- A module that not everybody has. Where it is missing, or one that it needs, that is said, and the script ends.
---@param name string
---@return any
function Script:require(name)
  local ok, result = pcall(require, name)
  if ok then return result end
  local message = absence(result)
  if not message then error(result, 0) end
  self:exit(self.failed, message)
end

--- A parser of the command line, whose errors have the script's status and whose help is not lost unnoticed.
---@param name string
---@param description string
---@param usage aliota.Usage
---@return aliota.Parser
function Script:parser(name, description, usage)
  local parser = command_line.parser(self:require "argparse", name, description, usage)
  self.flags = parser.flags
  self:add_help(parser)
  parser.error = function(current, message) -- of a command, where there are some
    self:exit(self.failed, ("%s\n\nError: %s"):format(current:get_usage(), command_line.problem(current, message)))
  end
  return parser
end

--- Help that is not lost unnoticed.
---@param parser aliota.Parser
function Script:add_help(parser)
  parser:add_help {action = function() self:run(function() self:say(parser:get_help()) end) end}
end

local EPIPE = 32

local function check_output(self, ok, problem, code)
  if not ok then
    self.lost, self.is_cut = self.lost or "standard output: " .. problem, self.is_cut or code == EPIPE
  end
  if self.lost then error(self.lost, 0) end
end

--- Prints a text, or raises; `io.write` would not tell that it could not.
---@param text string
function Script:write(text)
  check_output(self, put(io.stdout, text))
end

--- Prints a line, or raises.
---@param value any
function Script:say(value)
  self:write(tostring(value) .. "\n")
end

--- Tells whoever is at the shell something that is no output.
---@param message string
function Script:tell(message)
  io.stderr:write(self:worded(message), "\n")
end

--- Sends off what was printed so far, or raises. For what is to be seen at once; with lines as the buffer, glibc calls
--- a line written that was lost.
function Script:flush()
  check_output(self, io.stdout:flush())
end

--- A message for whoever is at the shell. What was raised at a line of the script begins with that, and with the method
--- that refused its arguments.
---@param message string
---@return string
function Script:worded(message)
  local text, places = message:gsub("^[^ ]+:%d+: ", "")
  if places > 0 then
    text = text:gsub("^([a-z_.]+): ", function(name) return not self.flags[name] and "" or nil end)
  end
  return in_words_of_shell(text, self.flags, self.apply)
end

--- Does the work of the script.
---@param work fun(): integer|nil, string|nil  returns the exit status, 0 if it says nothing, and a message; what it
---raises is for a person to read
---@return integer status
---@return string|nil message what went wrong
function Script:outcome(work)
  local ok, result, message = pcall(function()
    local status, message = work()
    self:flush()
    return status or 0, message
  end)
  if ok then return result, message end
  if self.is_cut then return self.CUT end
  local text = tostring(result)
  if text:find "interrupted!$" then return self.INTERRUPTED, "interrupted" end -- by lua's own handler of ^C
  return self.failed, self:worded(text)
end

--- Does the work of the script, and ends the process.
---@param work fun(): integer|nil, string|nil  as for `outcome`
function Script:run(work)
  self:exit(self:outcome(work))
end

return script
