-- The script is run with another system's name and an empty PATH, so that everything is missing.
local TOOLS = {"sh", "sed", "cut", "tr", "sort", "grep", "cat", "uname", "id", "paste"}

local output_of = require("spec.support.shell").run

describe("deps.sh", function()
  local place
  setup(function()
    place = output_of("mktemp -d"):gsub("\n$", "")
    for _, tool in ipairs(TOOLS) do
      output_of(("ln -s $(command -v %s) '%s/%s'"):format(tool, place, tool))
    end
  end)
  teardown(function() output_of("rm -r '" .. place .. "'") end)

  local function run(system, task, path)
    output_of(("printf 'ID=%s\\n' > '%s/os-release'"):format(system, place))
    return output_of(("OS_RELEASE='%s/os-release' PATH='%s' tools/deps.sh %s"):format(place, path or place, task))
  end

  local cases = {
    fedora = {"sudo dnf install gcc ", "sudo luarocks --lua-version 5.4 install lua-cjson"},
    alpine = {"doas apk add build-base ", "doas luarocks --lua-version 5.4 install luaossl"},
    plan9 = {"install them with your system's package manager and LuaRocks", "cc, cjson (Lua 5.4)"},
  }
  for system, texts in pairs(cases) do
    it("tells a user of " .. system .. " in one line what is missing and how to install it", function()
      local output, status = run(system, "demo")
      assert.equal(1, status)
      for _, text in ipairs(texts) do assert.truthy(output:find(text, 1, true), output) end
      assert.truthy(output:find "^aliota: missing: [^\n]+\n$", output)
      assert.truthy(output:find("libcurl>=7.87 (headers)", 1, true))
    end)
  end

  it("asks for LuaJIT and busted to test, not to build or to try the demo", function()
    assert.truthy(run("fedora", "test"):find "luajit%-devel")
    assert.truthy(run("fedora", "test"):find "luarocks %-%-lua%-version 5.1 install busted")
    assert.is_nil(run("fedora", "test"):find "nginx") -- the specs that need it are left out
    for _, task in ipairs {"build", "demo"} do
      assert.is_nil(run("fedora", task):find "luajit")
      assert.is_nil(run("fedora", task):find "busted")
    end
  end)

  it("says nothing and succeeds where nothing is missing", function()
    assert.same({"", 0}, {run("fedora", "build", os.getenv "PATH")})
  end)

  it("says that Debian's libcurl is too old, in a line", function()
    output_of(([[printf '#!/bin/sh\ncase "$*" in *libcurl*) exit 1 ;; esac\n' > '%s/pkg-config'
      chmod +x '%s/pkg-config']]):format(place, place))
    local output, status = run("debian", "build", place .. ":" .. os.getenv "PATH")
    output_of("rm '" .. place .. "/pkg-config'")
    assert.same({"aliota: libcurl>=7.87 is needed, and what libcurl4-openssl-dev has is older; use a newer release of "
      .. "the system\n", 1}, {output, status})
  end)

  it("is not content with another Lua under the name lua", function()
    output_of(("printf '#!/bin/sh\\nexit 1\\n' > '%s/lua' && chmod +x '%s/lua'"):format(place, place))
    local output = run("fedora", "build")
    output_of("rm '" .. place .. "/lua'")
    assert.truthy(output:find "missing: .*lua5.4", output)
  end)

  it("explains its use", function()
    local output, status = run("fedora", "everything")
    assert.equal(2, status)
    assert.truthy(output:find "usage: tools/deps.sh build|demo|nginx%-demo|test|coverage|lint|bench")
  end)
end)
