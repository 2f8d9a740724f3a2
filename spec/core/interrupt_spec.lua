-- ^C at a prompt, in the core. The signal comes from outside.
local interruptible = require("aliota.core").interruptible
local shell = require "spec.support.shell"

-- Runs a text of Lua in an interpreter of its own.
local function run(lua)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(lua)
  file:close()
  local output, status = shell.run("timeout 300 " .. require("spec.support.interpreter") .. " " .. path)
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

describe("holding interrupts", function()
  local HOLD = PRELUDE .. [[
    local core = require "aliota.core"
  ]]

  it("is a pcall where nothing interrupts", function()
    local core = require "aliota.core"
    assert.same({true, 1, nil, 3}, {core.holding_interrupts(function(...) return ... end, 1, nil, 3)})
    local err = {}
    assert.same({false, err}, {core.holding_interrupts(error, err)})
    assert.is_false(core.interrupted())
    assert.has_error(function() core.holding_interrupts() end)
  end)

  it("tells once of one that came, and ends nothing", function()
    local output, status = run(HOLD .. [[
      print(core.holding_interrupts(function()
        interrupt()
        for _ = 1, 1e5 do end
        return core.interrupted(), core.interrupted()
      end))
    ]])
    assert.same({"true\ttrue\tfalse\n", 0}, {output, status})
  end)

  it("loses none, whenever it comes", function()
    local output, status = run(HOLD .. [[
      local interrupted, now = core.interrupted, core.http.now
      local function await()
        local started = now()
        while now() - started < 60 do
          for _ = 1, 1e4 do -- it asks all the time
            if interrupted() then return end
          end
        end
        error "lost"
      end
      for _ = 1, 60 do
        assert(core.holding_interrupts(function()
          local sender = io.popen("kill -INT " .. pid)
          await()
          sender:close()
        end))
      end
      print "none is lost"
    ]])
    assert.same({"none is lost\n", 0}, {output, status})
  end)

  it("leaves one to the call in which it came, whatever holds interrupts meanwhile", function()
    local output, status = run(HOLD .. [[
      print(core.holding_interrupts(function()
        interrupt()
        for _ = 1, 1e5 do end
        local _, within = core.holding_interrupts(core.interrupted)
        return within, core.interrupted(), core.interrupted()
      end))
      print(core.holding_interrupts(function()
        core.holding_interrupts(interrupt)
        return core.interrupted()
      end))
    ]])
    assert.same({"true\tfalse\ttrue\tfalse\ntrue\ttrue\n", 0}, {output, status})
  end)

  it("cuts a wait short", function()
    local output, status = run(HOLD .. [[
      local http = core.http.new()
      print(core.holding_interrupts(function()
        io.popen(("sleep 0.2; kill -INT %d"):format(pid))
        local started = core.http.now()
        while not core.interrupted() do http:wait(1000) end
        return core.http.now() - started < 500
      end))
    ]])
    assert.same({"true\ttrue\n", 0}, {output, status})
  end)

  it("sends one that nobody has asked for again", function()
    local output, status = run(HOLD .. [[
      print(core.holding_interrupts(interrupt))
      for _ = 1, 1e9 do end
    ]])
    assert.equal(1, status)
    assert.truthy(output:find "interrupted!", output) -- by the interpreter's own handler
  end)

  it("lets a second one end the process", function()
    local _, status = run(HOLD .. [[
      core.holding_interrupts(function()
        interrupt()
        interrupt()
        while true do end
      end)
    ]])
    assert.equal(130, status)
  end)
end)
