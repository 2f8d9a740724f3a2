-- ^C at a prompt, in the core. The signal comes from outside.
local interruptible = require("aliota.core").interruptible
local shell = require "spec.support.shell"

-- Runs a text of Lua in an interpreter of its own.
local function run(lua)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(lua)
  file:close()
  local output, status = shell.run("timeout 60 " .. (jit and "luajit" or "lua5.4") .. " " .. path)
  os.remove(path)
  return output, status
end

local PRELUDE = [[
if jit then jit.off() end -- compiled code asks for no hook
local interruptible = require("aliota.core").interruptible
local parent = io.popen "echo $PPID"
local pid = parent:read "*l"
parent:close()
local function interrupt() io.popen("kill -INT " .. pid):close() end -- os.execute would ignore it meanwhile
]]

describe("interruptible", function()
  it("is a pcall where nothing interrupts", function()
    assert.same({true, 1, nil, 3}, {interruptible(function(...) return ... end, 1, nil, 3)})
    assert.same({true}, {interruptible(function() end)})
    local err = {}
    assert.same({false, err}, {interruptible(error, err)})
    assert.same({true, false, "inner"}, {interruptible(interruptible, error, "inner")})
    assert.has_error(function() interruptible() end)
  end)

  it("ends what is running, again and again, and lives on", function()
    local output, status = run(PRELUDE .. [[
      for _ = 1, 3 do
        print(interruptible(function()
          interrupt()
          while true do end
        end))
      end
      print(interruptible(interruptible, function() interrupt() while true do end end))
      for i = 1, 1e5 do i = i + 1 end
      print "alive"
    ]])
    assert.equal(("false\tinterrupted!\n"):rep(3) .. "true\tfalse\tinterrupted!\nalive\n", output)
    assert.equal(0, status)
  end)

  it("leaves the signal as it was", function()
    local output, status = run(PRELUDE .. "interruptible(print, 1) interrupt() while true do end")
    assert.truthy(output:find "^1\n.*interrupted!", output) -- by the interpreter's own handler
    assert.equal(1, status)
  end)
end)
