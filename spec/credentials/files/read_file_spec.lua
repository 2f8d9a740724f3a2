local core = require "aliota.core"
local file = require "aliota.credentials.files.read_file"
local provider = require "spec.support.provider"
local shell = require "spec.support.shell"
local with_environment = require "spec.support.environment"
local with_home = require "spec.support.home"

local NAMES = {".mine/one", ".mine/other"}

-- What comes of a user's files: content and path, or how it is passed over and why.
local function read(files, variables, prepare)
  local first, second
  with_home(files, variables, function(home)
    if prepare then prepare(home) end
    local content, path = file.of_user(provider.account(), "MY_FILE", NAMES)
    first, second = content or path.passes or "broken", content and path or path.problem
    second = second:gsub(home:gsub("%p", "%%%0"), "~")
  end)
  return {first, second}
end

-- While nobody may open anything, which root can't be kept from any other way.
local function locked(f)
  local open = io.open
  io.open = function(path) return nil, path .. ": Permission denied", 13 end -- luacheck: ignore 122
  local ok, message = pcall(f)
  io.open = open -- luacheck: ignore 122
  assert(ok, message)
end

describe("file of a user", function()
  it("is the first that is there", function()
    assert.same({"1", "~/.mine/one"}, read {[".mine/one"] = "1", [".mine/other"] = "2"})
    assert.same({"2", "~/.mine/other"}, read {[".mine/other"] = "2"})
  end)

  it("is the one that a variable names", function()
    with_home({x = "3"}, nil, function(home)
      assert.same({"3", home .. "/x"}, read({[".mine/one"] = "1"}, {MY_FILE = home .. "/x"}))
    end)
  end)

  it("has no mark of its encoding", function()
    assert.same({"1", "~/.mine/one"}, read {[".mine/one"] = "\239\187\1911"})
  end)

  it("need not be there, unless it is named", function()
    assert.same({"silently", "~/.mine/one: No such file or directory"}, read {})
    assert.same({"silently", "~/.mine/one: Not a directory"}, read {[".mine"] = ""})
    assert.same({"broken", "/no/file: No such file or directory"}, read({}, {MY_FILE = "/no/file"}))
  end)

  it("should hold something", function()
    assert.same({"told", "~/.mine/one is empty"}, read {[".mine/one"] = " \n"})
    assert.same({"broken", "~/.mine/one is larger than a megabyte"}, read {[".mine/one"] = ("x"):rep(2 ^ 20 + 1)})
  end)

  it("should be readable, if it is there", function()
    assert.same({"broken", "~/.mine/one: Is a directory"},
      read({}, nil, function(home) shell.run(("mkdir -p '%s/.mine/one'"):format(home)) end))
    with_home({["secret"] = "1"}, nil, function(home)
      locked(function()
        with_environment({HOME = home}, function()
          local _, there = file.of_user(provider.account(), "MY_FILE", {"secret"})
          local _, hidden = file.of_user(provider.account(), "MY_FILE", NAMES)
          assert.same({nil, "told"}, {there.passes, hidden.passes})
        end)
      end)
    end)
  end)

  it("is in the home that the user database has, where no variable says", function()
    with_environment({}, function()
      local _, none = file.of_user(provider.account(), "MY_FILE", {"no such file of anybody"})
      assert.equal(core.home() .. "/no such file of anybody: No such file or directory", none.problem)
    end)
    assert.same({"silently", "no home is known for ~/.mine/one; set HOME"}, read({}, {HOME = ""}))
  end)
end)
