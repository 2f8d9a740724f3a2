-- A Lua script as a child process that can't outlive its parent.
--
-- The parent holds the writing end of the child's standard input. It sends the options through it, as one line of JSON
-- that no process list shows; the end of that input, by `stop` or by the death of the parent, is what stops the child.
-- The child answers with one line of JSON through a FIFO, which the parent reads while it waits for the start.

local compat = require "aliota.util.compat"
local json = require "aliota.sandbox.json_body"

local child = {}

local Handle = {}
Handle.__index = Handle

local function quote(word)
  return "'" .. word:gsub("'", "'\\''") .. "'"
end

local function content_of(path)
  local file = io.open(path, "r")
  if not file then return "" end
  local content = file:read("*a")
  file:close()
  return content
end

-- The FIFO, and what the child has to say when it fails, in a directory of our own.
local function new_meeting_place()
  -- By what is there: where a leak check is preloaded, mktemp's exit status is that of the check.
  local pipe = io.popen [[exec 2>/dev/null
    directory=$(mktemp -d)
    [ -d "$directory" ] && { mkfifo "$directory/ready" && echo "$directory" || rmdir "$directory"; }]]
  local directory = pipe:read("*l")
  pipe:close()
  if not directory then return nil, "can't make a temporary directory with a FIFO in it" end
  return {directory = directory, fifo = directory .. "/ready", errors = directory .. "/errors"}
end

local function remove(place)
  for _, path in ipairs {place.fifo, place.errors, place.directory} do os.remove(path) end
end

-- The interpreter is called lua5.4 on Debian and lua elsewhere; Lua 5.1 can't serve, and LuaJIT may be within nginx.
-- Where another Lua runs this, LUA_PATH and LUA_CPATH lead to what is made for that one; each later Lua has variables
-- of its own, such as LUA_PATH_5_4 and LUA_CPATH_5_4.
local is_another = compat.version == "5.1"
local DEFAULT_LUA = (is_another and "env -u LUA_PATH -u LUA_CPATH " or "")
  .. ('"$(command -v lua%s || command -v lua || echo lua)"'):format(is_another and "5.4" or compat.version)

-- The child loads the same modules of ours as the parent, also when the parent found them through package.path.
local function with_path(script)
  local root = debug.getinfo(1, "S").source:match("^@(.*)aliota/sandbox/child%.lua$")
  if not root then return script end
  return ("package.path = %q .. package.path %s"):format(root .. "?.lua;" .. root .. "?/init.lua;", script)
end

-- `cat` reads on where the child stopped reading, as writing to nobody would be the end of the parent (SIGPIPE).
local function launch(place, lua, script, options)
  local input = io.popen(("trap '' INT; %s -e %s > %s 2> %s; exec cat > /dev/null"):format(
    lua, quote(with_path(script)), quote(place.fifo), quote(place.errors)), "w")
  -- The shell waits at the FIFO until this opens it, and reads no options before that.
  local fifo = io.open(place.fifo, "r")
  input:write(json.encode(options), "\n")
  input:flush()
  local ready = fifo:read("*l")
  fifo:close()
  return input, ready
end

--- Starts a script and waits until it says that it is ready.
---@param lua string? the interpreter; nil for Lua 5.4, whatever its name
---@param script string Lua code that calls `child.options`, then `child.ready`, and ends when its standard input does
---@param options table anything JSON can carry
---@return table? handle what the child gave to `child.ready`, and `stop`
---@return string? message what the child said on standard error when it did not start
function child.start(lua, script, options)
  local place, message = new_meeting_place()
  if not place then return nil, message end
  local input, ready = launch(place, lua and quote(lua) or DEFAULT_LUA, script, options)
  if not ready then input:close() end
  local errors = content_of(place.errors):gsub("[ \t-\r]+$", "")
  remove(place)
  if not ready then return nil, errors end
  local handle = json.decode(ready)
  handle.input = input
  return setmetatable(handle, Handle)
end

--- Stops the child and waits until its process is gone. May be called again.
---
--- Collecting a forgotten handle does the same, through the pipe's own finalizer.
function Handle:stop()
  if self.input then
    self.input:close()
    self.input = nil
  end
end

Handle.__close = Handle.stop

--- In the child: the options that the parent gave.
---@return table
function child.options()
  return json.decode(io.read("*l"))
end

--- In the child: say to the parent that it may go on. Nothing can be printed after this.
---@param answer table anything JSON can carry
function child.ready(answer)
  io.write(json.encode(answer), "\n")
  io.stdout:flush()
end

--- In the child, in a cqueues loop: returns when the parent wants the child to end, or is gone. Somebody at the
--- terminal interrupts both; whether that is the end is the parent's to say, as at a prompt it is not.
function child.wait_for_end()
  local signal = require "cqueues.signal"
  signal.block(signal.SIGINT, signal.SIGTERM)
  require("cqueues").poll({pollfd = 0, events = "r"}, signal.listen(signal.SIGTERM))
end

return child
