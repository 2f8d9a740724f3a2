local core = require "aliota.core"
local finalisers = require "spec.support.finalisers"

local marks, fingerprints = core.marks, core.fingerprints

local function ids_of(texts)
  local rows = {}
  for i, text in ipairs(texts) do rows[i] = {id = text} end
  return assert(fingerprints.of(rows, "id"))
end

-- The mark of each, which it has afterwards, too.
local function marks_of(map, ids)
  local had = map:put(ids, ("\0"):rep(#ids / 8))
  map:put(ids, had)
  return had
end

local function each(mark, count) return string.char(mark):rep(count) end

-- Marks some of 2,000 texts at random, in the map and in a table; returns both.
local function marked_at_random(rounds)
  local map, oracle = marks.new(), {}
  for _ = 1, rounds do
    local texts, given, expected = {}, {}, {}
    for i = 1, math.random(0, 50) do
      local text, mark = "task " .. math.random(2000), math.random(0, 5)
      texts[i], given[i], expected[i] = text, string.char(mark), string.char(oracle[text] or 0)
      oracle[text] = mark
    end
    assert.equal(table.concat(expected), map:put(ids_of(texts), table.concat(given)))
  end
  return map, oracle
end

local function counts_of(oracle)
  local counts, all = {0, 0, 0, 0, 0}, 0
  for _, mark in pairs(oracle) do
    if mark > 0 then counts[mark], all = counts[mark] + 1, all + 1 end
  end
  return counts, all
end

describe("core.marks", function()
  it("knows the mark of each, as a table would", function()
    local map, oracle = marked_at_random(2000)
    local texts, expected = {}, {}
    for i = 1, 2000 do
      texts[i] = "task " .. i
      expected[i] = string.char(oracle[texts[i]] or 0)
    end
    assert.equal(table.concat(expected), marks_of(map, ids_of(texts)))
    local counts, all = counts_of(oracle)
    for mark, count in ipairs(counts) do assert.equal(count, map:count(mark)) end
    assert.equal(all, #map)
  end)

  it("tells of an id that is there twice what the first one left", function()
    local map = marks.new()
    assert.equal("\0\1\2", map:put(ids_of {"a", "a", "a"}, "\1\2\3"))
    assert.equal("\3", marks_of(map, ids_of {"a"}))
  end)

  it("forgets what loses its mark, and takes it again", function()
    local map = marks.new()
    map:put(ids_of {"a", "b"}, "\1\1")
    assert.equal("\1", map:put(ids_of {"a"}, "\0"))
    assert.equal(1, #map)
    assert.equal("\0", map:put(ids_of {"a"}, "\4"))
    assert.equal(2, #map)
  end)

  it("turns nothing into what is no mark", function()
    local map = marks.new()
    map:put(ids_of {"a"}, each(1, 1))
    for _, to in ipairs {"x", -1, 256, {}} do assert.has_error(function() map:turn(1, to) end) end
    assert.has_error(function() map:turn(1) end)
    assert.equal(1, map:count(1))
  end)

  it("turns one mark into another, or into none", function()
    local map = marks.new()
    map:put(ids_of {"a", "b", "c"}, "\1\2\3")
    map:turn(1, 2)
    assert.equal("\2\2\3", marks_of(map, ids_of {"a", "b", "c"}))
    assert.equal(0, map:count(1))
    assert.equal(2, map:count(2))
    map:turn(2, 0)
    map:turn(3, 3)
    assert.equal("\0\0\3", marks_of(map, ids_of {"a", "b", "c"}))
    assert.equal(1, #map)
  end)

  describe("dump and load", function()
    it("are those of a set with what has the mark", function()
      local map, set = marks.new(), fingerprints.new()
      for i = 1, 5000 do
        local id = ids_of {"task " .. i}
        map:put(id, each(i % 3 + 1, 1))
        if i % 3 == 1 then set:add_all(id) end
      end
      local again = fingerprints.load(map:dump(2))
      assert.equal(#set, #again)
      for i = 1, 5000, 3 do assert.is_false(again:add("task " .. i)) end
    end)

    it("bring every mark back", function()
      local map, oracle = marked_at_random(500)
      local again = marks.new()
      for mark = 1, 5 do assert.is_true(again:load(map:dump(mark), mark)) end
      assert.equal(#map, #again)
      for text, mark in pairs(oracle) do assert.equal(string.char(mark), marks_of(again, ids_of {text})) end
    end)

    it("say what is damaged, and change nothing then", function()
      local map = marks.new()
      for _, text in ipairs {"x", "AAAAAAAAAAA=", "no base64!"} do
        local ok, problem = map:load(text, 1)
        assert.is_nil(ok)
        assert.matches("^damaged dump: ", problem)
      end
      assert.equal(0, #map)
    end)
  end)

  it("refuses what is no mark, and ids that are none", function()
    local map = marks.new()
    assert.error_matches(function() map:count(0) end, "a mark from 1 to 255 expected")
    assert.error_matches(function() map:count(256) end, "a mark from 1 to 255 expected")
    assert.error_matches(function() map:put(ids_of {"a"}, "") end, "as many marks as ids expected")
    assert.error_matches(function() map:put("half", "\1") end, "what fingerprints.of returned expected")
    assert.error_matches(function() map.put({}, "", "") end, "aliota.marks expected")
  end)

  it("survives finalisers that change it while it is asked", function()
    local map, number = marks.new(), 0
    local ids, given = {}, {}
    for i = 1, 100 do ids[i], given[i] = ids_of {"task " .. i}, string.char(i % 255 + 1) end
    local ok, problem = finalisers.storm(3, function()
      number = number + 1
      map:put(ids_of {"other " .. number % 3000}, "\9")
    end, function()
      for i = 1, 100 do
        map:put(ids[i], given[i])
        map:dump(9)
      end
    end)
    assert.is_true(ok, problem)
    for i = 1, 100 do assert.equal(given[i], marks_of(map, ids[i])) end
  end)

  it("cannot be used by the finaliser of something that was collected with it", function()
    local ok, message
    do
      local both = {}
      finalisers.object(function() ok, message = pcall(both.map.count, both.map, 1) end)
      both.map = marks.new() -- finalised first, as it was made last
    end
    collectgarbage()
    collectgarbage()
    assert.is_false(ok)
    assert.truthy(tostring(message):find("the marks were collected", 1, true), message)
  end)
end)
