local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

local function rockspec()
  local env = {}
  local chunk = setfenv and setfenv(assert(loadfile "aliota-scm-1.rockspec"), env)
    or assert(loadfile("aliota-scm-1.rockspec", "t", env))
  chunk()
  return env
end

-- A field of the control file's paragraph, or of the first one.
local function field(name, package)
  local paragraph = ("\n" .. manual.text "debian/control" .. "\n"):match(
    package and ("\nPackage: " .. package:gsub("%-", "%%-") .. "\n(.-\n)\n") or "^(.-\n)\n")
  return paragraph:match("\n" .. name .. ":([^\n]*\n?[^\n]*)") or paragraph:match("^" .. name .. ":([^\n]*)")
end

describe("the Debian packages", function()
  it("are of the library's version", function()
    local version = manual.text "debian/changelog":match "^lua%-aliota %((%S+)%-%d+%)"
    assert.equal(require "aliota.version", version)
  end)

  it("say what the rockspec says of the project", function()
    local described = rockspec().description
    assert.equal(described.homepage, field "Homepage":match "^ (%S+)")
    assert.equal(described.maintainer, field "Maintainer":match "^ (.-) <")
    assert.equal(rockspec().source.url:gsub("^git%+", ""), (field "Vcs%-Git":match "^ (%S+)"))
  end)

  it("depend on the modules of Lua that the rock depends on", function()
    for _, name in ipairs(rockspec().dependencies) do
      local is_lua = name:find "^lua "
      assert.truthy(is_lua or field("Depends", "lua-aliota"):find(name, 1, true), name)
    end
  end)

  it("are built of the rockspec's lists", function()
    local function listed(name)
      local lines = {}
      for word in shell.run("lua5.4 tools/rockspec_list.lua " .. name):gmatch "%S+" do lines[#lines + 1] = word end
      return lines
    end
    local build = rockspec().build
    assert.same(build.modules["aliota.core"].sources, listed "sources")
    assert.same(build.copy_directories, listed "folders")
    assert.same({build.install.bin.aliota}, listed "commands")
    for _, path in ipairs {"debian/rules", "debian/lua5.4.dh-lua.conf"} do
      assert.truthy(manual.text(path):find("lua5.4 tools/rockspec_list.lua", 1, true))
    end
  end)

  it("are for all that dh-lua knows of", function()
    local text = manual.text "debian/lua5.4.dh-lua.conf"
    for _, version in ipairs {"5.1", "5.2", "5.3"} do
      assert.equal(text, manual.text(("debian/lua%s.dh-lua.conf"):format(version)))
    end
  end)

  it("have the licence", function()
    local function words(text) return (text:gsub("\n %.\n", "\n"):gsub("%s+", " ")) end
    local licence = words(manual.text "LICENSE":match "Permission is.*$")
    assert.truthy(words(manual.text "debian/copyright"):find(licence, 1, true))
  end)
end)

local is_debian = select(2, shell.run "command -v dh_lua") == 0

-- The quick way, as a look at all versions of Lua takes minutes.
local function describe_built()
  local place, said
  setup(function()
    place = shell.run "mktemp -d":gsub("\n$", "")
    local status
    said, status = shell.run(("tools/debian.sh '%s/built' quick"):format(place))
    assert(status == 0, said)
  end)
  teardown(function() shell.run("rm -rf '" .. place .. "'") end)

  it("list a batch of their sandbox where they are installed", function()
    assert.truthy(said:find("\nlua5.4: the demo lists 2500 tasks\n", 1, true))
  end)

  it("have the command, which the system's Lua 5.4 runs", function()
    assert.truthy(said:find(("\naliota %s\n"):format(require "aliota.version"), 1, true))
    assert.truthy(manual.text(place .. "/built/root/usr/bin/aliota"):find "^#!/usr/bin/lua5.4\n")
  end)

  it("bring the manual, what it cites and the definitions for editors", function()
    local folder = place .. "/built/root/usr/share/doc/lua-aliota-dev/"
    for _, path in ipairs(rockspec().build.copy_directories) do
      local differs, status = shell.run(("diff -r --exclude=LICENSE '%s' '%s%s'"):format(path, folder, path))
      assert.equal(0, status, differs)
    end
    for _, path in ipairs(manual.pages()) do
      for _, link in ipairs(manual.links(path)) do assert.truthy(manual.text(folder .. link.path)) end
    end
    assert.equal(manual.text "debian/copyright", manual.text(folder .. "docs/LICENSE"))
  end)
end

if is_debian then describe("the Debian packages, built for Lua 5.4,", describe_built) end
