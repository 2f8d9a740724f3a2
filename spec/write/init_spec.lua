local Iterator = require "aliota.listing.iterator"
local decode = require("aliota.core").json.decode
local errors = require "aliota.api.errors"
local heap = require "spec.support.heap"
local named_tasks = require "spec.support.named_tasks"
local shell = require "spec.support.shell"
local write = require "aliota.write"
local written = require "spec.support.written"

-- f must be a function whose misuse is in its first line.
local function assert_raises_here(message, f)
  local ok, raised = pcall(f)
  assert.is_false(ok)
  assert.equal(debug.getinfo(f, "S").linedefined, tonumber(raised:match "init_spec.lua:(%d+): "), raised)
  assert.truthy(raised:find(message, 1, true), raised)
end

-- An iterator over `count` tasks that then ends, or fails with `failure`, or raises what `raised` says; and a table
-- that counts how often it is closed.
local function watched(count, failure, raised)
  local given, state = 0, {closed = 0}
  local tasks = Iterator.new(function()
    given = given + 1
    if given <= count then return {DeviceName = "d" .. given, TaskStatus = "FAILED", JobId = "j"} end
    if raised then error(raised, 0) end
    return nil, failure
  end, function() state.closed = state.closed + 1 end)
  return tasks, state
end

local function tasks_of(...) return (watched(...)) end

local FORMATS = {"csv", "html", "json", "junit", "markdown", "ndjson", "prometheus", "table", "xlsx"}

describe("write", function()
  local place
  setup(function() place = shell.run("mktemp -d"):gsub("\n$", "") end)
  teardown(function() shell.run("rm -rf '" .. place .. "'") end)

  local function names() return (shell.run("ls -A '" .. place .. "'")) end

  local function content_of(path)
    local file = assert(io.open(path, "rb"))
    local content = file:read "*a"
    file:close()
    return content
  end

  for _, format in ipairs(FORMATS) do
    describe(format, function()
      local path = function() return place .. "/" .. format end

      it("takes a function as a loop takes it, closes what can be closed, and passes on its error", function()
    for _, name in ipairs(FORMATS) do
      local list, at = {{TaskId = "1", JobId = "j", TaskStatus = "FAILED"}, {TaskId = "2", JobId = "j"}}, 0
      assert.equal(2, write[name](function() at = at + 1 return list[at] end, function() end), name)
      local closes = 0
      local failing = setmetatable({close = function() closes = closes + 1 end}, {
        __call = function() return nil, "gone" end,
      })
      assert.same({nil, "gone"}, {write[name](failing, function() end)})
      assert.equal(1, closes)
    end
  end)

  it("does not take an iterator that is used up for one without tasks", function()
    local tasks = tasks_of(2)
    tasks:count()
    assert_raises_here("write.csv: an iterator or an array of tasks expected, not one that is used up",
      function() write.csv(tasks, function() end) end)
  end)

  it("writes an iterator and an array, the same, and counts the tasks", function()
        local coverage = {rows = 250, unique = 250, total_last = 250, complete = true}
        local options = require("aliota.write." .. format).options.now and {now = 1767600000} or nil
        local function text_of(tasks)
          local pieces = {}
          tasks.coverage = coverage
          assert.equal(250, write[format](tasks, function(piece) pieces[#pieces + 1] = piece end, options))
          return table.concat(pieces)
        end
        local text = text_of(tasks_of(250))
        assert.truthy(text ~= "" and text == text_of(tasks_of(250):collect()))
      end)

      it("writes an empty batch, and a batch of one", function()
        assert.equal(0, write[format]({}, path()))
        assert.equal(1, write[format]({{}}, path()))
        os.remove(path())
      end)

      it("leaves the file alone, and nothing beside it, when the listing fails half way", function()
        assert(write[format](tasks_of(3), path()))
        local before, failure = content_of(path()), errors.new {kind = "network", message = "gone"}
        local tasks, state = watched(2000, failure)
        local count, err = write[format](tasks, path())
        assert.is_nil(count)
        assert.equal(failure, err)
        assert.equal(1, state.closed)
        assert.same({before, format .. "\n"}, {content_of(path()), names()})
        os.remove(path())
      end)

      it("does so when the listing raises, and lets it through", function()
        local bug = {}
        local ok, raised = pcall(write[format], tasks_of(3, nil, bug), path())
        assert.is_false(ok)
        assert.equal(bug, raised)
        assert.equal("", names())
      end)

      it("ends the listing when it can't write on", function()
        local tasks, state = watched(1e6)
        local count, err = write[format](tasks:take(20000), "/dev/full")
        assert.same({nil, "file", "/dev/full: No space left on device", 1},
          {count, err.kind, err.message, state.closed})
      end)

      it("holds no more after 20,000 tasks than after 5,000", function()
        -- Written while the iterator is still open: what is measured is what the writer holds.
        local grown = heap.growth(([[
          local write = require "aliota.write"
          local writing = coroutine.wrap(function()
            local given = 0
            assert(20000 == write["%s"](function()
              given = given + 1
              if given == 5000 or given == 20000 then coroutine.yield() end
              return given <= 20000 and {
                DeviceName = "d" .. given, TaskStatus = given %% 2 == 0 and "FAILED" or "QUEUED", JobId = "j",
                TaskDesc = ("reason "):rep(8) .. ("%%x"):format(given * 7919), TaskId = "t" .. given,
                UtcModified = os.date("!%%Y-%%m-%%dT%%H:%%M:%%S.000Z", 1700000000 + given %% 2000 * 60),
              } or nil
            end, function() end))
          end)
          writing()
          return writing
        ]]):format(format))
        assert.truthy(grown < 3000, grown) -- kilobytes, of the 8 MB that went through
      end)

      it("is found by name", function() assert.equal(write[format], write.format(format)) end)
    end)
  end

  it("picks the format by the ending of the file's name", function()
    for ending, beginning in pairs {
      csv = "DeviceName,", json = "{", ndjson = "{", jsonl = "{", md = "# ", html = "<!DOCTYPE html>", prom = "# HELP ",
      xml = "<?xml ", txt = "DeviceName ", xlsx = "PK\3\4", CSV = "DeviceName,",
    } do
      local path = place .. "/tasks." .. ending
      assert.equal(1, write.to(path, tasks_of(1)))
      assert.equal(beginning, content_of(path):sub(1, #beginning))
      os.remove(path)
    end
  end)

  it("leaves the listing untouched when there is nowhere to write", function()
    local tasks, state = watched(1)
    local count, err = write.csv(tasks, place .. "/no/file.csv")
    assert.same({nil, "file", place .. "/no/file.csv: No such file or directory", 0},
      {count, err.kind, err.message, state.closed})
    assert.same({false, "file error: " .. err.message}, {err.retryable, tostring(err)})
    assert.equal("d1", tasks:next().DeviceName)
  end)

  it("makes an error object of what a function or a stream says of itself, and leaves one alone", function()
    local mine = errors.new {kind = "network", message = "the client is gone"}
    for _, said in ipairs {"the client is gone", 5, mine} do
      local function refuse() return nil, said end
      for _, given in ipairs {refuse, {write = refuse}} do
        local count, err = write.csv(tasks_of(5), given)
        assert.is_nil(count)
        assert.is_true(errors.is(err))
        if said == mine then
          assert.equal(mine, err)
        else
          assert.same({"file", tostring(said)}, {err.kind, err.message})
        end
      end
    end
  end)

  it("lets through what a function raises, and closes the listing", function()
    local tasks, state = watched(5)
    local ok, raised = pcall(write.csv, tasks, function() error("mine", 0) end)
    assert.same({false, "mine", 1}, {ok, raised, state.closed})
  end)

  it("raises at the caller's line for misuse, before anything happens", function()
    local path, tasks = place .. "/misuse.csv", tasks_of(1)
    assert_raises_here("write.csv: an iterator or an array of tasks expected, not a nil",
      function() write.csv(nil, path) end)
    assert_raises_here("not one task", function() write.csv({DeviceName = "d"}, path) end)
    assert_raises_here("not an array with a string at 2", function() write.json({{}, "x"}, path) end)
    assert_raises_here("not an iterator of counts and job", function() write.csv(named_tasks.watch(), path) end)
    assert_raises_here("a path, a stream or a function expected", function() write.csv(tasks, 5) end)
    assert_raises_here("not an empty path", function() write.csv(tasks, "") end)
    assert_raises_here("a table of options expected, not a string", function() write.csv(tasks, path, "raw") end)
    assert_raises_here('there is no option "column"; did you mean "columns"?',
      function() write.csv(tasks, path, {column = 1}) end)
    assert_raises_here("raw must be a boolean, not a string",
      function() write.csv(tasks, path, {raw = "x"}) end)
    assert_raises_here("columns must be an array", function() write.csv(tasks, path, {columns = {}}) end)
    assert_raises_here('did you mean "DeviceName"?', function() write.csv(tasks, path, {columns = {"device_name"}}) end)
    assert_raises_here("width is 3; it must be a whole number from 20",
      function() write.table(tasks, path, {width = 3}) end)
    assert_raises_here("now is -1; it must be seconds since 1970", function() write.html(tasks, path, {now = -1}) end)
    assert_raises_here('there is no format "cvs"; did you mean "csv"?', function() write.format "cvs" end)
    assert_raises_here('there is no format for "ods"', function() write.to("a.ods", tasks) end)
    assert_raises_here("has no ending that names a format", function() write.to("csv", tasks) end)
    assert_raises_here("write.csv: raw must be a boolean", function() write.to(path, tasks, {raw = 1}) end)
    assert_raises_here("write.to: a path expected, not a table", function() write.to(tasks, path) end)
    assert.equal("", names())
    assert.equal("d1", tasks:next().DeviceName)
  end)

  local NAMELESS = {prometheus = true, xlsx = true} -- one has figures, one is packed

  it("writes the tasks of named devices", function()
    for _, format in ipairs(FORMATS) do
      for _, change in ipairs {function(it) return it end, function(it) return it:collect() end} do
        local iterator, list = named_tasks.of(8)
        local pieces, expected = {}, {}
        assert.equal(6, write.format(format)(change(iterator), function(text) pieces[#pieces + 1] = text end))
        write.format(format)(list, function(text) expected[#expected + 1] = text end)
        for _, task in ipairs(NAMELESS[format] and {} or list) do
          local name = task.DeviceName .. "%f[%D]"
          assert.equal(select(2, table.concat(expected):gsub(name, "")), select(2, table.concat(pieces):gsub(name, "")))
        end
      end
    end
  end)

  it("says how many names have no task", function()
    local pieces = {}
    write.markdown((named_tasks.of(8)), function(text) pieces[#pieces + 1] = text end)
    assert.truthy(table.concat(pieces):find("6 of 6 tasks, complete; 2 names have no task", 1, true))
  end)

  it("says which value of an iterator is no task", function()
    local tasks = Iterator.new(function() return "x" end)
    local ok, raised = pcall(write.csv, tasks, place .. "/x.csv")
    assert.same({false, "the iterator gave a string, not a task", ""},
      {ok, raised:match "^[^ ]*init_spec.lua:%d+: (.*)", names()})
  end)

  -- All that a Lua can hold; what it can't are digits in a text from the decoder on.
  it("gives numbers of the service out in the digits in which they came in", function()
    local numbers = {"123456789012345", "1234567890123456", "9007199254740991", "1234567890123456789", "33.67", "0.1"}
    for format in pairs {csv = 1, ndjson = 1, json = 1, table = 1, markdown = 1} do
      for _, digits in ipairs(numbers) do
        local task = decode(('{"Serial":%s,"Nested":{"Serials":[%s]}}'):format(digits, digits))
        local text = written(format, {task}, {columns = {"Serial", "Nested"}})
        local _, times = text:gsub(digits:gsub("%.", "%%."), "")
        assert.equal(2, times, format .. ": " .. text)
      end
    end
  end)

  it("gives numeric ids out in their digits", function()
    local digits = "1234567890123456"
    local task = decode(('{"JobId":%s,"DeviceName":%s,"TaskStatus":"FAILED"}'):format(digits, digits))
    for format in pairs {junit = 1, html = 1, prometheus = 1} do
      assert.truthy(written(format, {task}):find(digits, 1, true), format)
    end
  end)

  it("writes no number that JSON has not", function()
    for _, format in ipairs {"ndjson", "json"} do
      local ok, problem = pcall(write[format], {{Rate = 0 / 0}}, place .. "/x.json")
      assert.same({false, "JSON has no number NaN", ""}, {ok, problem, names()})
    end
    assert.equal("Rate\r\nNaN\r\n", written("csv", {{Rate = 0 / 0}}, {columns = {"Rate"}}))
  end)
end)
