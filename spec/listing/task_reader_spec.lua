local Iterator = require "aliota.listing.iterator"
local build = require "aliota.plan.build"
local chain = require "aliota.listing.chain"
local errors = require "aliota.api.errors"
local kinds = require "aliota.plan.kinds"
local named_tasks = require "spec.support.named_tasks"
local pair = require "aliota.listing.pair"
local report = require "aliota.report"
local tasks = require "aliota.listing.task_reader"
local write = require "aliota.write"

describe("tasks", function()
  local function all_of(source)
    local reader, read = tasks.reader(source), {}
    while true do
      local task, err = reader.next()
      if task == nil then return read, reader.absent, err end
      read[#read + 1] = task
    end
  end

  local function iterator_of(values, failure)
    local at = 0
    return Iterator.new(function()
      at = at + 1
      return values[at], values[at] == nil and failure or nil
    end)
  end

  it("are read from an array and from an iterator", function()
    local list = {{TaskId = "1"}, {TaskId = "2"}}
    assert.same({list, 0}, {all_of(list)})
    assert.same({list, 0}, {all_of(iterator_of(list))})
    assert.same({list, 0, "gone"}, {all_of(iterator_of(list, "gone"))})
    assert.same({{}, 0}, {all_of({})})
  end)

  it("are those of names, of which it is counted how many have none", function()
    local devices, list = named_tasks.of(40)
    assert.same({list, 10}, {all_of(devices)})
    assert.same({list, 10}, {all_of((named_tasks.of(40)):collect())})
    local gone = errors.new {kind = "network", message = "gone"}
    assert.same({{}, 0, gone}, {all_of((named_tasks.of(40, gone)))})
    local chosen = (named_tasks.of(40)):where {TaskStatus = "FAILED"}
    assert.equal(10, #all_of(chosen))
  end)

  it("are none where something else is given, and it is said what", function()
    for expected, given in pairs {
      ["a string"] = "job", ["one task"] = {TaskId = "1"},
      ["an array with a number at 2"] = {{}, 5},
      ["an array with something else at 2"] = {{}, named_tasks.of(1):collect()[1]},
      ["an iterator of counts and job"] = named_tasks.watch(),
      ["an array of counts and job"] = {named_tasks.watch().pair:record({}, {})},
    } do
      assert.equal(expected, tasks.misuse(given))
    end
    assert.equal("a nil", tasks.misuse(nil))
    for _, good in ipairs {{}, {{}}, iterator_of {}, (named_tasks.of(1)), (named_tasks.of(4)):collect()} do
      assert.is_nil(tasks.misuse(good))
    end
  end)

  -- As a `for` loop takes it: a function that may be given what it returned before.
  it("are those of a function, until it returns nil, or nil and an error", function()
    local list, last_seen = {{TaskId = "1"}, {TaskId = "2"}}, {}
    local function following(_, last)
      last_seen[#last_seen + 1] = last
      return not last and list[1] or last == list[1] and list[2] or nil
    end
    assert.same({list, 0}, {all_of(tasks.source(following))})
    assert.same(list, last_seen)
    assert.same({list, 0}, {all_of(tasks.source(coroutine.wrap(function()
      for _, task in ipairs(list) do coroutine.yield(task) end
    end)))})
    assert.same({{}, 0, "gone"}, {all_of(tasks.source(function() return nil, "gone" end))})
    assert.has_error(tasks.reader(tasks.source(function() return 5 end)).next,
      "the iterator gave a number, not a task")
  end)

  it("are those of what can be called, which is closed at the end if it can be", function()
    local closes, given = 0, 0
    local callable = setmetatable({close = function() closes = closes + 1 end}, {__call = function()
      given = given + 1
      return given <= 2 and {TaskId = "t"} or nil
    end})
    assert.is_nil(tasks.misuse(callable))
    assert.equal(2, #all_of(tasks.source(callable)))
    assert.equal(1, closes)
  end)

  it("are not those of an iterator that is used up", function()
    local source = iterator_of {{}}
    source:count()
    assert.truthy(tasks.misuse(source):find "^one that is used up: the iterator has been read to its end")
    local failed = iterator_of({}, "gone")
    failed:count()
    assert.is_nil(tasks.misuse(failed)) -- its error says more
  end)

  it("are handed to a function, until that wants no more", function()
    local source, seen = iterator_of {{TaskId = "1"}, {TaskId = "2"}, {TaskId = "3"}}, {}
    local count, absent = tasks.each(source, function(task)
      seen[#seen + 1] = task.TaskId
      return #seen < 2
    end)
    assert.same({2, 0, {"1", "2"}}, {count, absent, seen})
    assert.truthy(source.closed)
    assert.same({30, 10}, {tasks.each((named_tasks.of(40)), function() end)})
  end)

  it("come from an iterator, whatever is given", function()
    local list = {{TaskId = "1"}, {TaskId = "2"}}
    local iterator = tasks.iterator(list)
    assert.same({2, true}, {iterator.coverage.total_last, iterator.coverage.complete})
    assert.same(list, iterator:collect())
    assert.same(list, tasks.iterator(iterator_of(list)):collect())
    local devices = tasks.iterator((named_tasks.of(4)):collect())
    assert.equal("name and task", tostring(devices.pair))
    assert.equal(4, devices:count())
  end)

  it("of an iterator of something else raise, and close it", function()
    local texts = iterator_of {{}, "x", {}}
    local reader = tasks.reader(texts)
    assert.same({}, reader.next())
    assert.has_error(reader.next, "the iterator gave a string, not a task")
    assert.is_nil(texts:next())
  end)

  describe("that go wrong are told of in one way, whoever reads them:", function()
    local RAISED, GONE = {"raised"}, errors.new {kind = "network", message = "gone"}
    local TASK = {TaskId = "t", JobId = "j", DeviceName = "d", TaskStatus = "FAILED"}

    -- What reads a source to its end.
    local READERS = {
      each = function(source) return tasks.each(tasks.source(source), function() end) end,
      report = function(source) return report.summary(source) end,
      comparison = function(source) return report.compare({TASK}, source) end,
      writer = function(source) return write.csv(source, function() return true end) end,
      plan = function(source) return build.of_tasks(kinds.retry, source) end,
      ["chain in a report"] = function(source) return report.summary(chain(source)) end,
    }

    -- A task and then what this function returns; and how often it was closed.
    local function source_of(last, kind)
      local count, closes = 0, 0
      local source = Iterator.new(function()
        count = count + 1
        if count > 1 then return last(count) end
        if kind then return "d", TASK end
        return TASK
      end, function() closes = closes + 1 end, {pair = kind})
      return source, function() return closes end
    end

    local function assert_all(last, kind, check)
      for name, read in pairs(READERS) do
        local source, closes = source_of(last, kind)
        local ok, result, err = pcall(read, source)
        check(name, ok, result, err)
        assert.equal(1, closes(), name)
      end
    end

    it("an error is returned", function()
      assert_all(function() return nil, GONE end, nil, function(name, ok, result, err)
        assert.same({true, nil, GONE}, {ok, result, err}, name)
      end)
    end)

    it("what is raised is raised as it is", function()
      assert_all(function() error(RAISED) end, nil, function(name, ok, result)
        assert.is_false(ok, name)
        assert.equal(RAISED, result, name)
      end)
    end)

    it("what is no task is raised, of names with their tasks, too", function()
      for _, kind in ipairs {false, pair.new("name", "task", "task")} do
        assert_all(function() return kind and "d" or 5, 5 end, kind or nil, function(name, ok, result)
          assert.is_false(ok, name)
          assert.truthy(result:find("the iterator gave a number, not a task", 1, true), name)
        end)
      end
    end)

    it("what goes with a task is no error", function()
      for name, read in pairs(READERS) do
        local count = 0
        local function source()
          count = count + 1
          if count < 3 then return TASK, "of no account" end
        end
        local result, err = read(source)
        assert.truthy(result, name)
        assert.equal(name == "each" and 0 or nil, err, name)
      end
    end)
  end)
end)
