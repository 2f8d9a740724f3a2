local fingerprints = require("aliota.core").fingerprints
local finalisers = require "spec.support.finalisers"
local rounds = require "spec.support.rounds"

local function set_of(texts)
  local set = fingerprints.new()
  for _, text in ipairs(texts) do set:add(text) end
  return set
end

-- Any bytes, of any short length; often one that was there before.
local function random_text()
  local bytes = {}
  for i = 1, math.random(0, 20) do bytes[i] = string.char(math.random(0, 255)) end
  return table.concat(bytes)
end

local function rows_of(ids)
  local rows = {}
  for i, id in ipairs(ids) do rows[i] = {id = id, position = i} end
  return rows
end

-- Bytes of memory that this process takes.
local function resident()
  collectgarbage()
  collectgarbage()
  local file = io.open "/proc/self/statm"
  local pages = file:read("*a"):match "^%d+ (%d+)"
  file:close()
  return pages * 4096
end

describe("core.fingerprints", function()
  describe("add", function()
    it("tells what is new, as a table would for 100,000 random texts", function()
      local set, oracle, count = fingerprints.new(), {}, 0
      for _ = 1, rounds(100000) do
        local text = random_text()
        if set:add(text) ~= not oracle[text] then error(("wrong about %q"):format(text)) end
        if not oracle[text] then count = count + 1 end
        oracle[text] = true
      end
      assert.equal(count, #set)
    end)

    it("confuses no two of 700,000 ids that differ little", function()
      local set, pairs_of_ids = fingerprints.new(), rounds(350000)
      for i = 1, pairs_of_ids do
        set:add(("%032d"):format(i))
        set:add(("task%09d%019d"):format(i, 0))
      end
      assert.equal(2 * pairs_of_ids, #set)
    end)

    it("takes a whole number for its digits", function()
      local set = set_of {"5", "-7", "0", "9007199254740991"}
      for _, number in ipairs {5, -7, 0, -0.0, 2 ^ 53 - 1} do assert.is_false(set:add(number)) end
      assert.is_true(set:add(123456789012345))
      assert.is_false(set:add "123456789012345")
      if math.maxinteger then
        assert.is_true(set:add(math.maxinteger))
        assert.is_false(set:add "9223372036854775807")
      end
    end)

    it("takes nothing else", function()
      local set = fingerprints.new()
      for _, value in ipairs {2.5, 2 ^ 60, -2 ^ 60, math.huge, 0 / 0, true, {}, print} do
        assert.error_matches(function() set:add(value) end, "a string or a whole number expected")
      end
      assert.has_error(function() set:add(nil) end)
      assert.has_error(function() set.add({}, "a") end)
      assert.equal(0, #set)
    end)
  end)

  describe("of", function()
    local function of(ids) return fingerprints.of(rows_of(ids), "id") end

    it("tells whether rows have the same ids in the same order", function()
      assert.equal(of {"a", "b"}, of {"a", "b"})
      assert.equal("", of {})
      for _, other in ipairs {{"b", "a"}, {"a"}, {"a", "b", "b"}, {"a", "c"}} do
        assert.not_equal(of {"a", "b"}, of(other))
      end
    end)

    it("takes a number for its digits", function()
      assert.equal(of {"12", "-7"}, of {12, -7})
    end)

    it("names the first row without an id", function()
      local without = {{}, {id = true}, {id = {}}, {id = 2.5}, {id = 2 ^ 53}, setmetatable({}, {__index = {id = "x"}}),
        5, "row"}
      for _, row in ipairs(without) do
        assert.same({nil, 3}, {fingerprints.of({{id = "a"}, {id = 7}, row, row}, "id")})
      end
    end)

    it("takes no length for real that a table with holes claims", function()
      local row, rows = {id = "a"}, {}
      for i = 30, 0, -1 do rows[2 ^ i] = row end
      local _, told = pcall(fingerprints.of, rows, "id")
      assert.is_true(told:find "too many rows" ~= nil or #told == 8 * #rows, told) -- Luas differ in what they claim
    end)

    it("wants rows in a table and the field's name in a string", function()
      for _, rows in pairs {false, "id", 5} do
        assert.has_error(function() fingerprints.of(rows, "id") end)
      end
      assert.has_error(function() fingerprints.of({}) end)
      assert.has_error(function() fingerprints.of({}, 1) end)
    end)
  end)

  describe("add_all", function()
    it("adds ids and tells how many it knew, repeated ones too", function()
      local set = set_of {"a", "b"}
      assert.equal(3, set:add_all(fingerprints.of(rows_of {"b", "c", "a", "c"}, "id")))
      assert.equal(3, #set)
      assert.is_false(set:add "c")
      assert.equal(0, set:add_all "")
    end)

    it("wants what `of` returned", function()
      local set = fingerprints.new()
      for _, ids in ipairs {"1234567", "123456789", {}, 12345678} do
        assert.has_error(function() set:add_all(ids) end)
      end
      assert.has_error(function() set:add_all() end)
    end)
  end)

  describe("keep_new", function()
    local function keep_new(set, rows) return set:keep_new(rows, fingerprints.of(rows, "id")) end

    -- The same in Lua: what stays, and how many went.
    local function expected(rows, seen)
      local kept = {}
      for _, row in ipairs(rows) do
        if not seen[row.id] then kept[#kept + 1] = row end
        seen[row.id] = true
      end
      return kept, #rows - #kept
    end

    it("leaves the rows that are new, in order, whatever repeats where", function()
      local set, seen = fingerprints.new(), {}
      for page = 1, 500 do
        local ids = {}
        for i = 1, math.random(0, 120) do ids[i] = "task-" .. math.random(1, 100 * page) end
        local rows = rows_of(ids)
        local kept, removed = expected(rows, seen)
        assert.same({removed, fingerprints.of(kept, "id")}, {keep_new(set, rows)})
        if #rows ~= #kept then error "wrong number of rows" end
        for i, row in ipairs(kept) do assert(rawequal(row, rows[i])) end
      end
      local count = 0
      for _ in pairs(seen) do count = count + 1 end
      assert.equal(count, #set)
    end)

    it("empties a page that is all known, and takes an empty one", function()
      local set, rows = set_of {"a", "b"}, rows_of {"a", "b", "a"}
      assert.same({3, ""}, {keep_new(set, rows)})
      assert.is_nil(next(rows))
      assert.same({0, ""}, {keep_new(set, rows)})
    end)

    it("wants rows, and as many ids", function()
      local set, ids = set_of {"a"}, fingerprints.of(rows_of {"a", "b"}, "id")
      for _, rows in ipairs {{}, rows_of {"a"}, rows_of {"a", "b", "c"}} do
        local count = #rows
        assert.has_error(function() set:keep_new(rows, ids) end)
        assert.equal(count, #rows)
      end
      assert.has_error(function() set:keep_new(nil, ids) end)
      assert.has_error(function() set:keep_new(rows_of {"a", "b"}) end)
      assert.has_error(function() set:keep_new({}, 1) end)
      assert.has_error(function() set.keep_new(fingerprints, {}, "") end)
      assert.equal(1, #set)
    end)
  end)

  describe("dump and load", function()
    -- From an implementation in Python. A dump is read years later, elsewhere: these values must never change.
    local VECTORS = {
      [""] = "AAAAAAAAAAE=",
      a = "2/uaPnGzE1A=",
      ["12345678"] = "bjraOa+c/sI=",
      ["abcdefgh\0\255"] = "Al6/ubjQh0o=",
      ["ota-task-0001"] = "4LD3OZFWZtg=",
    }

    for text, dump in pairs(VECTORS) do
      it(("keep the fingerprint of %q"):format(text), function()
        assert.equal(dump, set_of({text}):dump())
        assert.is_false(assert(fingerprints.load(dump)):add(text))
      end)
    end

    it("are inverse, for any number of texts", function()
      for _, count in ipairs {0, 1, 2, 3, 4, 5, 6, 47, 48, 49, 50, 1000, 50000} do
        local texts = {}
        for i = 1, count do texts[i] = "task-" .. i end
        local dump = set_of(texts):dump()
        assert.equal(dump, set_of(texts):dump())
        assert.equal(math.ceil(count * 8 / 3) * 4, #dump)
        assert.is_nil(dump:find "[^%w+/=]")
        local set = assert(fingerprints.load(dump))
        assert.equal(count, #set)
        for _, text in ipairs(texts) do
          if set:add(text) then error(text .. " is lost") end
        end
        assert.is_true(set:add "another")
      end
    end)

    it("leave out what is in another set", function()
      local dump, except = set_of({"a", "b", "c", "d", "e"}):dump(), set_of {"b", "d", "x"}
      local set = assert(fingerprints.load(dump, except))
      assert.equal(3, #set)
      for text, new in pairs {a = false, b = true, c = false, d = true, e = false, x = true} do
        assert.equal(new, set:add(text))
      end
      assert.equal(3, #except)
      assert.equal(5, #fingerprints.load(dump, fingerprints.new()))
      assert.equal(0, #fingerprints.load(dump, fingerprints.load(dump)))
      assert.equal("", fingerprints.load(dump, fingerprints.load(dump)):dump())
    end)

    describe("refuse", function()
      local whole = set_of({"a", "b", "c", "d", "e"}):dump()

      local function refuses(text, why)
        local set, message = fingerprints.load(text)
        assert.is_nil(set, text)
        assert.equal("damaged dump: " .. why, message)
      end

      it("a text that is cut anywhere but between two groups of three", function()
        for length = 1, #whole - 1 do
          if length ~= 32 then refuses(whole:sub(1, length), "not the base64 of whole fingerprints") end
        end
      end)

      it("any other character, at any place", function()
        for at = 1, #whole do
          for _, character in ipairs {"-", "_", "\n", " ", "\0", "\255", "=" ~= whole:sub(at, at) and "=" or "A"} do
            refuses(whole:sub(1, at - 1) .. character .. whole:sub(at + 1), "not the base64 of whole fingerprints")
          end
        end
      end)

      it("blanks around it, and bits where there is nothing to say", function()
        for _, text in ipairs {whole .. "\n", " " .. whole, whole .. "    ", "    " .. whole, "AAAAAAAAAAF="} do
          refuses(text, "not the base64 of whole fingerprints")
        end
      end)

      it("the fingerprint that no text has, and one that is there twice, also among what is left out", function()
        refuses("AAAAAAAAAAA=", "no text has the fingerprint 0")
        local twice = whole:sub(1, 32) .. whole:sub(1, 32)
        refuses(twice, "a fingerprint is there twice")
        assert.is_nil((fingerprints.load(twice, fingerprints.load(whole))))
      end)
    end)

    it("raise for anything but a string and a set", function()
      assert.has_error(function() fingerprints.load() end)
      assert.has_error(function() fingerprints.load(5) end)
      assert.has_error(function() fingerprints.load("", "") end)
      assert.has_error(function() fingerprints.load("", {}) end)
      assert.has_error(function() fingerprints.dump {} end)
    end)
  end)

  it("makes room, and holds the same with or without", function()
    local set, other = fingerprints.new(), fingerprints.new()
    set:add "first"
    other:add "first"
    for _, count in ipairs {0, 1, 5000, 100} do set:reserve(count) end
    for i = 1, 3000 do assert.equal(other:add(i % 1000), set:add(i % 1000)) end
    assert.same({#other, other:dump() ~= ""}, {#set, set:dump() ~= ""})
    assert.equal(#set, set:add_all(fingerprints.of((function()
      local rows = {{id = "first"}}
      for i = 0, 999 do rows[#rows + 1] = {id = i} end
      return rows
    end)(), "id")))
    for _, count in ipairs {-1, 2 ^ 40, "many"} do
      assert.has_error(function() set:reserve(count) end)
    end
  end)

  it("takes at most 40 bytes a text, and gives them back", function()
    local set = fingerprints.new()
    local before = resident()
    for i = 1, 700000 do set:add(i) end
    local bytes = (resident() - before) / 700000 -- fewer than 8 where freed memory was there to be used
    assert.is_true(before > 0 and bytes <= 40, ("%.1f bytes a text"):format(bytes))
    assert.equal(700000, #set)
    if (os.getenv "ALIOTA_BUILD" or ""):find "sanitize" then return end -- which keeps what is freed
    for _ = 1, 20 do
      set = fingerprints.new()
      for i = 1, 100000 do set:add(i) end
      collectgarbage()
    end
    bytes = (resident() - before) / 700000
    assert.is_true(bytes <= 40, ("%.1f bytes a text"):format(bytes))
  end)

  it("cannot be used by the finaliser of something that was collected with it", function()
    local ok, message
    do
      local both = {}
      finalisers.object(function() ok, message = pcall(both.set.add, both.set, "late") end)
      both.set = fingerprints.new() -- finalised first, as it was made last
    end
    collectgarbage()
    collectgarbage()
    assert.is_false(ok)
    assert.truthy(tostring(message):find("the set was collected", 1, true), message)
  end)
end)
