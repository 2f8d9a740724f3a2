-- A command at a terminal of its own, for specs: Python's pty types line after line and keeps what appears.
local cjson = require "cjson"
local python = require "spec.support.python"

local DRIVER = [==[
import fcntl, json, os, pty, select, signal, struct, sys, termios, time

given = json.load(sys.stdin)
pid, terminal = pty.fork()
if pid == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, given["columns"], 0, 0))
    os.environ.update(given["environment"], TERM="dumb", INPUTRC="/dev/null")
    os.environ.pop("COLUMNS", None)
    os.execvp("sh", ["sh", "-c", "exec " + given["command"]])

seen, at = b"", 0
deadline = time.time() + given["seconds"]

# Goes on where the last text was found; None is for the end.
def read_until(text):
    global seen, at
    while text is None or text not in seen[at:]:
        if time.time() > deadline:
            os.kill(pid, signal.SIGKILL)
            sys.exit("waited for %r in vain: %r" % (text, seen))
        if not select.select([terminal], [], [], 0.1)[0]: continue
        try: data = os.read(terminal, 65536)
        except OSError: data = b""
        if not data: return
        seen += data
    at = seen.index(text, at) + len(text)

for step in given["steps"]:
    if "read" in step: read_until(step["read"].encode())
    if "type" in step: os.write(terminal, step["type"].encode())
read_until(None)
status = os.waitpid(pid, 0)[1]
print(json.dumps({"text": seen.decode().replace("\r\n", "\n"), "status": os.waitstatus_to_exitcode(status)}))
]==]

---@param options {command: string, columns: integer|nil, environment: table|nil, seconds: number|nil, steps: table}
---steps: {type = text} or {read = text to wait for}
---@return {text: string, status: integer} what was on the terminal, and how it ended
return function(options)
  local empty = setmetatable({}, cjson.empty_array_mt)
  return python(DRIVER, cjson.encode {
    command = options.command, columns = options.columns or 80, seconds = options.seconds or 180,
    environment = options.environment or {none = "1"}, steps = options.steps or empty,
  })
end
