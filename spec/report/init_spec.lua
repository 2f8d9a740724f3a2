local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local data = require "spec.support.data"
local errors = require "aliota.api.errors"
local named_tasks = require "spec.support.named_tasks"
local report = require "aliota.report"
local sandbox = require "aliota.sandbox"
local shown = require "aliota.util.shown"
local tasks = require "spec.support.tasks"
local text = require "aliota.show.text"

local NOW = tasks.NOW + 900
local NAMES = {"summary", "reasons", "versions", "stuck", "timeline", "eta"}
local ALL = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "diff", "snapshot"}

-- The same devices in another batch, in which a third of what failed does well, and a bit of what did well fails.
local function another_batch(list)
  local other = {}
  for i, task in ipairs(list) do
    local status = task.TaskStatus
    if status == "FAILED" and i % 3 == 0 then status = "SUCCEEDED" end
    if status == "SUCCEEDED" and i % 400 == 0 then status = "FAILED" end
    other[i] = {
      DeviceName = task.DeviceName, ProductKey = task.ProductKey, TaskStatus = status,
      JobId = "q3j9OYBjUAZMv1hlMgdo030000",
    }
  end
  return other
end

-- Every report of these tasks, by its name.
local function every_report(list, before)
  local path = os.tmpname()
  local reports = {
    summary = report.summary(list), reasons = report.reasons(list), versions = report.versions(list),
    timeline = report.timeline(list), stuck = report.stuck(list, {now = NOW, after = "6h"}),
    eta = report.eta(list, {now = NOW, window = "12h"}), snapshot = report.snapshot(list, {now = NOW, path = path}),
    compare = report.compare(list, another_batch(list)), diff = report.diff(before, list),
  }
  os.remove(path)
  reports.snapshot.path = "monday.snapshot"
  return reports
end

local function each_line(view)
  return (view .. "\n"):gmatch "([^\n]*)\n"
end

describe("report", function()
  it("of a listing is that of an array of its tasks", function()
    local service = assert(sandbox.start {devices = 250, seed = 7})
    finally(function() service:stop() end)
    local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    local function listing() return client:tasks {JobId = service.job_id} end
    local list = assert(listing():collect())
    local options, present = {}, {now = service:truth().now}
    for _, name in ipairs {"stuck", "eta"} do options[name] = present end
    for _, name in ipairs(NAMES) do
      local of_array, of_listing = report[name](list, options[name]), assert(report[name](listing(), options[name]))
      of_array.coverage, of_listing.coverage = nil, nil
      assert.same(of_array, of_listing)
    end
    local chosen = assert(report.summary(listing():where {TaskStatus = "FAILED"}))
    assert.equal(service:truth().jobs[1].by_status.FAILED, chosen.total)
  end)

  it("tells an error of the listing, and makes no report of a part", function()
    local given = false
    local function broken()
      return Iterator.new(function()
        given = not given
        if given then return {TaskStatus = "FAILED"} end
        return nil, "gone"
      end)
    end
    for _, name in ipairs(NAMES) do assert.same({nil, "gone"}, {report[name](broken())}) end
    assert.same({nil, "gone"}, {report.many(broken(), {summary = true})})
  end)

  it("many makes several of one pass", function()
    local list, passes = tasks.new {devices = 300}, 0
    local i = 0
    local source = Iterator.new(function()
      i = i + 1
      if not list[i] then passes = passes + 1 end
      return list[i]
    end)
    local made = assert(report.many(source, {summary = true, reasons = {most = 1}, stuck = {now = NOW}}))
    assert.equal(1, passes)
    assert.same({300, 300, 300}, {made.summary.tasks, made.reasons.tasks, made.stuck.tasks})
    assert.equal(tostring(report.stuck(list, {now = NOW}).stuck), tostring(made.stuck.stuck))
    assert.truthy(tostring(made.summary):find "300 tasks")
  end)

  it("names the batches that it is of", function()
    local mixed = {{JobId = "a"}, {JobId = "b"}, {JobId = "a"}, {}}
    assert.same({"a", "b"}, report.summary(mixed).batches)
    assert.truthy(report.summary(mixed):render({width = 80}):find("4 tasks · 2 batches", 1, true))
    assert.truthy(report.summary({{}}):render({width = 80}):find "^1 task\n")
  end)

  it("is of the tasks of named devices, and counts the names without one", function()
    local iterator, list = named_tasks.of(40)
    for _, given in ipairs {iterator, (named_tasks.of(40)):collect()} do
      local made = report.summary(given)
      assert.same({list = report.summary(list).by_status, tasks = 30, absent = 10},
        {list = made.by_status, tasks = made.tasks, absent = made.coverage.absent})
      assert.truthy(made:render({width = 80}):find("30 of 30 tasks, complete; 10 names have no task", 1, true))
    end
    local both = report.many((named_tasks.of(40)), {summary = true, reasons = true})
    assert.same({30, 30}, {both.summary.tasks, both.reasons.tasks})
    local compared = report.diff((named_tasks.of(40)), list)
    assert.same({30, 30}, {compared.before.tasks, compared.after.tasks})
  end)

  it("fails with the error that a list of named devices ends with", function()
    local gone = errors.new {kind = "network", message = "gone"}
    assert.same({nil, gone}, {report.summary((named_tasks.of(5, gone)))})
  end)

  it("says which value of an iterator is no task, and closes it", function()
    local closed, arrays = 0, {{"x"}}
    local texts = Iterator.of_arrays(function() return table.remove(arrays) end, function() closed = closed + 1 end)
    assert.has_error(function() report.summary(texts) end, "the iterator gave a string, not a task")
    assert.equal(1, closed)
  end)

  it("are made of a function, too, and not of an iterator that is used up", function()
    local list, at = {{TaskStatus = "FAILED"}, {TaskStatus = "QUEUED"}}, 0
    local made = report.summary(function() at = at + 1 return list[at] end)
    assert.same({2, 1}, {made.total, made.by_status.FAILED})
    assert.same({nil, "gone"}, {report.many(function() return nil, "gone" end, {summary = true})})
    local used_up = require("aliota.listing.iterator").new(function() end)
    used_up:count()
    for _, f in ipairs {report.summary, report.eta, function(given) report.compare({}, given) end} do
      local _, message = pcall(f, used_up)
      assert.truthy(message:find("expected, not one that is used up", 1, true), message)
    end
  end)

  it("blames misuse on the caller's line", function()
    local function raises_here(message, f)
      local ok, raised = pcall(f)
      assert.is_false(ok)
      assert.equal(debug.getinfo(f, "S").linedefined, tonumber(raised:match "init_spec.lua:(%d+): "), raised)
      assert.truthy(raised:find(message, 1, true), raised)
    end
    raises_here("an iterator or an array of tasks expected, not a string", function() report.summary("job") end)
    raises_here("an iterator or an array of tasks expected, not a nil", function() report.many(nil, {}) end)
    raises_here("an iterator or an array of tasks expected, not one task", function() report.eta({TaskId = "1"}) end)
    raises_here("an iterator or an array of tasks expected, not a nil", function() report.compare({}) end)
    raises_here("expected, not an array with a string at 1", function() report.summary({"d1"}) end)
    raises_here("expected, not an iterator of counts and job", function() report.summary(named_tasks.watch()) end)
    raises_here('stuck: there is no option "aftr"; did you mean "after"?', function() report.stuck({}, {aftr = 1}) end)
    raises_here('reasons: most is "5"; it must be a whole number', function() report.reasons({}, {most = "5"}) end)
    raises_here('many: there is no report "sumary"; did you mean', function() report.many({}, {sumary = 1}) end)
    raises_here('eta: window is "x"; it must be seconds', function() report.many({}, {eta = {window = "x"}}) end)
    raises_here("many: the options of summary must be a table or true", function() report.many({}, {summary = 5}) end)
    raises_here("many: a table of reports by name expected", function() report.many {} end)
    raises_here("many: a table of reports by name expected", function() report.many({}, "summary") end)
    raises_here("of_counts: the counts of client:summary expected, not a nil", function() report.of_counts(nil) end)
    raises_here("of_counts: the counts of client:summary expected", function() report.of_counts {by_status = {}} end)
    for _, now in ipairs {0 / 0, math.huge, -math.huge, 1e300, -1} do
      local wrong = ("now is %s; it must be seconds since 1970, up to the year 9999"):format(shown(now))
      raises_here("stuck: " .. wrong, function() report.stuck({}, {now = now}) end)
      raises_here("eta: " .. wrong, function() report.eta({}, {now = now}) end)
      raises_here("snapshot: " .. wrong, function() report.snapshot({}, {now = now, path = "x"}) end)
    end
    raises_here('render: there is no option "widht"', function() report.eta({}):render({widht = 1}) end)
  end)

  describe("on a terminal", function()
    local list, before
    setup(function()
      local box
      before, box = tasks.new {devices = 2500, seed = 1}
      box.world:advance(900)
      list = tasks.of(box)
    end)

    for _, width in ipairs {60, 80, 160} do
      it("looks as recorded, " .. width .. " columns wide", function()
        local pieces, reports = {}, every_report(list, before)
        for _, name in ipairs(ALL) do pieces[#pieces + 1] = reports[name]:render {width = width} end
        local found = table.concat(pieces, "\n\n" .. ("─"):rep(width) .. "\n\n") .. "\n"
        if os.getenv "ALIOTA_RECORD" then -- after a change that is meant: look at what it writes
          local file = assert(io.open("spec/data/reports_" .. width .. ".txt", "wb"))
          file:write(found)
          file:close()
        end
        assert.equal(data.read("reports_" .. width .. ".txt"), found)
      end)
    end

    it("fits any width from 40 columns on, in colour or not", function()
      for name, made in pairs(every_report(list, before)) do
        for width = 40, 200, 7 do
          for line in each_line(made:render {width = width}) do
            assert.is_true(text.width(line) <= width, ("%s at %d: %s"):format(name, width, line))
          end
          local colour = made:render({width = width, colour = true})
          assert.truthy(colour:find("\27[1m", 1, true))
          assert.equal(made:render {width = width}, (colour:gsub("\27%[%d+m", "")))
        end
      end
    end)

    it("shows nothing of a device that steers it", function()
      local nasty = {
        "\27[2J\27]0;owned\7", "\194\155" .. "31m", "\155" .. "31m", "a\nb\rc\bd", "\226\128\174txt.exe",
        "\226\129\166x",
        "\0\127", "\239\187\191bom", "\255\254", "\226\128\168line", "%s%d%n", "设备" .. ("长"):rep(100),
      }
      local bad, worse = {}, {}
      for i, value in ipairs(nasty) do
        for j, status in ipairs {"FAILED", "CANCELED", "IN_PROGRESS", "SUCCEEDED", value} do
          local task = {
            DeviceName = value .. j, TaskStatus = status, TaskDesc = value, SrcVersion = value, DestVersion = value,
            JobId = value, ProductKey = "p", Progress = 5, UtcModified = "2026-01-05T0" .. j .. ":00:00.000Z",
          }
          bad[#bad + 1] = task
          worse[#worse + 1] = setmetatable({TaskStatus = nasty[i % #nasty + 1]}, {__index = task})
        end
      end
      for name, made in pairs(every_report(bad, worse)) do
        for _, one in ipairs {made, name == "summary" and report.summary {bad[1]} or made} do
          local view = one:render {width = 120}
          assert.is_nil(view:gsub("\n", ""):find "%c", name)
          assert.equal(view:gsub("\n", " "), text.printable(view), name)
          for line in each_line(view) do assert.is_true(text.width(line) <= 120, name .. ": " .. line) end
        end
      end
    end)

    it("has a view of nothing, and of one task", function()
      for _, some in ipairs {{}, {{}}, {{TaskStatus = "FAILED"}}, {{TaskStatus = "QUEUED", Timeout = 5}}} do
        for name, made in pairs(every_report(some, {})) do
          local view = made:render {width = 80}
          assert.truthy(#view > 0, name)
          assert.is_nil(view:find "nan" or view:find "inf", name)
          assert.is_nil(tostring(made):find "\27")
        end
      end
    end)
  end)
end)
