local blame = require "aliota.util.blame"
local own_code = require "aliota.util.own_code"

local load_text = loadstring or load -- luacheck: ignore 143

local ROOT = debug.getinfo(own_code.has, "S").source:match "^(@.*)util[/\\]own_code%.lua$"

-- A function as if it were in a file of the library, or in any other.
local function in_file(name, source, ...)
  return assert(load_text("local blame, other = ...\n" .. source, name))(blame, ...)
end

local function line_of(f)
  return debug.getinfo(f, "S").linedefined
end

local function raised(f, ...)
  local ok, message = pcall(f, ...)
  assert.is_false(ok)
  return message
end

local function is_blamed(f)
  assert.equal(("blame_spec.lua:%d: oops"):format(line_of(f)), raised(f):match "[^/\\]*$")
end

describe("blame", function()
  local direct = in_file(ROOT .. "client/init.lua", "return function(m) blame(m) end")
  local deep = in_file(ROOT .. "client/init.lua", "return function(m) local x = other(m) return x end", direct)
  local tail = in_file(ROOT .. "report/init.lua", "return function(m) return other(m) end", direct)
  local protected = in_file(ROOT .. "write/init.lua", [[return function(m)
    local ok, err = pcall(other, m)
    if not ok then error(err, 0) end
  end]], tail)

  it("names the caller's line, however deep in the library it is called", function()
    for _, f in ipairs {direct, deep, tail, protected} do
      is_blamed(function() local x = f "oops" return x end)
    end
  end)

  it("names it below pcall, in a coroutine, in a metamethod and in a function that the library calls", function()
    is_blamed(function() local ok, err = pcall(deep, "oops") error(err, ok and 1 or 0) end)
    is_blamed(function() local co = coroutine.create(function() local x = deep "oops" return x end)
      local _, err = coroutine.resume(co)
      error(err, 0)
    end)
    is_blamed(function() local t = setmetatable({}, {__index = function() return deep "oops" end}) return t.x .. "" end)
    local calls = in_file(ROOT .. "listing/iterator.lua", "return function(f) local x = f() return x end")
    is_blamed(function() calls(function() local x = deep "oops" return x end) end)
  end)

  it("knows the library by its folder, not by its name", function()
    local f = in_file("@/home/somebody/aliota/init.lua", "return function(m) local x = other(m) return x end", deep)
    assert.equal("/home/somebody/aliota/init.lua:2: oops", raised(f, "oops"))
  end)

  it("takes the nearest line that is left where a tail call took the caller's", function()
    local f = in_file("@script.lua", "return function(m) return other(m) end", deep)
    is_blamed(function() local x = f "oops" return x end)
  end)

  local code = assert(load_text "local f = ... return function(m) f(m) end")
  if #string.dump(code, true) < #string.dump(code) then -- Lua 5.1 and 5.2 leave the lines in
    it("finds the caller of code without lines", function()
      local stripped = load_text(string.dump(code, true), "=?")
      is_blamed(function() local x = stripped(direct)("oops") return x end)
    end)
  end

  it("has no line where there is none, or only one that typed nothing", function()
    assert.equal("oops", select(2, coroutine.resume(coroutine.create(direct), "oops")))
    local entry = in_file(ROOT .. "repl/prompt.lua",
      "return function(...) return (pcall(...)), select(2, pcall(...)) end")
    assert.truthy(select(2, entry(direct, "oops")):find "blame_spec")
    own_code.mark_entry(entry)
    assert.same({false, "oops"}, {entry(direct, "oops")})
    assert.same({false, "stdin:1: oops"}, {entry(assert(load_text("local f = ... f 'oops'", "=stdin")), direct)})
  end)
end)

describe("a library in one chunk", function()
  it("is known by that", function()
    local path = package.searchpath and package.searchpath("aliota.util.own_code", package.path)
      or own_code and debug.getinfo(own_code.has, "S").source:sub(2)
    local file = assert(io.open(path))
    local source = file:read "*a"
    file:close()
    local other = assert(load_text(source, "=bundle"))()
    assert.is_true(other.has "=bundle")
    assert.is_false(other.has(ROOT .. "util/own_code.lua"))
  end)
end)
