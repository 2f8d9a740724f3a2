local filter = require "aliota.filter"
local status = require "aliota.api.task_status"

local NOW = 1767628800

local function ids(tasks, test)
  local list = {}
  for _, task in ipairs(tasks) do
    if test(task) then list[#list + 1] = task.TaskId end
  end
  return list
end

local function raises_here(message, f)
  local ok, raised = pcall(f)
  assert.is_false(ok)
  assert.equal(debug.getinfo(f, "S").linedefined, tonumber(raised:match "init_spec.lua:(%d+): "), raised)
  assert.truthy(raised:find(message, 1, true), raised)
end

describe("filter", function()
  it("status", function()
    local failed = filter.status("FAILED", "CANCELED")
    assert.same({true, true, false, false}, {
      failed {TaskStatus = "FAILED"}, failed {TaskStatus = "CANCELED"}, failed {TaskStatus = "QUEUED"}, failed {},
    })
    assert.equal(true, filter.status {"FAILED"} {TaskStatus = "FAILED"})
    assert.equal("TaskStatus is FAILED, CANCELED", tostring(failed))
  end)

  it("version and device, with * for any text", function()
    assert.equal(true, filter.version "1.0.0" {SrcVersion = "1.0.0"})
    assert.equal(false, filter.version "1.0.0" {SrcVersion = "1x0.0"})
    assert.equal(false, filter.version "1.0.*" {SrcVersion = "1x0.0"})
    local line = filter.device("line3-*", "lab")
    assert.same({true, true, true, false, false, false}, {
      line {DeviceName = "line3-"}, line {DeviceName = "line3-7"}, line {DeviceName = "lab"},
      line {DeviceName = "lab2"}, line {DeviceName = "xline3-7"}, line {},
    })
    assert.equal(false, filter.device "a*" {DeviceName = 5})
  end)

  it("reason, as the report of reasons groups it", function()
    local resets = filter.reason "Connection reset by 10.0.0.1"
    assert.equal(true, resets {TaskDesc = "download failed: connection reset by 192.168.0.7"})
    assert.equal(false, resets {TaskDesc = "connection refused"})
    assert.equal(true, filter.reason "timed out" {TaskDesc = "device upgrade timeout"})
    assert.equal(true, filter.reason "download failed" {Progress = -2})
    assert.equal(true, filter.reason "100%" {TaskDesc = "disk at 100%"})
    assert.equal(false, filter.reason "x" {})
    assert.equal(false, filter.reason "timed out: disk full" {TaskDesc = "device upgrade timeout"})
    assert.equal(false, filter.reason "canceled: by 5" {TaskStatus = "CANCELED", TaskDesc = "by the owner"})
  end)

  it("reason, by any line of the report, also one that is cut", function()
    local tasks = {
      {}, {Progress = -2}, {Progress = -2, TaskDesc = "Connection reset by 10.0.0.1"}, {TaskDesc = "504"},
      {TaskDesc = "device upgrade timeout"}, {TaskDesc = "Report version  is not conform"}, {TaskDesc = "disk full"},
      {TaskDesc = ("a long story about block 17, "):rep(30)},
      {TaskDesc = ("time-out of block 17, "):rep(30)}, {TaskStatus = "CANCELED", TaskDesc = "canceled: by its owner"},
      {TaskStatus = "CANCELED", TaskDesc = "404"}, {TaskStatus = "CANCELED"},
    }
    for i, task in ipairs(tasks) do
      task.TaskStatus, task.TaskId = task.TaskStatus or "FAILED", "t" .. i
      local line = require("aliota.report.reasons").words(require("aliota.report").reasons({task}).reasons[1])
      for _, columns in ipairs {1000, 24} do
        assert.equal(true, filter.reason(require("aliota.show.text").fit(line, columns))(task), line)
      end
    end
    local none = filter.reason "(no reason given)"
    assert.same({true, false, false}, {none(tasks[1]), none(tasks[2]), none(tasks[7])})
  end)

  it("progress, from and to", function()
    local half = filter.progress(0, 50)
    assert.same({true, true, false, false, false}, {
      half {Progress = 0}, half {Progress = 50}, half {Progress = 50.1}, half {Progress = -1}, half {},
    })
    assert.equal(true, filter.progress(90) {Progress = 100})
    assert.equal(true, filter.progress(nil, -1) {Progress = -2})
  end)

  describe("by age", function()
    local function changed(ago)
      return {UtcModified = os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - ago), UtcCreate = "2019-11-04T03:38:22.000Z"}
    end

    it("older and newer are opposites, but for times that do not parse", function()
      local older, newer = filter.older_than("2h", {now = NOW}), filter.newer_than(7200, {now = NOW})
      for _, ago in ipairs {-5, 0, 7199, 7200, 7201, 1e6} do
        assert.equal(ago > 7200, older(changed(ago)))
        assert.equal(ago <= 7200, newer(changed(ago)))
      end
      for _, task in ipairs {{}, {UtcModified = "soon"}, {UtcModified = 5}} do
        assert.same({false, false}, {older(task), newer(task)})
      end
    end)

    it("of the creation, if that is asked for", function()
      assert.equal(true, filter.older_than("1d", {now = NOW, field = "UtcCreate"})(changed(0)))
    end)

    it("counts from the present", function()
      local text = os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - 60)
      assert.equal(true, filter.newer_than "1h" {UtcModified = text})
      assert.equal(true, filter.older_than "30s" {UtcModified = text})
    end)

    it("changed_since takes seconds and texts", function()
      for _, since in ipairs {NOW - 10, os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - 10)} do
        local recent = filter.changed_since(since)
        assert.same({true, true, false, false}, {
          recent(changed(9)), recent(changed(10)), recent(changed(11)), recent {UtcModified = "?"},
        })
      end
    end)
  end)

  it("takes functions and tables wherever it takes predicates", function()
    local task = {TaskStatus = "FAILED", SrcVersion = "1.0.0", Progress = 3}
    assert.equal(true, filter.all({TaskStatus = {"FAILED", "CANCELED"}, SrcVersion = "1.0.0"})(task))
    assert.equal(false, filter.all({TaskStatus = "FAILED", SrcVersion = "1.0.1"})(task))
    assert.equal(true, filter.all({Progress = {1, 3}}, function(one) return one == task end)(task))
    assert.equal(false, filter.any()(task))
    assert.equal(true, filter.all()(task))
    assert.equal(true, filter.all({})(task))
    assert.equal(false, filter.no({})(task))
  end)

  -- What an unset variable gives must never choose all, nor all the others.
  describe("takes nothing for everything:", function()
    it("a text that says nothing is refused", function()
      for _, text in ipairs {"", " ", "\t\n", "\0", (" "):rep(400) .. "timed out"} do
        raises_here("reason: a text expected that says something", function() filter.reason(text) end)
      end
      for _, text in ipairs {"", " ", "\r\n"} do
        local what = text == "" and "is empty" or "is blank"
        raises_here("DeviceName " .. what, function() filter.device(text) end)
        raises_here("DeviceName " .. what, function() filter.device("a*", text) end)
        raises_here("SrcVersion " .. what, function() filter.version {text} end)
        raises_here("JobId " .. what, function() filter.all {JobId = text} end)
        raises_here("DeviceName " .. what, function() filter.no {DeviceName = {"a", text}} end)
        raises_here("TaskStatus is", function() filter.status(text) end)
        raises_here("a length of time expected", function() filter.older_than(text) end)
        raises_here("changed_since: epoch seconds", function() filter.changed_since(text) end)
      end
    end)

    it("nil is refused", function()
      raises_here("DeviceName: a value or a list", function() filter.device(nil) end)
      raises_here("SrcVersion: a value or a list", function() filter.version(nil) end)
      raises_here("TaskStatus: a value or a list", function() filter.status(nil, "FAILED") end)
    end)

    it("an empty list is no task, and nothing is asked for it", function()
      local task = {DeviceName = "d", SrcVersion = "1", TaskStatus = "FAILED", JobId = "j"}
      for _, none in ipairs {
        filter.device {}, filter.version {}, filter.status {}, filter.all {JobId = {}},
        filter.all({TaskStatus = "FAILED"}, filter.device {}),
      } do
        assert.equal(false, none(task))
        assert.same({}, filter.plan(none).listings)
        assert.equal(false, none.always)
      end
    end)

    it("a number, which does not count, is not any number", function()
      assert.equal(false, filter.reason "404" {TaskDesc = "disk at 100%"})
      assert.equal(true, filter.reason "404" {TaskDesc = "17"})
      assert.equal(true, filter.reason "12 34" {TaskDesc = "5 6"})
      assert.equal(true, filter.reason "HTTP 404" {TaskDesc = "server said HTTP 500"})
    end)
  end)

  it("knows when it asks nothing, or what nobody can meet, of any task", function()
    local some = filter.device "d"
    for _, all in ipairs {
      filter.all(), filter.all {}, filter.any({}, some), filter.all({}, {}), filter.no(filter.any()),
      filter.no(filter.device {}), filter.no(filter.no {}),
    } do
      assert.equal(true, all.always)
    end
    for _, none in ipairs {filter.any(), filter.no {}, filter.all(filter.any(), some), filter.any(filter.device {})} do
      assert.equal(false, none.always)
    end
    for _, depends in ipairs {
      some, filter.no(some), filter.all(some, {}), filter.any(some, filter.any()), filter.all(function() end),
    } do
      assert.is_nil(depends.always)
    end
  end)

  it("says what it tests", function()
    assert.equal("(TaskStatus is FAILED and not (DeviceName is like a*))",
      tostring(filter.all(filter.status "FAILED", filter.no(filter.device "a*"))))
    assert.equal("DeviceName is 1, 2, 3, 4 and 2 more", tostring(filter.device {"1", "2", "3", "4", "5", "6"}))
    assert.equal("UtcModified is older than 2 h", tostring(filter.older_than("2h")))
  end)

  it("blames misuse on the caller's line", function()
    raises_here('TaskStatus is "FAIL"; did you mean "FAILED"?', function() filter.status "FAIL" end)
    raises_here("TaskStatus: a value or a list", function() filter.status() end)
    raises_here("must be a string or a list of them, not a number", function() filter.version(1) end)
    raises_here('no field "TaskStaus"; did you mean "TaskStatus"?', function() filter.all({TaskStaus = "FAILED"}) end)
    raises_here("a table of fields expected, not a string", function() filter.any("FAILED") end)
    raises_here("a table of fields expected, not a nil", function() filter.no(nil) end)
    raises_here("Progress must be a number", function() filter.all({Progress = "5"}) end)
    raises_here("reason: a text expected, not a nil", function() filter.reason(nil) end)
    raises_here("Progress: a value or a list of values", function() filter.all {Progress = {from = 5}} end)
    raises_here("progress: a limit expected", function() filter.progress(tonumber "") end)
    raises_here("a number expected", function() filter.progress("1") end)
    raises_here("a length of time expected", function() filter.older_than("soon") end)
    raises_here('no option "nwo"; did you mean "now"?', function() filter.newer_than(5, {nwo = 1}) end)
    raises_here('field is "UtcChanged"', function() filter.older_than(5, {field = "UtcChanged"}) end)
    raises_here("changed_since: epoch seconds", function() filter.changed_since("yesterday") end)
    raises_here("plan: exact must be a boolean", function() filter.plan({}, {exact = 1}) end)
    raises_here('plan: there is no option "totl"', function() filter.plan({}, {totl = 1}) end)
  end)

  -- Random predicates over random tasks, against plain Lua written here.
  describe("chooses the same rows as filtering by hand", function()
    local function pick(list) return list[math.random(#list)] end

    local STATUSES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED", "NEW_ONE"}
    local VERSIONS = {"1.0.0", "1.0.1", "1.1.0-beta", "2.0.0"}
    local REASONS = {"report version is not conform", "Download failed at 7 %", "download failed at 99 %", ""}

    local function maybe(value) return math.random(10) > 1 and value or nil end

    local ages = setmetatable({}, {__mode = "k"}) -- seconds, of tasks with a time

    local function random_tasks(count)
      local tasks = {}
      for i = 1, count do
        local age = maybe(math.random(0, 9999))
        tasks[i] = {
          TaskId = "t" .. i, DeviceName = "d" .. i % 60, TaskStatus = maybe(pick(STATUSES)),
          SrcVersion = maybe(pick(VERSIONS)), TaskDesc = maybe(pick(REASONS)), Progress = maybe(math.random(-4, 100)),
          UtcModified = age and os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - age),
        }
        ages[tasks[i]] = age
      end
      return tasks
    end

    local LEAVES = {
      function()
        local a, b = pick(status.NAMES), pick(status.NAMES)
        return filter.status(a, b), function(task) return task.TaskStatus == a or task.TaskStatus == b end
      end,
      function()
        local a = pick(status.NAMES)
        return {TaskStatus = a}, function(task) return task.TaskStatus == a end
      end,
      function()
        local names, set = {}, {}
        for i = 1, math.random(1, 70) do
          names[i] = "d" .. math.random(0, 70)
          set[names[i]] = true
        end
        return filter.device(names), function(task) return set[task.DeviceName] end
      end,
      function()
        return filter.device "d1*", function(task) return task.DeviceName:sub(1, 2) == "d1" end
      end,
      function()
        return filter.version "1.*", function(task) return (task.SrcVersion or ""):sub(1, 2) == "1." end
      end,
      function()
        return filter.reason "failed at 5", function(task)
          return (task.TaskDesc or ""):lower():find "failed at %d+" ~= nil
        end
      end,
      function()
        local low = math.random(-4, 50)
        return filter.progress(low, 60), function(task)
          return task.Progress and task.Progress >= low and task.Progress <= 60
        end
      end,
      function()
        local limit = math.random(0, 9999)
        return filter.older_than(limit, {now = NOW}), function(task) return ages[task] and ages[task] > limit end
      end,
      function()
        local f = function(task) return task.Progress == 0 end
        return f, f
      end,
    }

    local function random_predicate(depth)
      local kind = depth > 0 and math.random(4) or 0
      if kind == 0 then return pick(LEAVES)() end
      local a, by_hand_a = random_predicate(depth - 1)
      if kind == 1 then return filter.no(a), function(task) return not by_hand_a(task) end end
      local b, by_hand_b = random_predicate(depth - 1)
      if kind == 2 then return filter.any(a, b), function(task) return by_hand_a(task) or by_hand_b(task) end end
      return filter.all(a, b), function(task) return by_hand_a(task) and by_hand_b(task) end
    end

    -- What a server with these tasks answers to a listing.
    local function answered(tasks, listing)
      local names = {}
      for _, name in ipairs(listing.DeviceNames or {}) do names[name] = true end
      assert.is_true(#(listing.DeviceNames or {}) <= 50)
      return ids(tasks, function(task)
        return (not listing.TaskStatus or task.TaskStatus == listing.TaskStatus)
          and (not listing.DeviceNames or names[task.DeviceName])
      end)
    end

    local function through_plan(tasks, predicate, options)
      local by_id, kept = {}, {}
      for _, task in ipairs(tasks) do by_id[task.TaskId] = task end
      local plan = filter.plan(predicate, options)
      for _, listing in ipairs(plan.listings) do
        for _, id in ipairs(answered(tasks, listing)) do kept[id] = plan.where(by_id[id]) or nil end
      end
      return ids(tasks, function(task) return kept[task.TaskId] end)
    end

    local seed = os.time()

    it("whatever the predicate, however much the server is asked for (seed " .. seed .. ")", function()
      math.randomseed(seed)
      for _ = 1, 400 do
        local tasks = random_tasks(120)
        local predicate, by_hand = random_predicate(math.random(0, 4))
        local expected = ids(tasks, by_hand)
        assert.same(expected, ids(tasks, filter.all(predicate).test))
        for _, options in ipairs {
          {}, {exact = false}, {total = 120}, {exact = false, total = 1e5, by_status = {FAILED = 3, QUEUED = 2}},
          {by_status = {FAILED = 20, SUCCEEDED = 5}},
        } do
          assert.same(expected, through_plan(tasks, predicate, options), filter.plan(predicate, options):explain())
        end
      end
    end)
  end)
end)
