-- A command that answers what it is told, time after time, until `stop` or the end of this process.
local coprocess = {}

local Coprocess = {}
Coprocess.__index = Coprocess

local function output_of(command)
  local pipe = io.popen(command)
  local line = pipe:read "*l"
  pipe:close()
  return line
end

--- Starts it. Its answers come through a FIFO, as a pipe of Lua's goes one way only.
---@param command string
---@return table coprocess `tell(...)`, `answers` (a file to read from), `stop()`
function coprocess.start(command)
  local directory = output_of "mktemp -d"
  os.execute(("mkfifo '%s/answers'"):format(directory))
  -- `cat` reads on should the command have failed, as writing to nobody would be the end of this process (SIGPIPE).
  local input = io.popen(("%s > '%s/answers'; exec cat > /dev/null"):format(command, directory), "w")
  local answers = io.open(directory .. "/answers")
  os.execute(("rm -r '%s'"):format(directory))
  return setmetatable({input = input, answers = answers}, Coprocess)
end

--- Sends it texts.
function Coprocess:tell(...)
  self.input:write(...)
  self.input:flush()
end

function Coprocess:stop()
  self.input:close()
  self.answers:close()
end

return coprocess
