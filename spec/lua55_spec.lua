-- Lua 5.5, which hardly any system has yet, as WebAssembly in node: there is no C there, so no core.
local pure_specs = require "spec.support.pure_specs"
local shell = require "spec.support.shell"

local function in_55(arguments)
  local here = shell.run("pwd"):gsub("\n$", "")
  return shell.run(("LUA_PATH_5_5='%s/lua/?.lua;%s/lua/?/init.lua;%s' node spec/lua55/host.js %s"):format(
    here, here, package.path, arguments))
end

describe("Lua 5.5", function()
  it("compiles every file", function()
    local files = shell.run [[
      find bin lua spec examples bench tools types -type f -not -path '*/node_modules/*' \
        '(' -name '*.lua' -o -path bin/aliota ')' | tr '\n' ' ']]
    assert.truthy(select(2, files:gsub("%.lua", "")) > 500)
    local program = "for _, path in ipairs(arg) do assert(loadfile(path)) end print(_VERSION)"
    local said, status = in_55(("-e '%s' %s"):format(program, files))
    assert.same({"Lua 5.5\n", 0}, {said, status})
  end)

  it("runs the specs of what is in Lua alone", function()
    local said, status = in_55("spec/lua55/runner.lua " .. table.concat(pure_specs, " "))
    assert.equal(0, status, said)
    local successes = said:match "\n(%d+) successes / 0 failures / 0 errors / 0 pending"
    assert.truthy(successes and tonumber(successes) > 250, said)
  end)
end)
