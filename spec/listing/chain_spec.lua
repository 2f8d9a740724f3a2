local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local coverage = require "aliota.listing.coverage"
local errors = require "aliota.api.errors"
local named_tasks = require "spec.support.named_tasks"

local failure = errors.new {kind = "network", message = "gone"}

-- A listing of some values, which knows how many there are; and what happened to it.
local function listing(values, err)
  local at, log, seen = 0, {pulls = 0, closes = 0}, coverage.new()
  local iterator = Iterator.new(function()
    log.pulls, at = log.pulls + 1, at + 1
    local value = values[at]
    if value ~= nil then
      seen:note_rows(1, 0)
      seen:note_total(#values)
      return value
    end
    seen:note_total(#values)
    seen.complete = not err
    return nil, err
  end, function() log.closes = log.closes + 1 end, {coverage = seen})
  return iterator, log
end

local function tasks(...)
  local list = {}
  for i, id in ipairs {...} do list[i] = {TaskId = id, JobId = "j"} end
  return list
end

local function ids_of(iterator)
  local ids = {}
  for task in iterator do ids[#ids + 1] = task.TaskId end
  return table.concat(ids, " ")
end

describe("chain", function()
  it("joins iterators, arrays and functions, however they are given", function()
    local function parts()
      local at, more = 0, tasks("d", "e")
      return listing(tasks("a", "b")), (listing {}), tasks "c", function()
        at = at + 1
        return more[at]
      end
    end
    assert.equal("a b c d e", ids_of(aliota.chain(parts())))
    assert.equal("a b c d e", ids_of(aliota.chain {(listing(tasks("a", "b"))), tasks "c", select(4, parts())}))
    assert.equal("a b", ids_of(aliota.chain((listing(tasks("a", "b"))))))
    assert.equal("a b", ids_of(aliota.chain(tasks("a", "b"))))
    assert.equal("", ids_of(aliota.chain()))
    assert.equal("a b", ids_of(aliota.chain((listing(tasks "a")), (listing(tasks "b")):loop()))) -- four values
  end)

  it("joins what an iterator hands out, one when those before it are through", function()
    local made = 0
    local parts = listing({{"a", "b"}, {}, {"c"}}):map(function(ids)
      made = made + 1
      return (listing(tasks((table.unpack or unpack)(ids))))
    end)
    local chain = aliota.chain(parts)
    assert.same({"a", 1}, {chain:next().TaskId, made})
    assert.same({"b", "c", 3}, {chain:next().TaskId, chain:next().TaskId, made})
    assert.is_nil(chain:next())
    assert.same({3, 3, 3, true}, {chain.coverage.rows, chain.coverage.unique, chain.coverage.total_last,
      chain.coverage.complete})
  end)

  it("asks for nothing before it is asked, and for nothing of what comes later", function()
    local first, log_1 = listing(tasks("a", "b"))
    local second, log_2 = listing(tasks "c")
    local chain = aliota.chain(first, second)
    assert.equal(0, log_1.pulls)
    chain:next()
    assert.same({1, 0}, {log_1.pulls, log_2.pulls})
  end)

  it("closes all when it is closed, and the rest when one fails", function()
    for _, stop in ipairs {
      function(chain) chain:close() end,
      function(chain) chain:take(1):collect() end,
    } do
      local first, log_1 = listing(tasks("a", "b"))
      local second, log_2 = listing(tasks "c")
      stop(aliota.chain(first, second))
      assert.same({1, 1}, {log_1.closes, log_2.closes})
    end
    local bad, log_1 = listing(tasks "a", failure)
    local rest, log_2 = listing(tasks "c")
    local chain = aliota.chain(bad, rest)
    assert.same({"a", nil, failure}, {chain:next().TaskId, chain:next()})
    assert.same({nil, failure}, {chain:count()})
    assert.same({1, 1, 0}, {log_1.closes, log_2.closes, log_2.pulls})
    assert.is_false(chain.coverage.complete)
    local parts, log_3 = listing({listing(tasks "a", failure), (listing(tasks "c"))})
    aliota.chain(parts):count()
    assert.equal(1, log_3.closes)
  end)

  it("has seen what all have seen together", function()
    local chain = aliota.chain((listing(tasks("a", "b"))), tasks "c")
    assert.is_false(chain.coverage.complete)
    chain:next()
    assert.is_false(chain.coverage.complete)
    chain:count()
    assert.equal("3 of 3 tasks, complete", tostring(chain.coverage))
    local summary = aliota.report.summary(aliota.chain((listing(tasks("a", "b"))), tasks "c"))
    assert.truthy(tostring(summary):find "3 of 3 tasks, complete")
  end)

  it("does not know that it is complete where one part does not", function()
    for _, chain in ipairs {
      aliota.chain((listing(tasks("a", "b"))), function() end),
      aliota.chain(function() end, (listing(tasks("a", "b")))),
    } do
      local summary = aliota.report.summary(chain)
      assert.truthy(tostring(summary):find "2 tasks; whether there are more is not known", tostring(summary))
    end
    local halting = (listing(tasks("a", "b")))
    halting.coverage.note_total = function(seen) seen.total_first, seen.total_last = 3, 3 end
    local chain = aliota.chain(halting, tasks "c")
    halting.coverage.complete = nil
    chain:take(2):collect()
    assert.equal("2 of 3 tasks, not known to be complete", tostring(chain.coverage))
    local parts = (listing {(listing(tasks "a"))})
    chain = aliota.chain(parts)
    rawset(parts, "coverage", {complete = false})
    chain:count()
    assert.is_false(chain.coverage.complete)
  end)

  it("keeps pairs", function()
    local chain = aliota.chain((named_tasks.of(4)), (named_tasks.of(4)):collect())
    local names = chain:where({TaskStatus = "FAILED"}):map(function(name) return name end):collect()
    assert.same({"d3", "d3"}, names)
    local report = aliota.report.summary(aliota.chain((named_tasks.of(4)), (named_tasks.of(8))))
    assert.same({9, 3}, {report.total, report.coverage.absent})
  end)

  it("has no cursor, and says why", function()
    assert.has_error(function() aliota.chain((listing {})):cursor() end,
      "cursor: a chain of listings has none; each of them has one of its own, and so has the error of one")
  end)

  it("refuses what can't be joined, at the caller's line", function()
    local used_up = listing(tasks "a")
    used_up:count()
    assert_raises_here("chain: an iterator or an array expected as argument 2, not a string",
      function() aliota.chain(tasks "a", "b") end)
    assert_raises_here("chain: an iterator or an array expected as argument 1, not a nil",
      function() aliota.chain(nil) end)
    assert_raises_here("as argument 2, not one that is used up", function() aliota.chain(tasks "a", used_up) end)
    assert_raises_here("argument 2 hands out something else than argument 1",
      function() aliota.chain((listing(tasks "a")), (named_tasks.of(4))) end)
    assert.has_error(function() aliota.chain((listing {named_tasks.of(4)})):next() end,
      "chain: an iterator must not hand out iterators of name and task; give them one by one")
  end)
end)
