-- A server of the system, in a temporary folder and on a free port of 127.0.0.1, that can't outlive this process: a
-- shell waits at a pipe whose end, by `stop` or by the death of this process, is what stops it and removes the folder.
local shell = require "spec.support.shell"
local socket = require "socket"

local daemon = {}

local Daemon = {}
Daemon.__index = Daemon

-- Seconds enough for a machine that is busy with much else.
local STARTS, SECONDS = 5, 120

-- Signals to this shell are ignored, as one from the terminal is for this process, too; a server that has no handler of
-- its own is to end by TERM all the same. One that does not end when it is asked to is killed.
local KEEPER = [[
trap '' INT TERM HUP
cd '%s' || exit
exec 2>/dev/null
PATH=$PATH:/usr/sbin
(trap - TERM; %s >output 2>&1 </dev/null & echo $! >pid; wait $!; echo $? >ended) &
read -r _
[ -e ended ] || for signal in TERM CONT; do kill -$signal $(cat pid) 2>/dev/null; done
for _ in $(seq 100); do [ -e ended ] && break; sleep 0.1; done
[ -e ended ] || kill -KILL $(cat pid)
wait
rm -rf '%s'
]]

local function content_of(path)
  local file = io.open(path)
  if not file then return nil end
  local content = file:read "*a"
  file:close()
  return content
end

-- What keeps ports for this process: sockets that are bound and do not listen. A server that means to take such a port
-- (SO_REUSEADDR) may, now and each time that it comes back to it; to nobody else does the system give it meanwhile.
local kept = {}

--- A port of 127.0.0.1 at which nobody listens, nor will but who is told of it.
---@return integer
function daemon.free_port()
  local keeper = assert(socket.tcp4())
  assert(keeper:setoption("reuseaddr", true))
  assert(keeper:bind("127.0.0.1", 0))
  kept[#kept + 1] = keeper
  return math.floor(select(2, keeper:getsockname()))
end

local function write(path, content)
  local file = assert(io.open(path, "wb"))
  file:write(content)
  file:close()
end

-- Whether it came to listen; false as soon as it has ended.
local function comes_up(self, seconds)
  local give_up = socket.gettime() + seconds
  while socket.gettime() < give_up and not self:read "ended" do
    local connection = socket.connect("127.0.0.1", self.port)
    if connection then return connection:close() end
    socket.sleep(0.01)
  end
  return false
end

local function try(options, port)
  local folder = shell.run("mktemp -d"):gsub("\n$", "")
  local self = setmetatable({folder = folder, port = port}, Daemon)
  for name, content in pairs(options.files and options.files(self) or {}) do write(folder .. "/" .. name, content) end
  self.keeper = io.popen(KEEPER:format(folder, options.command(self), folder), "w")
  if comes_up(self, options.seconds or SECONDS) and not self:read "ended" then return self end
  local output = (self:read "output" or "") .. (options.log and self:read(options.log) or "")
  self:stop()
  return nil, output
end

--- Whether a command is there, also where only root has it on the path.
---@param name string
---@return boolean
function daemon.has(name)
  return select(2, shell.run("PATH=$PATH:/usr/sbin command -v " .. name)) == 0
end

--- Starts a server and waits until it listens. A port that somebody else was quicker to take is not insisted on.
---@param options table `command` (fun(daemon): string, run in its folder, in the foreground), `files` (fun(daemon):
---table<string, string>, to be there before), `log` (the file in which it tells why it ends), `port` (nil: a free one),
---`seconds` that it may take to listen (120)
---@return table daemon `port`, `folder`, `pid()`, `read(name)`, `signal(name)`, `stop()`
function daemon.start(options)
  local output = ""
  for _ = 1, STARTS do
    local self
    self, output = try(options, options.port or daemon.free_port())
    if self then return self end
    if not output:find "[Aa]ddress already in use" then break end
  end
  error("the server did not start: " .. output, 3)
end

--- A file of its folder; nil when there is none.
---@param name string
---@return string|nil
function Daemon:read(name)
  return content_of(self.folder .. "/" .. name)
end

---@return integer
function Daemon:pid()
  return tonumber(self:read "pid")
end

--- Sends it a signal.
---@param name string such as "HUP"
function Daemon:signal(name)
  shell.run(("kill -%s %d"):format(name, self:pid()))
end

--- Ends it and waits until it is gone. May be called again.
function Daemon:stop()
  if self.keeper then self.keeper:close() end
  self.keeper = nil
end

--- Waits until a condition holds, for so long that it never will if it does not by then.
---@param condition fun(): any
---@return any what the condition returned
function daemon.wait_until(condition)
  local give_up = socket.gettime() + SECONDS
  while socket.gettime() < give_up do
    local result = condition()
    if result then return result end
    socket.sleep(0.02)
  end
  error("nothing happened for " .. SECONDS .. " seconds", 2)
end

return daemon
