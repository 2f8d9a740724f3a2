local core = require "aliota.core"
local cursor = require "aliota.listing.cursor"

local codec = {
  encode = core.sign.encode, sha256 = core.sign.sha256, read_json = core.json.decode,
  write_json = require("aliota.util.json_codec").encode, load = core.fingerprints.load,
}

local function set_of(from, to)
  local set = core.fingerprints.new()
  for i = from, to do set:add("task" .. i) end
  return set
end

local function read(text) return cursor.read(codec, text) end

-- A cursor of these parts whose sum is right.
local function sealed(parts)
  local body = table.concat(parts, ":")
  return body .. ":" .. codec.sha256(body):sub(1, 16)
end

local EMPTY = core.fingerprints.new():dump()

describe("listing.cursor", function()
  it("brings back what was written, without what was not handed out", function()
    local state = {JobId = "j:%\n\0\"é", figures = {rows = 250, over_cap = {QUEUED = 1}}, ended = false}
    local text = cursor.write(codec, state, set_of(1, 250), set_of(201, 250))
    local again, seen = read(text)
    assert.same(state, again)
    assert.equal(200, #seen)
    assert.is_false(seen:add "task200")
    assert.is_true(seen:add "task201")
  end)

  it("brings nothing back of a listing that has not begun", function()
    local state, seen = read(cursor.write(codec, {a = 1}, set_of(1, 0), set_of(1, 0)))
    assert.same({a = 1}, state)
    assert.equal(0, #seen)
  end)

  it("is one word of printable characters, whatever is in it", function()
    local text = cursor.write(codec, {JobId = "a b:\n\0\27é\"'\\", Name = ("x"):rep(100)}, set_of(1, 9), set_of(1, 1))
    assert.truthy(text:find "^[%w%-%._~%%:+/=]+$", text)
  end)

  it("grows by eleven bytes with each task", function()
    local function length(count) return #cursor.write(codec, {}, set_of(1, count), set_of(1, 0)) end
    assert.is_true(length(10000) - length(1000) < 9000 * 11)
  end)

  describe("is refused when it is damaged:", function()
    local good = cursor.write(codec, {JobId = "job", rows = 3}, set_of(1, 3), set_of(3, 3))

    local function refused(text)
      local ok, state, problem = pcall(cursor.read, codec, text)
      assert.is_true(ok, state)
      assert.is_nil(state)
      assert.truthy(problem:find "^the cursor ", problem)
    end

    it("cut anywhere", function()
      assert.truthy(read(good))
      for length = 0, #good - 1 do
        refused(good:sub(1, length))
        refused(good:sub(-length - 1, -2))
      end
    end)

    it("with any character changed, left out, doubled or swapped", function()
      for at = 1, #good do
        local before, here, after = good:sub(1, at - 1), good:sub(at, at), good:sub(at + 1)
        for byte = 0, 255 do
          if string.char(byte) ~= here then refused(before .. string.char(byte) .. after) end
        end
        refused(before .. after)
        refused(before .. here .. here .. after)
        local next_one = after:sub(1, 1)
        if next_one ~= here and next_one ~= "" then refused(before .. next_one .. here .. after:sub(2)) end
      end
    end)

    it("with something around it", function()
      for _, around in ipairs {{" ", ""}, {"", " "}, {"", "\n"}, {'"', '"'}, {good, ""}} do
        refused(around[1] .. good .. around[2])
      end
    end)

    it("when it is something else altogether", function()
      for _, text in ipairs {"", "nonsense", ":", "::::", "aliota1:", "aliota1:::::", "{}", "\0", ("x"):rep(1e6)} do
        refused(text)
      end
    end)
  end)

  describe("with a right sum is refused when it holds", function()
    local cases = {
      ["no text of JSON"] = {"aliota1", "%7B", EMPTY, EMPTY},
      ["JSON that is no table"] = {"aliota1", "5", EMPTY, EMPTY},
      ["tasks that can't be read"] = {"aliota1", "%7B%7D", "!!!", EMPTY},
      ["pending tasks that can't be read"] = {"aliota1", "%7B%7D", EMPTY, "!!!"},
      ["too few parts"] = {"aliota1", "%7B%7D", EMPTY},
      ["too many parts"] = {"aliota1", "%7B%7D", EMPTY, EMPTY, EMPTY},
    }
    for what, parts in pairs(cases) do
      it(what, function()
        assert.same({nil, "the cursor is damaged: it holds no listing"}, {read(sealed(parts))})
      end)
    end

    it("another version's listing, which it says", function()
      for _, version in ipairs {"aliota2", "aliota0", "aliota10"} do
        local state, problem = read(sealed {version, "%7B%7D", EMPTY, EMPTY})
        assert.is_nil(state)
        assert.equal(("the cursor was made by another version of aliota (%s, this one writes aliota1)"):format(version),
          problem)
      end
    end)
  end)
end)
