local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"
local LACKS, VERSION = "the Lua module %s is missing; luarocks --lua-version %s install %s\n", _VERSION:match "%d.%d"

describe("script", function()
  -- What is said, both ways, and the exit status of a script with this body.
  local function run(body, redirection)
    local path = os.tmpname()
    finally(function() os.remove(path) end)
    local file = assert(io.open(path, "w"))
    file:write('local script = require("aliota.shell.script").new(7)\n', body)
    file:close()
    return shell.run(("%s %s %s"):format(LUA, path, redirection or ""))
  end

  it("exits with the status that its work returns, or 0", function()
    assert.same({"done\n", 0}, {run 'script:run(function() script:say "done" end)'})
    assert.same({"", 2}, {run "script:run(function() return 2 end)"})
  end)

  it("says what was raised, text or object, in a line without its place, and fails", function()
    assert.same({"no such batch\n", 7}, {run 'script:run(function() error "no such batch" end)'})
    assert.same({"an object\n", 7}, {run [[script:run(function()
      error(setmetatable({}, {__tostring = function() return "an object" end}))
    end)]]})
  end)

  it("knows an interrupt from an error", function()
    assert.same({"interrupted\n", 130}, {run 'script:run(function() error "interrupted!" end)'})
    assert.same({"interrupted\n130\n", 0}, {run [[
      local status, message = script:outcome(function() error "interrupted!" end)
      print(message) print(status)]]})
  end)

  describe("notices lost output", function()
    local LOST = "standard output: No space left on device\n"

    it("at the end, at once, and in the middle", function()
      for _, body in ipairs {
        'script:say "a"', 'script:say "a" script:flush() print "not reached"',
        'for i = 1, 100000 do script:say(i) end io.stderr:write "not reached"',
      } do
        assert.same({LOST, 7}, {run(("script:run(function() %s end)"):format(body), ">/dev/full")})
      end
    end)

    it("when who called it takes no notice, too", function()
      assert.same({LOST, 7}, {run([[script:run(function()
        for _ = 1, 3 do pcall(function() script:say "a" script:flush() end) end
      end)]], ">/dev/full")})
    end)
  end)

  describe("requires a module", function()
    it("that is there", function()
      assert.same({"table\n", 0}, {run 'print(type(script:require "cjson"))'})
    end)

    it("that is missing, or lacks one itself: says which, and how to get it", function()
      assert.same({LACKS:format("nonesuch.part", VERSION, "nonesuch"), 7},
        {run 'script:require "nonesuch.part"'})
      local said = "the Lua module socket is missing; apt install lua-socket, or luarocks --lua-version %s install "
        .. "luasocket\n"
      assert.same({said:format(VERSION), 7}, {run [[
        package.preload.outer = function() require "socket" end
        package.path, package.cpath = "", ""
        script:require "outer"]]})
    end)

    -- Where Lua finds what is needed but our core, as after a build for another Lua.
    local NO_CORE = 'package.cpath = package.cpath:gsub("[^;]*build[^;]*;?", "") '

    it("that needs the core, which is not built: says which command builds it, in a line", function()
      local said, status = run(NO_CORE .. 'script:require "aliota"')
      assert.truthy(said:find("^aliota's C core, aliota/core.so, is not there for Lua[^\n]+; in the source tree, "
        .. "make build builds one for each Lua\n$"), said)
      assert.equal(7, status)
    end)

    it("that has a core made for another Lua: says that it does not fit, in a line", function()
      local other = LUA == "luajit" and "build/5.4" or "build/jit"
      local said, status = run(('package.cpath = "%s/?.so;" .. package.cpath script:require "aliota"'):format(other))
      assert.equal(7, status)
      assert.truthy(said:find "^aliota's C core, aliota/core.so, does not fit Lua[^\n]+builds one[^\n]+\n$", said)
    end)

    it("that is broken: raises that", function()
      local said, status = run 'package.preload.broken = function() error "a bug" end script:require "broken"'
      assert.equal(1, status)
      assert.truthy(said:find("a bug", 1, true) and said:find("traceback", 1, true), said)
    end)
  end)

  it("has a parser whose errors are its failures", function()
    local said, status = run 'script:parser("name", "What it does.", {exits = "0"}):parse {"--nonesuch"}'
    assert.equal(7, status)
    assert.truthy(said:find "^Usage: name .*\n\nError: unknown option '%-%-nonesuch'\n$", said)
    said, status = run 'script:parser("name", "What it does.", {exits = "0"}):parse {"--help"}'
    assert.equal(0, status)
    assert.truthy(said:find("What it does.", 1, true), said)
  end)

  describe("says in words of the shell", function()
    local PARSER = 'script:parser("n", "d", {exits = "0"}):option("--starts-at") '

    it("what was raised at its line, without that and the method's name", function()
      assert.same({"--starts-at must be 1\n", 7}, {run(PARSER
        .. 'script:run(function() error("x.lua:1: sandbox.start: starts_at must be 1", 0) end)')})
    end)

    it("what else is raised, whose beginning may be a file", function()
      assert.same({"out: No such file\n", 7}, {run 'script:run(function() error("out: No such file", 0) end)'})
    end)
  end)
end)
