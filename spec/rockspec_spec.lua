local manual = require "spec.support.manual"
local output_of = require("spec.support.shell").run

local RELEASE = require "aliota.version" .. "-1"

local function loaded(path)
  local env = {}
  local chunk
  if setfenv then
    chunk = setfenv(assert(loadfile(path)), env)
  else
    chunk = assert(loadfile(path, "t", env))
  end
  chunk()
  return env
end

local function rockspec()
  return loaded "aliota-scm-1.rockspec"
end

local function run(command, ...)
  local output, status = output_of(command:format(...))
  assert.equal(0, status, output)
  return output
end

describe("rockspec", function()
  it("lists every source and every module of the tree, and nothing else", function()
    local modules = rockspec().build.modules
    local listed, present = {}, {}
    for name, file in pairs(modules) do
      if name == "aliota.core" then
        for _, source in ipairs(file.sources) do listed[source] = true end
      else
        listed[file] = true
        assert.equal(name, (file:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")))
      end
    end
    for file in output_of("find csrc lua -name '*.c' -o -name '*.lua'"):gmatch "[^\n]+" do present[file] = true end
    assert.same(present, listed)
  end)

  it("is tested by make, with what tools/deps.sh has of LuaRocks for Lua 5.4", function()
    assert.same({type = "command", command = "make test"}, rockspec().test)
    local wanted = {}
    for _, name in ipairs(rockspec().dependencies) do wanted[name] = not name:find "^lua " or nil end
    for _, name in ipairs(rockspec().test_dependencies) do wanted[name] = true end
    local named = {}
    for set, rock in manual.text "tools/deps.sh":gmatch "\n(%w+) *| lua:[^|]*|[^|]*|[^|]*|[^|]*| rock:(%S+)" do
      if set == "run" or set == "prompt" or set == "test" then named[rock] = true end
    end
    assert.same(named, wanted)
  end)

  it("is that of the release, but for the version and where that is", function()
    local path = ("rockspecs/aliota-%s.rockspec"):format(RELEASE)
    assert.equal(run "lua5.4 tools/rockspec.lua", manual.text(path)) -- make rockspec writes it
    local expected, release = rockspec(), loaded(path)
    expected.version = RELEASE
    expected.source.tag = "v" .. require "aliota.version"
    assert.same(expected, release)
    assert.equal(path .. "\n", (run "ls rockspecs/*"))
  end)
end)

-- The tree, committed in a clone of its own that has no tag yet, is installed by make install, as a rock of its sources
-- and as a rock of what was built. No server is asked for anything. Unoptimised, as that is what takes the time.
local PREPARE = [[set -e
tar cf - --exclude=./build --exclude=./.git --exclude=node_modules . | tar xf - -C '%s'
mkdir -p '%s/build/5.4/aliota' && cp -p build/5.4/aliota/core.so '%s/build/5.4/aliota'
cd '%s'
printf 'rocks_servers = {} variables = {CFLAGS = "-O0 -fPIC"}' > luarocks.lua
export LUAROCKS_CONFIG=$PWD/luarocks.lua GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
git init -q && git add -A && git -c user.name=spec -c user.email=spec@localhost commit -qm 'The tree'
make -s install TREE=made VMS=5.4
make -s run-rocks VMS='5.4 jit'
for vm in 5.4 jit; do
  [ $vm = jit ] && lua=5.1 || lua=5.4
  luarocks --lua-version $lua --tree built-$vm install --deps-mode none build/rocks/$vm/aliota-*.rock
done
mkdir elsewhere
]]

-- How each is told from the others: the Lua, its version for LuaRocks, the tree, the version of the rock.
local INSTALLED = {
  {vm = "lua5.4", lua = "5.4", tree = "made", version = "scm-1"},
  {vm = "lua5.4", lua = "5.4", tree = "build/rocks/5.4/tree", version = RELEASE},
  {vm = "luajit", lua = "5.1", tree = "build/rocks/jit/tree", version = RELEASE},
  {vm = "lua5.4", lua = "5.4", tree = "built-5.4", version = RELEASE},
  {vm = "luajit", lua = "5.1", tree = "built-jit", version = RELEASE},
}

local USE = [[
  local aliota = require "aliota"
  print(aliota._VERSION, package.searchpath("aliota.core", package.cpath))
  print(aliota.help "fail_if")
]]

describe("the rock", function()
  local place
  setup(function()
    place = output_of("mktemp -d"):gsub("\n$", "")
    local output, status = output_of(PREPARE:format(place, place, place, place))
    assert(status == 0, output)
  end)
  teardown(function() output_of("rm -rf '" .. place .. "'") end)

  local function folder_of(rock)
    return ("%s/%s/lib/luarocks/rocks-%s/aliota/%s/"):format(place, rock.tree, rock.lua, rock.version)
  end

  -- In another folder, with the path that LuaRocks tells.
  local function elsewhere(rock, command)
    return run([[cd '%s/elsewhere' && unset LUA_PATH LUA_CPATH LUA_PATH_5_4 LUA_CPATH_5_4
      eval "$(luarocks --lua-version %s --tree '%s/%s' path)" && %s]], place, rock.lua, place, rock.tree, command)
  end

  for _, rock in ipairs(INSTALLED) do
    describe(("in %s for %s"):format(rock.tree, rock.vm), function()
      it("is found with its core, and has help", function()
        local output = elsewhere(rock, ("%s -e '%s'"):format(rock.vm, USE))
        local version, core, help = output:match "^(%S+)\t(%S+)\n(.*)$"
        assert.equal(require "aliota.version", version, output)
        assert.equal(("%s/%s/lib/lua/%s/aliota/core.so"):format(place, rock.tree, rock.lua), core)
        assert.truthy(help:find("fail_if", 1, true), output)
      end)

      it("lists a batch of its sandbox", function()
        local output = elsewhere(rock, ("%s '%sexamples/demo.lua'"):format(rock.vm, folder_of(rock)))
        assert.truthy(output:find("\n2500 tasks:", 1, true), output)
      end)

      it("has the command", function()
        local command = rock.vm == "luajit" and ("luajit '%sbin/aliota'"):format(folder_of(rock)) or "aliota"
        assert.equal(("aliota %s\n"):format(require "aliota.version"), (elsewhere(rock, command .. " --version")))
        assert.truthy(elsewhere(rock, command .. " --help"):find("Usage: aliota", 1, true))
      end)

      it("exports one name", function()
        local names = run("nm -D --defined-only '%s/%s/lib/lua/%s/aliota/core.so'", place, rock.tree, rock.lua)
        assert.truthy(names:find "^%x+ T luaopen_aliota_core\n$", names)
      end)

      it("brings the manual, its licence and the folders that it cites", function()
        local folder = folder_of(rock)
        for _, path in ipairs(rockspec().build.copy_directories) do run("diff -r '%s' '%s%s'", path, folder, path) end
        for _, path in ipairs(manual.pages()) do
          for _, link in ipairs(manual.links(path)) do assert.truthy(manual.text(folder .. link.path)) end
        end
        assert.equal(manual.text "LICENSE", manual.text(folder .. "docs/LICENSE"))
      end)

      it("has the definitions for editors where no require finds them", function()
        assert.equal("", (output_of(("grep -rl -e '---@meta' '%s/%s/share'"):format(place, rock.tree))))
      end)

      it("shows the manual by luarocks doc", function()
        local output = run("luarocks --lua-version %s --tree '%s/%s' doc aliota --list", rock.lua, place, rock.tree)
        for _, path in ipairs(manual.pages()) do assert.truthy(output:find(path:match "[^/]+$", 1, true), path) end
      end)
    end)
  end

  it("is installed by make for Lua 5.4 last, so that it runs the command", function()
    assert.equal("5.4", (run "make -n install TREE=tree":match ".*%-%-lua%-version (%S+)"))
  end)

  it("leaves nothing behind for which make would build again", function()
    run("cd '%s' && make -q build/5.4/aliota/core.so", place)
  end)
end)
