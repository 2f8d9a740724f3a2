local Iterator = require "aliota.listing.iterator"
local assert_raises_here = require "spec.support.raises"
local errors = require "aliota.api.errors"
local named_tasks = require "spec.support.named_tasks"

-- 1, 2, … up to `last`, then the end, or a failure; remembers what was asked of it.
local function numbers(last, failure)
  local log = {pulls = 0, closes = 0}
  local iterator = Iterator.new(function()
    log.pulls = log.pulls + 1
    if log.pulls <= last then return log.pulls end
    return nil, failure
  end, function() log.closes = log.closes + 1 end)
  return iterator, log
end

describe("iterator", function()
  local failure = errors.new {kind = "network", message = "gone"}

  it("does nothing before it is asked", function()
    local _, log = numbers(3)
    assert.equal(0, log.pulls)
  end)

  it("serves a for loop", function()
    local seen = {}
    for n in numbers(3) do seen[#seen + 1] = n end
    assert.same({1, 2, 3}, seen)
  end)

  it("raises in a for loop what next returns, and goes on failing", function()
    local iterator, log = numbers(2, failure)
    local seen = {}
    local ok, raised = pcall(function()
      for n in iterator do seen[#seen + 1] = n end
    end)
    assert.same({false, failure}, {ok, raised})
    assert.same({1, 2}, seen)
    assert.same({nil, failure}, {iterator:next()})
    assert.same({3, 1}, {log.pulls, log.closes})
  end)

  it("is over after its end and after close, and closes its source once", function()
    local iterator, log = numbers(1)
    assert.equal(1, iterator:next())
    assert.is_nil(iterator:next())
    assert.is_nil(iterator:next())
    assert.same({2, 1}, {log.pulls, log.closes})
    local closed, closed_log = numbers(5)
    closed:close()
    closed:close()
    assert.is_nil(closed:next())
    assert.same({0, 1}, {closed_log.pulls, closed_log.closes})
  end)

  it("hands false over like any value", function()
    local sent = false
    local iterator = Iterator.new(function()
      if sent then return nil end
      sent = true
      return false
    end)
    assert.equal(false, iterator:next())
    assert.is_nil(iterator:next())
  end)

  describe("of arrays", function()
    -- What is in arrays, and how often the next one was asked for.
    local function arrays(...)
      local given, log = {...}, {pulls = 0, closes = 0}
      local iterator = Iterator.of_arrays(function()
        log.pulls = log.pulls + 1
        local values = given[log.pulls]
        return values, not values and failure or nil
      end, function() log.closes = log.closes + 1 end, {position = function() return "" .. log.pulls end})
      return iterator, log
    end

    it("hands out value after value, false too, and asks for an array when the one before is through", function()
      local iterator, log = arrays({1, false}, {}, {}, {3})
      assert.equal(0, log.pulls)
      assert.same({1, false, 1}, {iterator:next(), iterator:next(), log.pulls})
      assert.same({3, 4, 1}, {iterator:next(), log.pulls, iterator.at})
      assert.same({nil, failure}, {iterator:next()})
      assert.same({nil, failure}, {iterator:next()})
      assert.same({5, 1}, {log.pulls, log.closes})
    end)

    it("serves loops and chains", function()
      local seen = {}
      local iterator = arrays({1, 2}, {3})
      assert.equal(failure, select(2, pcall(function()
        for n in iterator do seen[#seen + 1] = n end
      end)))
      assert.same({1, 2, 3}, seen)
      assert.same({2, 3}, (arrays({1, 2}, {3, 4})):where(function(n) return n > 1 end):take(2):collect())
    end)

    it("hands out nothing of the present array once it is closed", function()
      local iterator, log = arrays({1, 2, 3})
      iterator:next()
      iterator:close()
      assert.is_nil(iterator:next())
      assert.same({1, 1}, {log.pulls, log.closes})
    end)

    it("can be looked ahead in, over the ends of arrays", function()
      local iterator, log = arrays({1, 2}, {3, 4})
      iterator:next()
      for count = 1, 3 do
        local ahead = iterator:peek(count)
        assert.same({count, count + 1}, {#ahead, ahead[count]})
      end
      assert.same({"1", 2, "1", 3, "2"},
        {iterator:cursor(), iterator:next(), iterator:cursor(), iterator:next(), iterator:cursor()})
      assert.same({4, 2}, {iterator:next(), log.pulls})
      assert.same({nil, failure}, {iterator:next()})
    end)
  end)

  describe("peek", function()
    it("shows what comes next, which still comes", function()
      local iterator, log = numbers(5)
      assert.same({{1, 2}, false}, {iterator:peek(2)})
      assert.equal(2, log.pulls)
      assert.same({1, 2, 3, 4, 5}, iterator:collect())
      assert.equal(1, log.closes)
    end)

    it("looks further each time, and from anywhere", function()
      local iterator, log = numbers(5)
      iterator:peek(1)
      assert.equal(1, iterator:next())
      assert.same({2, 3, 4}, (iterator:peek(3)))
      assert.same({2, 3}, (iterator:peek(2)))
      assert.same({2, 3, 4, 5}, iterator:collect())
      assert.equal(6, log.pulls)
    end)

    it("sees the end and a failure, which still come", function()
      local iterator = numbers(1)
      assert.same({{1}, true}, {iterator:peek(3)})
      assert.same({1}, iterator:collect())
      local failing, log = numbers(1, failure)
      assert.same({{1}, true, failure}, {failing:peek(3)})
      assert.equal(0, log.closes)
      assert.equal(1, failing:next())
      assert.same({nil, failure}, {failing:next()})
      assert.same({nil, failure}, {failing:next()})
      assert.equal(1, log.closes)
    end)

    it("shows nothing once it is closed, not even what was seen ahead", function()
      local iterator = numbers(5)
      iterator:peek(2)
      iterator:close()
      assert.same({nil, {}}, {iterator:next(), (iterator:peek(2))})
    end)

    it("loses nothing of what has come when what comes next raises", function()
      local pulls = 0
      local iterator = Iterator.new(function()
        pulls = pulls + 1
        if pulls == 1 or pulls == 3 then error("interrupted!", 0) end
        return pulls
      end)
      assert.has_error(function() iterator:peek(2) end, "interrupted!")
      assert.has_error(function() iterator:peek(2) end, "interrupted!")
      assert.same({2, 4, 5}, {iterator:next(), iterator:next(), iterator:next()})
    end)

    it("leaves the cursor where it was, of a chain, too", function()
      local at = 0
      local iterator = Iterator.new(function()
        at = at + 1
        return at
      end, nil, {position = function() return "after " .. at end})
      local chain = iterator:where(function(n) return n % 2 == 0 end)
      iterator:peek(3)
      assert.same({"after 0", "after 0"}, {iterator:cursor(), chain:cursor()})
      assert.equal(1, iterator:next())
      assert.same({"after 1", "after 1"}, {iterator:cursor(), chain:cursor()})
      chain:peek(2)
      assert.equal("after 1", chain:cursor())
      assert.equal(2, chain:next())
      assert.equal(4, chain:next())
      assert.equal("after 4", chain:cursor())
    end)

    it("wants a count", function()
      for _, count in ipairs {0, -1, 1.5, "x"} do
        assert.has_error(function() numbers(3):peek(count) end, "peek: a count of one or more expected")
      end
    end)
  end)

  -- What was read, or given up, has no more values; what never had any has not been read.
  describe("that is used up", function()
    local ENDS = {
      count = function(it) return it:count() end, collect = function(it) return it:collect() end,
      group_by = function(it) return it:group_by(tostring) end, first = function(it) return it:first() end,
      take = function(it) return it:take(1) end, map = function(it) return it:map(tostring) end,
      where = function(it) return it:where(function() return true end) end,
    }
    local USES = {
      ["by a loop"] = function(it) for _ in it do end end, ["by next"] = function(it) while it:next() do end end,
      ["by count"] = function(it) it:count() end, ["by first"] = function(it) it:first() end,
      ["by take"] = function(it) it:take(2):collect() end, ["by close"] = function(it) it:close() end,
      ["by what was made of it"] = function(it) it:map(tostring):collect() end,
    }

    for how, use in pairs(USES) do
      it(how .. " says so at the caller's line, whatever it is asked for", function()
        for name, ask in pairs(ENDS) do
          local iterator = numbers(3)
          use(iterator)
          assert_raises_here(name .. ": the iterator has been read to its end or closed", function() ask(iterator) end)
        end
        local iterator = numbers(3)
        use(iterator)
        assert.is_nil(iterator:next())
        assert.same({{}, true}, {iterator:peek(2)})
      end)
    end

    it("says so in a second loop, and not in the one whose body closes it", function()
      local iterator, seen = numbers(3), 0
      for _ in iterator do
        seen = seen + 1
        iterator:close()
      end
      assert.equal(1, seen)
      for _, use in ipairs {USES["by a loop"], USES["by first"], USES["by take"]} do
        iterator = numbers(3)
        use(iterator)
        assert_raises_here("the iterator has been read to its end", function() for _ in iterator do end end)
      end
    end)

    it("says so through what was made of it before", function()
      local iterator = numbers(3)
      local made = iterator:map(tostring)
      iterator:count()
      assert.has_error(function() made:count() end)
    end)

    it("tells its failure instead, if it failed", function()
      local iterator = numbers(1, failure)
      iterator:count()
      assert.same({nil, failure}, {iterator:count()})
      assert.same({nil, failure}, {iterator:map(tostring):collect()})
      assert.equal(failure, select(2, pcall(function() for _ in iterator do end end)))
    end)

    it("is told from one that has no values, and from the rest of one", function()
      assert.equal(0, numbers(0):count())
      local iterator = numbers(3)
      iterator:next()
      assert.equal(2, iterator:count())
      local part = numbers(3):take(2)
      part:next()
      part:next()
      assert.equal(0, part:count())
    end)
  end)

  -- What is no array would pass for an empty one.
  describe("taken for an array", function()
    local TEXT = "an iterator is no array, as its values come one by one: for value in iterator"

    it("says what to write instead", function()
      assert_raises_here(TEXT, function() return numbers(3)[1].DeviceName end)
      assert_raises_here(TEXT, function() return numbers(3)[2] end)
      assert_raises_here(TEXT, function() for _, value in ipairs(numbers(3)) do tostring(value) end end)
      assert_raises_here(TEXT, function() for _, task in ipairs(numbers(3)) do assert(task.DeviceName) end end)
      assert.is_nil(numbers(3).no_such_field)
    end)

    if _VERSION >= "Lua 5.4" then -- others do not ask a table's metatable
      it("says so of its length and its pairs, too", function()
        assert_raises_here(TEXT, function() return #numbers(3) end)
        assert_raises_here(TEXT, function() for key in pairs(numbers(3)) do assert(key) end end)
        assert_raises_here(TEXT, function() return table.unpack((numbers(3))) end)
      end)
    end
  end)

  describe("take", function()
    it("gives the first values and asks for no more", function()
      local iterator, log = numbers(10)
      assert.same({1, 2, 3}, iterator:take(3):collect())
      assert.same({3, 1}, {log.pulls, log.closes})
    end)

    it("gives fewer when there are fewer, none for zero, and passes errors on", function()
      assert.same({1, 2}, (numbers(2)):take(5):collect())
      local iterator, log = numbers(2)
      assert.same({}, iterator:take(0):collect())
      assert.same({0, 1}, {log.pulls, log.closes})
      assert.same({nil, failure}, {(numbers(1, failure)):take(5):collect()})
    end)

    it("wants a count", function()
      for _, count in ipairs {-1, 1.5, "3"} do
        assert.has_error(function() (numbers(1)):take(count) end)
      end
      assert.has_error(function() (numbers(1)):take() end)
    end)
  end)

  describe("collect", function()
    it("gives all values, or an error and none", function()
      assert.same({1, 2, 3}, (numbers(3)):collect())
      assert.same({}, (numbers(0)):collect())
      assert.same({nil, failure}, {(numbers(3, failure)):collect()})
    end)
  end)

  -- What a chain does with the end, an error, an early close and the coverage of its source.
  for name, chain in pairs {
    take = function(iterator) return iterator:take(9) end,
    where = function(iterator) return iterator:where(function() return true end) end,
    map = function(iterator) return iterator:map(function(n) return n end) end,
    ["a longer chain"] = function(iterator)
      return iterator:where(function() return true end):map(function(n) return n end):take(9)
    end,
  } do
    describe(name, function()
      it("asks for nothing before it is asked", function()
        local iterator, log = numbers(3)
        chain(iterator)
        assert.equal(0, log.pulls)
      end)

      it("passes values and errors on, and closes its source once", function()
        local iterator, log = numbers(3)
        assert.same({1, 2, 3}, chain(iterator):collect())
        assert.equal(1, log.closes)
        iterator, log = numbers(3, failure)
        assert.same({nil, failure}, {chain(iterator):collect()})
        assert.equal(1, log.closes)
      end)

      it("closes its source when it is closed", function()
        local iterator, log = numbers(3)
        local chained = chain(iterator)
        chained:next()
        chained:close()
        assert.is_nil(chained:next())
        assert.same({1, 1}, {log.pulls, log.closes})
      end)

      it("shows its source's coverage, before and after", function()
        local iterator = numbers(3)
        iterator.coverage = {rows = 0}
        local chained = chain(iterator)
        assert.equal(iterator.coverage, chained.coverage)
        iterator.coverage.rows = 3
        chained:collect()
        assert.same({rows = 3}, chained.coverage)
      end)
    end)
  end

  describe("where", function()
    it("takes what aliota.filter understands", function()
      local function tasks() return numbers(6):map(function(n) return {TaskId = tostring(n), Progress = n} end) end
      assert.same({{TaskId = "2", Progress = 2}}, tasks():where({TaskId = {"2", "9"}}):collect())
      assert.equal(3, tasks():where(require "aliota.filter".progress(4)):count())
      assert.equal(2, tasks():where(function(task) return task.Progress > 4 end):count())
    end)

    it("raises at the caller's line", function()
      local ok, message = pcall(function() numbers(1):where("FAILED") end)
      assert.is_false(ok)
      assert.truthy(message:find "iterator_spec.lua:%d+: where: a predicate")
    end)
  end)

  it("map wants a function that makes something of every value", function()
    assert.same({2, 4}, numbers(2):map(function(n) return 2 * n end):collect())
    assert.same({false}, numbers(1):map(function() return false end):collect())
    assert.has_error(function() numbers(1):map("x") end)
    assert.has_error(function() numbers(1):map(function() end):next() end, "map: the function returned nil")
  end)

  it("first gives one value, and closes", function()
    local iterator, log = numbers(5)
    assert.equal(1, iterator:first())
    assert.same({1, 1}, {log.pulls, log.closes})
    assert.is_nil(numbers(0):first())
    assert.same({nil, failure}, {numbers(0, failure):first()})
  end)

  it("count counts, or tells the error", function()
    assert.equal(5, numbers(5):count())
    assert.equal(0, numbers(0):count())
    assert.same({nil, failure}, {numbers(5, failure):count()})
  end)

  describe("group_by", function()
    it("gives arrays by a field or by what a function says", function()
      assert.same({[0] = {3, 6}, [1] = {1, 4}, [2] = {2, 5}}, numbers(6):group_by(function(n) return n % 3 end))
      local tasks = numbers(3):map(function(n) return {Status = n > 1 and "b" or nil, n = n} end)
      assert.same({[false] = {{n = 1}}, b = {{Status = "b", n = 2}, {Status = "b", n = 3}}}, tasks:group_by("Status"))
      assert.same({}, numbers(0):group_by("x"))
    end)

    it("tells the error, and wants a key", function()
      assert.same({nil, failure}, {numbers(3, failure):group_by(tostring)})
      assert.has_error(function() numbers(1):group_by(5) end)
    end)
  end)

  -- d1, d2, … with tasks but for every fourth, as client:devices hands them out.
  describe("of names with their tasks", function()
    local function devices(count, err) return (named_tasks.of(count, err)) end

    local function drained(iterator)
      local words = {}
      for name, task in iterator do words[#words + 1] = name .. (task and "=" .. task.TaskId or "") end
      return table.concat(words, " ")
    end

    it("hands out both in loops, one by one, of a part and of those that are looked ahead", function()
      assert.equal("d1=t1 d2=t2 d3=t3 d4 d5=t5", drained(devices(5)))
      assert.equal("d1=t1 d2=t2 d3=t3 d4", drained(devices(9):take(4)))
      local iterator = devices(9)
      iterator:peek(5)
      assert.equal("d1=t1 d2=t2 d3=t3 d4 d5=t5", drained(iterator:take(5)))
      local name, task = devices(3):first()
      assert.same({"d1", "t1"}, {name, task.TaskId})
      assert.equal(8, devices(8):count())
    end)

    it("chooses by the task: a name without one is not chosen, whatever is asked", function()
      local filter = require "aliota.filter"
      for _, wanted in ipairs {
        {TaskStatus = "FAILED"}, filter.status "FAILED", function(task) return task.TaskStatus == "FAILED" end,
        filter.no(filter.status("SUCCEEDED", "QUEUED")),
      } do
        assert.equal("d3=t3 d6=t6 d9=t9", drained(devices(12):where(wanted)))
      end
      assert.equal("d3=t3", drained(devices(12):where({TaskStatus = "FAILED"}):take(1)))
      assert.equal(9, devices(12):where(function() return true end):count())
    end)

    it("gives a function of map both", function()
      local words = devices(5):map(function(name, task) return name .. (task and task.SrcVersion or "?") end):collect()
      assert.same({"d11.1", "d21.0", "d31.1", "d4?", "d51.1"}, words)
    end)

    it("is looked ahead in as it is collected", function()
      local ahead, ended = devices(9):peek(4)
      assert.same({"d1", "t1", false}, {ahead[1].name, ahead[1].task.TaskId, ended})
      assert.same({"d4"}, {ahead[4].name, ahead[4].task})
    end)

    it("is collected with both, and grouped by the task", function()
      local list = devices(5):collect()
      assert.same({"d4", "d5", "t5"}, {list[4].name, list[5].name, list[5].task.TaskId})
      assert.is_nil(list[4].task)
      for _, key in ipairs {"TaskStatus", function(task) return task.TaskStatus end} do
        local groups = devices(8):group_by(key)
        assert.same({2, 2, 2, 2}, {#groups.FAILED, #groups.SUCCEEDED, #groups.QUEUED, #groups[false]})
        assert.same({"d4", "d8"}, {groups[false][1].name, groups[false][2].name})
        assert.same({"d3", "t3"}, {groups.FAILED[1].name, groups.FAILED[1].task.TaskId})
      end
    end)

    it("does not take an error for a task", function()
      local changes = {
        function(it) return it:take(9) end, function(it) return it:where {TaskStatus = "FAILED"} end,
        function(it) return it:map(function(name) return name end) end,
      }
      for _, change in ipairs(changes) do
        assert.same({nil, failure}, {change(devices(5, failure)):next()})
        assert.same({nil, failure}, {change(devices(5, failure)):collect()})
      end
      for _, last in ipairs {"first", "count", "collect"} do
        local iterator = devices(5, failure)
        assert.same({nil, failure}, {iterator[last](iterator)})
      end
      assert.same({nil, failure}, {devices(5, failure):group_by "TaskStatus"})
    end)
  end)

  describe("of looks at a batch", function()
    it("is chosen from by the counts, and keeps the batch", function()
      local given = 0
      local looks = Iterator.new(function()
        given = given + 1
        if given <= 3 then return {open = 3 - given}, {JobStatus = "J" .. given} end
      end, nil, {pair = named_tasks.watch().pair})
      local list = looks:where(function(counts) return counts.open < 2 end):collect()
      local expected = {{open = 1}, {JobStatus = "J2"}, {open = 0}, {JobStatus = "J3"}}
      assert.same(expected, {list[1].counts, list[1].job, list[2].counts, list[2].job})
    end)

    it("refuses predicates, which are about tasks", function()
      assert_raises_here("where: a function expected", function() named_tasks.watch():where {TaskStatus = "FAILED"} end)
    end)
  end)

  it("does not look for fields in what has none", function()
    local function names() return numbers(3):map(tostring) end
    assert.has_error(function() names():where({TaskStatus = "FAILED"}):next() end,
      "where: fields are looked at, and a string has none; a function can look at it")
    assert.has_error(function() names():group_by "TaskStatus" end,
      "group_by: fields are looked at, and a string has none; a function can look at it")
  end)

  it("prints what it is", function()
    local iterator = numbers(1)
    assert.equal("aliota iterator", tostring(iterator))
    iterator:close()
    assert.equal("aliota iterator (closed)", tostring(iterator))
  end)

  if _VERSION >= "Lua 5.4" then
    it("closes as a to-be-closed variable", function()
      local iterator, log = numbers(5)
      assert(load("local iterator <close> = ... ; iterator:next()"))(iterator)
      assert.equal(1, log.closes)
    end)
  end

  it("looks at what it is called on when it is called, not again for each value of a chain", function()
    local CHECK, CLASS, CHAINS = "aliota.util.check_self", "aliota.listing.iterator", "aliota.listing.iterator_chains"
    local looks, before = 0, {[CHECK] = require(CHECK), [CLASS] = require(CLASS), [CHAINS] = require(CHAINS)}
    package.loaded[CHECK] = function() looks = looks + 1 end
    package.loaded[CLASS], package.loaded[CHAINS] = nil, nil
    local Fresh = require(CLASS)
    require(CHAINS)
    for name, module in pairs(before) do package.loaded[name] = module end
    local count = 0
    local values = Fresh.new(function()
      count = count + 1
      return count <= 100 and count or nil
    end)
    local function is_even(value) return value % 2 == 0 end
    assert.equal(40, #values:where(is_even):map(function(value) return value end):take(40):collect())
    assert.truthy(looks < 20, looks) -- four calls, and the ends of all
  end)
end)
