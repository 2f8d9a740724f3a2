local cjson = require "cjson"
local environment = require "spec.support.environment"
local python = require "spec.support.python"
local terminal = require "aliota.show.terminal"
local shell = require "spec.support.shell"
local tmux = require "spec.support.tmux"

local LUA = require "spec.support.interpreter"

-- Runs Lua code on a terminal of its own, with so many columns; returns what it writes there.
local ON_TERMINAL = [==[
import fcntl, json, os, pty, struct, sys, termios
given = json.load(sys.stdin)
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, given["columns"], 0, 0))
    os.execvp("sh", ["sh", "-c", given["command"]])
output = b""
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:
        break
    if not piece:
        break
    output += piece
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(json.dumps({"text": output.decode().replace("\r\n", "\n"), "status": status}))
]==]

local function on_terminal(columns, variables, code)
  local command = ("env -u NO_COLOR -u COLUMNS TERM=xterm %s %s -e '%s'"):format(variables, LUA, code)
  local seen = python(ON_TERMINAL, cjson.encode {columns = columns, command = command})
  assert.equal(0, seen.status, seen.text)
  return seen.text
end

local BOTH = 'local t = require "aliota.show.terminal" print(t.width(), t.has_colour())'

describe("terminal", function()
  it("is as wide as it says, and has colour", function()
    assert.equal("97\ttrue\n", on_terminal(97, "", BOTH))
  end)

  it("is as wide as COLUMNS says", function()
    assert.equal("61\ttrue\n", on_terminal(97, "COLUMNS=61", BOTH))
    assert.equal("97\ttrue\n", on_terminal(97, "COLUMNS=wide", BOTH))
  end)

  it("has no colour with NO_COLOR, whatever it is set to, or when it is dumb", function()
    assert.equal("97\tfalse\n", on_terminal(97, "NO_COLOR=1", BOTH))
    assert.equal("97\tfalse\n", on_terminal(97, "NO_COLOR=0", BOTH))
    assert.equal("97\ttrue\n", on_terminal(97, "NO_COLOR=", BOTH))
    assert.equal("97\tfalse\n", on_terminal(97, "TERM=dumb", BOTH))
  end)

  it("is what a report is printed for", function()
    local code = 'print(require("aliota.report").summary {{TaskStatus = "FAILED"}})'
    local output = on_terminal(70, "", code)
    assert.truthy(output:find("\27[31mFAILED", 1, true), output)
    assert.is_nil(on_terminal(70, "NO_COLOR=1", code):find("\27", 1, true))
    local bar = output:match "FAILED[^\n]*"
    local _, blocks = bar:gsub("█", "")
    assert.is_true(blocks > 30 and blocks < 60, bar)
  end)

  it("can be another stream than standard output", function()
    local code = 'local t, e = require "aliota.show.terminal", io.stderr e:write(table.concat({tostring(t.is()), ' ..
      'tostring(t.is(e)), t.width(), t.width(e), tostring(t.has_colour()), tostring(t.has_colour(e))}, " "), "\\n")'
    local seen = tmux.start(97, ("%s -e '%s' >/dev/null"):format(LUA, code))
    finally(function() seen:stop() end)
    assert.equal("false true 80 97 false true\nexit 0", seen:wait_for "exit")
  end)

  it("is 80 columns without colour when there is none", function()
    environment({}, function()
      assert.equal(80, terminal.width())
      assert.is_false(terminal.has_colour())
    end)
    environment({COLUMNS = "0"}, function() assert.equal(80, terminal.width()) end)
    assert.equal("80\tfalse\n", shell.run(("env -u COLUMNS %s -e '%s' | cat"):format(LUA, BOTH)))
  end)
end)
