local errors = require "aliota.api.errors"
local listing = require "aliota.listing"
local model = require "spec.support.model"
local seeds = require "spec.support.seeds"

local ORDERS = {"stable", "newest_change_first", "oldest_change_first"}

-- What a client asks for with these parameters.
local function asking(params)
  local asked = {JobId = "j"}
  for name, value in pairs(params or {}) do asked[name] = value end
  return listing.with_paging(asked)
end

local function tasks_of(source, params, options)
  return assert(listing.tasks(source, asking(params), options or {}))
end

-- Everything that is handed out, by TaskId and in order, and the error at the end.
local function drain(iterator)
  local ids = {}
  while true do
    local task, err = iterator:next()
    if not task then return ids, err end
    assert(not ids[task.TaskId], "handed out twice: " .. task.TaskId)
    ids[#ids + 1], ids[task.TaskId] = task.TaskId, task
  end
end

local function pages_asked(source)
  local numbers = {}
  for i, extra in ipairs(source.requests) do numbers[i] = tonumber(extra.CurrentPage) end
  return numbers
end

describe("listing", function()
  it("hands out every task once, in order, for any total and page size", function()
    for case in seeds(1002) do
      local total = case - 1
      local size = ({1, 7, 10, 99, 100})[total % 5 + 1]
      if size > 1 or total < 60 then
        local source = model.new(total):source()
        local tasks = tasks_of(source, {PageSize = size})
        local ids = drain(tasks)
        assert.equal(total, #ids)
        for i, id in ipairs(ids) do
          if id ~= "t" .. i then error(("%d of %d is %s"):format(i, total, id)) end
        end
        assert.equal(math.max(1, math.ceil(total / size)), #source.requests)
        assert.same({total, total, 0, 1, true, total, total}, {tasks.coverage.unique, tasks.coverage.rows,
          tasks.coverage.duplicates, tasks.coverage.passes, tasks.coverage.complete, tasks.coverage.total_first,
          tasks.coverage.total_last})
      end
    end
  end)

  it("asks for 100 rows a page, for nothing before the first row, and for no page too many", function()
    local source = model.new(2500):source()
    local tasks = tasks_of(source)
    assert.same({}, source.requests)
    assert.equal(5, #tasks:take(5):collect())
    assert.same({1}, pages_asked(source))
    assert.equal("100", source.requests[1].PageSize)
    local more = tasks_of(source)
    for _ = 1, 100 do more:next() end
    assert.same({1, 1}, pages_asked(source))
    more:next()
    assert.same({1, 1, 2, 3, 4, 5}, pages_asked(source))
    more:close()
    assert.equal(3, source.cancelled)
  end)

  describe("with a handler of its events that", function()
    -- A listing of 50 tasks, 10 a page, that calls `handle` at the third page.
    local function handled(list, handle)
      local source, pages, iterator = model.new(50):source(), 0, nil
      function source.tell(kind)
        if kind == "page" then pages = pages + 1 end
        if kind == "page" and pages == 3 then handle(iterator) end
      end
      iterator = assert(list(source, asking {PageSize = 10}, {}))
      return iterator
    end

    local function count_tasks(iterator)
      local count = 0
      for value in iterator do count = count + (value.tasks and #value.tasks or 1) end
      return count
    end

    for _, name in ipairs {"tasks", "pages"} do
      it("asks for the cursor: it is before the page, of " .. name, function()
        local cursor
        local iterator = handled(listing[name], function(self) cursor = self:cursor() end)
        assert.equal(50, count_tasks(iterator))
        local rest = tasks_of(model.new(50):source(), {PageSize = 10}, {resume = cursor})
        assert.equal(30, #drain(rest))
      end)

      it("raises: the page comes again, of " .. name, function()
        local iterator = handled(listing[name], function() error("handler", 0) end)
        local count = 0
        local ok, problem = pcall(function()
          for value in iterator do count = count + (value.tasks and #value.tasks or 1) end
        end)
        assert.same({false, "handler", 20}, {ok, problem, count})
        local cursor = iterator:cursor()
        assert.equal(30, count_tasks(iterator))
        assert.is_true(iterator.coverage.complete)
        assert.equal(30, #drain(tasks_of(model.new(50):source(), {PageSize = 10}, {resume = cursor})))
      end)
    end

    it("closes it: no task comes any more", function()
      local iterator = handled(listing.tasks, function(self) self:close() end)
      assert.equal(20, count_tasks(iterator))
      assert.is_nil(iterator:next())
      assert.equal(30, #drain(tasks_of(model.new(50):source(), {PageSize = 10}, {resume = iterator:cursor()})))
    end)
  end)

  it("has no more pages under way or waiting than it may", function()
    local source, open, most = model.new(5000):source {prefetch = 16}, 0, 0
    local start = source.start
    function source.start(...)
      open = open + 1
      most = math.max(most, open)
      return start(...)
    end
    for _ in assert(listing.pages(source, asking(), {})) do open = open - 1 end
    assert.equal(16, most)
  end)

  it("begins at CurrentPage, and then claims nothing", function()
    local source = model.new(250):source()
    local tasks = tasks_of(source, {CurrentPage = 3})
    assert.equal(50, #drain(tasks))
    assert.same({3}, pages_asked(source))
    assert.is_false(tasks.coverage.complete)
  end)

  it("asks for the largest pages from the first on, and leaves the caller's table alone", function()
    local params = {JobId = "j", TaskStatus = "FAILED"}
    assert.same({JobId = "j", TaskStatus = "FAILED", CurrentPage = 1, PageSize = 100}, listing.with_paging(params))
    assert.same({JobId = "j", TaskStatus = "FAILED"}, params)
  end)

  describe("pages", function()
    it("have their figures as numbers and their tasks dressed", function()
      local source = model.new(2):source {twist = function(response)
        response.Total, response.PageSize = "2", "100"
        return response
      end}
      local page = assert(listing.pages(source, asking(), {})):next()
      assert.same({1, 100, 1, 2, "R1", 2},
        {page.CurrentPage, page.PageSize, page.PageCount, page.Total, page.RequestId, #page.tasks})
      assert.equal(1, page.tasks[1].Progress)
    end)

    it("of a batch without tasks are one, which is empty", function()
      local pages = assert(listing.pages(model.new(0):source(), asking(), {})):collect()
      assert.equal(1, #pages)
      assert.same({}, pages[1].tasks)
    end)

    it("follow a service that gives smaller pages than it was asked for", function()
      local batch = model.new(120)
      local answer = batch.answer
      function batch:answer(extra)
        return answer(self, {CurrentPage = extra.CurrentPage, PageSize = "50"})
      end
      assert.equal(120, #drain(tasks_of(batch:source())))
    end)
  end)

  it("asks once for named devices, whatever Total says", function()
    local source = model.new(2):source {twist = function(response)
      response.Total = 2500
      return response
    end}
    local tasks = tasks_of(source, {DeviceNames = {"d1", "d2", "unknown"}})
    assert.equal(2, #drain(tasks))
    assert.same({1, true}, {#source.requests, tasks.coverage.complete})
  end)

  it("applies TaskStatus to named devices itself, as the service may not", function()
    local batch = model.new(3)
    local source = batch:source {twist = function(response)
      response.Data.SimpleOTATaskInfo[2].TaskStatus = "FAILED"
      return response
    end}
    local ids = drain(tasks_of(source, {DeviceNames = {"d1", "d2", "d3"}, TaskStatus = "QUEUED"}))
    assert.same({"t1", "t3"}, {ids[1], ids[2]})
  end)

  it("tells of pages and of what it covered", function()
    local source = model.new(250):source()
    drain(tasks_of(source))
    local kinds = {}
    for i, event in ipairs(source.events) do kinds[i] = event[1] end
    assert.same({"page", "page", "page", "coverage"}, kinds)
    assert.is_true(source.events[4][2].coverage.complete)
  end)

  describe("while devices change state", function()
    -- Moves some tasks on before each answer, as often as a rollout of this pace would.
    local STATES = {"QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED"}
    local function churn(changes, seed, growing)
      local random = model.random(seed)
      return function(batch)
        for _ = 1, random(2 * changes + 1) - 1 do
          local task = batch.tasks[random(#batch.tasks)]
          batch:touch(task, STATES[random(#STATES)])
        end
        if growing and random(10) == 1 then batch:add "QUEUED" end
      end
    end

    local function options_for(changes, seed, shuffled, growing)
      local random = model.random(seed + 7)
      return {between = churn(changes, seed, growing), pick = shuffled and random or nil}
    end

    for _, order in ipairs(ORDERS) do
      for _, changes in ipairs {0.5, 5, 60} do
        it(("misses nothing that it says to have, listed %s, %g changes a page"):format(order, changes), function()
          for seed in seeds(12) do
            local batch = model.new(900 + seed, order)
            local source = batch:source(options_for(math.ceil(changes), seed, seed % 2 == 0, seed % 3 == 0))
            local tasks = tasks_of(source, {PageSize = 20})
            local ids, err = drain(tasks)
            assert.is_nil(err)
            local coverage = tasks.coverage
            assert.equal(#ids, coverage.unique)
            assert.equal(coverage.rows, coverage.unique + coverage.duplicates)
            if coverage.complete then
              assert.equal(coverage.total_last, #ids)
            else
              assert.truthy(#ids < coverage.total_last)
            end
            if changes <= 5 and seed % 2 == 1 then assert.is_true(coverage.complete, tostring(coverage)) end
          end
        end)

        it(("does not claim too much of one state, listed %s, %g changes a page"):format(order, changes), function()
          for seed in seeds(12) do
            local batch = model.new(500, order)
            for i, task in ipairs(batch.tasks) do batch:touch(task, i % 3 == 0 and "FAILED" or "QUEUED") end
            batch.time = batch.time + 60000
            local throughout = {}
            for _, task in ipairs(batch:listed "FAILED") do throughout[task] = task.time end
            local source = batch:source(options_for(changes < 1 and seed % 2 or changes, seed, seed % 4 == 0))
            local tasks = tasks_of(source, {PageSize = 10, TaskStatus = "FAILED"})
            local ids = drain(tasks)
            for task, time in pairs(throughout) do
              if task.time == time and tasks.coverage.complete then assert.truthy(ids[task.TaskId], task.TaskId) end
            end
            assert.equal(#ids, tasks.coverage.unique)
          end
        end)
      end
    end

    it("catches up with what changed, without reading all again", function()
      for _, order in ipairs {"newest_change_first", "oldest_change_first"} do
        local batch = model.new(5000, order)
        local source = batch:source {between = churn(3, 5)}
        local tasks = tasks_of(source)
        assert.equal(5000, #drain(tasks))
        assert.same({order, true}, {tasks.coverage.order, tasks.coverage.complete})
        assert.truthy(#source.requests < 75, "requests: " .. #source.requests)
      end
    end)

    it("proves one state whole when nothing moves, and not when something might have", function()
      local batch = model.new(300)
      local tasks = tasks_of(batch:source(), {TaskStatus = "QUEUED"})
      assert.equal(300, #drain(tasks))
      assert.same({true, 1}, {tasks.coverage.complete, tasks.coverage.passes})
      local busy = batch:source {between = function() batch:touch(batch.tasks[299]) end}
      tasks = tasks_of(busy, {TaskStatus = "QUEUED", PageSize = 10})
      drain(tasks)
      assert.same({false, 3}, {tasks.coverage.complete, tasks.coverage.passes})
    end)

    it("takes a second pass where the service tells no time, or dates tasks by another clock", function()
      for _, begun in ipairs {function() end, function() return "2026-01-01T00:00:00", "2025-12-31T00:00:00" end} do
        local batch = model.new(300)
        local source = batch:source()
        source.begun = begun
        local tasks = tasks_of(source, {TaskStatus = "QUEUED"})
        drain(tasks)
        assert.same({true, 2}, {tasks.coverage.complete, tasks.coverage.passes})
        local busy = batch:source {between = function() batch:touch(batch.tasks[299]) end}
        busy.begun = begun
        tasks = tasks_of(busy, {TaskStatus = "QUEUED", PageSize = 10})
        drain(tasks)
        assert.is_false(tasks.coverage.complete)
      end
    end)

    it("makes an end that is not complete an error, if that is wanted", function()
      local batch = model.new(300)
      local source = batch:source {between = function() batch:touch(batch.tasks[299]) end}
      local ids, err = drain(tasks_of(source, {TaskStatus = "QUEUED", PageSize = 10}, {strict = true, passes = 1}))
      assert.equal(300, #ids)
      assert.same({"decode", "Incomplete", true}, {err.kind, err.code, err.retryable})
      assert.truthy(err.message:find "300 of 300 tasks, not known to be complete")
    end)
  end)

  describe("beyond the window", function()
    -- Beyond 100,000 rows a page is refused, in this service as well.
    local function large(counts)
      local batch = model.new(0)
      local time = "2023-01-01T00:00:00.000Z"
      for status, count in pairs(counts) do
        for _ = 1, count do
          local number = #batch.tasks + 1
          batch.tasks[number] = {TaskId = "t" .. number, TaskStatus = status, UtcModified = time}
        end
      end
      local listed = {}
      function batch:listed(status)
        if not listed[status or ""] then
          local rows = {}
          for _, task in ipairs(self.tasks) do
            if not status or task.TaskStatus == status then rows[#rows + 1] = task end
          end
          listed[status or ""] = rows
        end
        return listed[status or ""]
      end
      return batch
    end

    it("lists a batch by state, whole", function()
      local source = large({QUEUED = 99900, SUCCEEDED = 60050, FAILED = 1}):source()
      local tasks = tasks_of(source)
      local count = 0
      for _ in tasks do count = count + 1 end
      local coverage = tasks.coverage
      assert.same({159951, 159951, true, {}}, {count, coverage.unique, coverage.complete, coverage.over_cap})
      local statuses = {}
      for i, partition in ipairs(coverage.partitions) do statuses[i] = partition.TaskStatus end
      assert.same({"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}, statuses)
      for _, extra in ipairs(source.requests) do assert.truthy(tonumber(extra.CurrentPage) <= 1000) end
    end)

    it("says which states have more than can be reached", function()
      local source = large({SUCCEEDED = 100150, QUEUED = 10}):source()
      local tasks = tasks_of(source)
      local count = 0
      for _ in tasks do count = count + 1 end
      assert.same({SUCCEEDED = 100150}, tasks.coverage.over_cap)
      assert.same({false, 100010, 100160}, {tasks.coverage.complete, count, tasks.coverage.total_last})
      assert.truthy(tostring(tasks.coverage):find("SUCCEEDED has 100150, of which pages show 100000", 1, true))
    end)
  end)

  describe("goes on from a cursor", function()
    it("after any row, in any order and mode", function()
      for _, params in ipairs {{}, {TaskStatus = "QUEUED"}, {DeviceNames = {"d1"}}} do
        for _, order in ipairs(ORDERS) do
          local batch = model.new(1000, order)
          for stop = 0, 1000, params.TaskStatus and 37 or order ~= "stable" and 19 or params.DeviceNames and 90 or 1 do
            local tasks = tasks_of(batch:source(), params)
            local ids, total = {}, params.DeviceNames and 1 or 1000
            for _ = 1, math.min(stop, total) do ids[tasks:next().TaskId] = true end
            local cursor = tasks:cursor()
            tasks:close()
            local rest = tasks_of(batch:source(), params, {resume = cursor})
            local count = math.min(stop, total)
            for task in rest do
              if ids[task.TaskId] then error("handed out twice: " .. task.TaskId) end
              ids[task.TaskId], count = true, count + 1
            end
            assert.equal(total, count)
            assert.equal(total, rest.coverage.unique)
            assert.is_true(rest.coverage.complete)
          end
        end
      end
    end)

    it("when everything has moved meanwhile", function()
      for _, order in ipairs(ORDERS) do
        for stop = 1, 400, 13 do
          local batch, random = model.new(400, order), model.random(stop)
          local tasks = tasks_of(batch:source(), {PageSize = 10})
          local ids = {}
          for _ = 1, stop do ids[tasks:next().TaskId] = true end
          local cursor = tasks:cursor()
          for _ = 1, 150 do batch:touch(batch.tasks[random(400)], "SUCCEEDED") end
          local count = stop
          for task in tasks_of(batch:source(), {PageSize = 10}, {resume = cursor}) do
            assert.is_nil(ids[task.TaskId])
            count = count + 1
          end
          assert.equal(400, count)
        end
      end
    end)

    it("after any row, when more were looked at", function()
      local batch = model.new(300)
      for stop = 0, 300, 19 do
        local tasks = tasks_of(batch:source(), {})
        for _ = 1, stop do tasks:next() end
        tasks:peek(150)
        local cursor = tasks:cursor()
        assert.equal(300 - stop, #drain(tasks_of(batch:source(), {}, {resume = cursor})))
        assert.equal(300 - stop, #drain(tasks))
        local ended = tasks_of(batch:source(), {}, {resume = tasks:cursor()})
        assert.same({}, drain(ended))
        assert.equal("300 of 300 tasks, complete", tostring(ended.coverage))
      end
    end)

    it("that an error carries", function()
      local failure = errors.new {kind = "network", message = "gone"}
      local batch, failing = model.new(250), true
      local twist = function(response)
        if failing and response.CurrentPage == 2 then return nil, failure end
        return response
      end
      local ids, err = drain(tasks_of(batch:source {twist = twist}))
      assert.same({100, failure}, {#ids, err})
      failing = false
      assert.equal(150, #drain(tasks_of(batch:source(), {}, {resume = err.cursor})))
    end)

    it("at the end, where nothing is left, and what was known then still is", function()
      local batch = model.new(300)
      for _, params in ipairs {{}, {CurrentPage = 2}} do
        local tasks = tasks_of(batch:source(), params)
        drain(tasks)
        local again = tasks_of(batch:source(), params, {resume = tasks:cursor()})
        assert.same({}, drain(again))
        assert.equal(tasks.coverage.unique, again.coverage.earlier)
        again.coverage.earlier = nil
        assert.same(tasks.coverage, again.coverage)
        local _, err = drain(tasks_of(batch:source(), params, {resume = tasks:cursor(), strict = true}))
        assert.equal(not tasks.coverage.complete and "Incomplete" or nil, err and err.code)
      end
    end)

    it("but not of another listing", function()
      local tasks = tasks_of(model.new(250):source())
      tasks:next()
      local cursor = tasks:cursor()
      local cases = {JobId = "k", TaskStatus = "FAILED", DeviceNames = {"d"}, PageSize = 50, CurrentPage = 2}
      for name, value in pairs(cases) do
        local other, problem = listing.tasks(model.new(1):source(), asking {[name] = value}, {resume = cursor})
        assert.is_nil(other)
        assert.equal(("the cursor is of another listing: its %s is not the same"):format(name), problem)
      end
    end)
  end)

  it("can be ended from outside while it waits", function()
    local source, tasks = model.new(250):source(), nil
    local run = source.run
    function source.run(progress)
      if #source.requests > 1 then tasks:close() end
      run(progress)
    end
    tasks = tasks_of(source)
    local ids, err = drain(tasks)
    assert.equal(100, #ids)
    assert.equal("cancelled", err.kind)
  end)

  describe("takes for no rows", function()
    for name, data in pairs {["absent Data"] = false, ["Data {}"] = {}, ['Data ""'] = "", ["Data []"] = {{}}} do
      local function without_data(response)
        response.Data = data or nil
        return response
      end

      it(name .. " where none are due", function()
        assert.same({}, drain(tasks_of(model.new(0):source {twist = without_data})))
      end)

      it(name .. " and says so where some are due", function()
        local tasks = tasks_of(model.new(3):source {twist = without_data})
        assert.same({}, drain(tasks))
        assert.equal("page 1: 0 rows came where 3 of Total 3 should be", tasks.coverage.problems[1].message)
        assert.is_false(tasks.coverage.complete)
      end)
    end
  end)

  local function set(field, value)
    return function(response)
      response[field] = value
      return response
    end
  end

  describe("hands out what came, and says what is missing and why, for", function()
    -- Lists a batch through answers that a twist changes: how many tasks came. An error only where all must be there.
    local function lacking(total, twist, code, message, params)
      local asked = {PageSize = 10}
      for name, value in pairs(params or {}) do asked[name] = value end
      local function list(strict)
        local source = model.new(total):source {twist = twist, retries = 9}
        local tasks = tasks_of(source, asked, {strict = strict})
        local ids, err = drain(tasks)
        assert.is_false(tasks.coverage.complete)
        assert.truthy(#source.requests < 400, #source.requests)
        return ids, err, tasks.coverage
      end
      local ids, err, coverage = list(false)
      assert.is_nil(err and tostring(err))
      assert.equal(code, coverage.problems[1].code)
      assert.truthy(tostring(coverage):find(message, 1, true), tostring(coverage))
      local same, failure = list(true)
      assert.same({ids, "Incomplete"}, {same, failure.code})
      assert.truthy(tostring(failure):find(message, 1, true), tostring(failure))
      return #ids, coverage
    end

    local function drop(number, row)
      return function(response)
        if response.CurrentPage == number then table.remove(response.Data.SimpleOTATaskInfo, row) end
        return response
      end
    end

    it("a short page, of all pages or the last", function()
      for number = 1, 25, 12 do
        assert.equal(249, (lacking(250, drop(number, 3), "RowsMissing",
          ("page %d: 9 rows came where 10 of Total 250 should be"):format(number))))
      end
      assert.equal(225, (lacking(250, function(response)
        response.Data.SimpleOTATaskInfo[10] = nil
        return response
      end, "RowsMissing", "page 1: 9 rows came where 10 of Total 250 should be")))
    end)

    it("a page without rows", function()
      assert.equal(240, (lacking(250, function(response)
        if response.CurrentPage == 4 then response.Data = nil end
        return response
      end, "RowsMissing", "page 4: 0 rows came where 10 of Total 250 should be")))
    end)

    it("rows beyond PageSize", function()
      assert.equal(11, (lacking(5, function(response)
        for i = 6, 11 do response.Data.SimpleOTATaskInfo[i] = {TaskId = "more" .. i} end
        return response
      end, "RowsBeyond", "page 1: 11 rows came where 5 of Total 5 should be")))
    end)

    it("the same row on each page", function()
      local count, coverage = lacking(250, function(response)
        response.Data.SimpleOTATaskInfo[1].TaskId = "always"
        return response
      end, "RowsMissing", "Total is 250, but pass after pass shows 226 different tasks")
      assert.same({226, {code = "RowsMissing", expected = 250, got = 226, times = 1,
        message = "Total is 250, but pass after pass shows 226 different tasks"}}, {count, coverage.problems[1]})
    end)

    it("a Total that is too high, too low or zero", function()
      assert.equal(3, (lacking(3, set("Total", 5), "RowsMissing", "page 1: 3 rows came where 5 of Total 5 should be")))
      assert.equal(3, (lacking(3, set("Total", 2), "RowsBeyond", "page 1: 3 rows came where 2 of Total 2 should be")))
      assert.equal(3, (lacking(3, set("Total", 0), "RowsBeyond", "page 1: 3 rows came where 0 of Total 0 should be")))
      assert.equal(250, (lacking(250, set("Total", 251), "RowsMissing",
        "page 26: 0 rows came where 1 of Total 251 should be")))
    end)

    it("a Total that shrinks, though all tasks are there", function()
      local _, coverage = lacking(250, function(response)
        if response.CurrentPage > 20 then response.Total = 240 end
        return response
      end, "TotalShrank", "Total went from 250 to 240")
      assert.same({250, 240}, {coverage.problems[1].expected, coverage.problems[1].got})
    end)

    it("rows that are no objects, or have no id", function()
      for row, what in pairs {row = "is no object", [{}] = "has no TaskId"} do
        local count = lacking(3, function(response)
          response.Data.SimpleOTATaskInfo[2] = row
          return response
        end, "RowInvalid", "page 1: row 2 " .. what)
        assert.equal(2, count)
      end
    end)

    it("fewer pages than it takes to be sure that they are the same", function()
      assert.equal(10, (lacking(20, function(response, extra)
        response.Data = model.new(20):answer({CurrentPage = "1", PageSize = extra.PageSize}).Data
        return response
      end, "RowsMissing", "Total is 20, but pass after pass shows 10 different tasks")))
    end)

    it("short pages of one state", function()
      assert.equal(249, (lacking(250, drop(7, 1), "RowsMissing", "QUEUED, page 7: 9 rows came",
        {TaskStatus = "QUEUED"})))
      assert.equal(9, (lacking(10, drop(1, 1), "RowsMissing", "QUEUED, page 1: 9 rows came", {TaskStatus = "QUEUED"})))
      assert.equal(0, (lacking(250, set("Data", nil), "RowsMissing", "QUEUED, page 1: 0 rows",
        {TaskStatus = "QUEUED"})))
    end)
  end)

  describe("makes good in a later answer what was missing in one:", function()
    -- Drops the first row of each page of the answers of these numbers.
    local function dropping(from, to, retries, params)
      local answers = 0
      local source = model.new(250):source {prefetch = 1, retries = retries, twist = function(response)
        answers = answers + 1
        if answers >= from and answers <= to then table.remove(response.Data.SimpleOTATaskInfo, 1) end
        return response
      end}
      local tasks = tasks_of(source, params)
      return drain(tasks), tasks.coverage
    end

    it("the next one", function()
      local ids, coverage = dropping(2, 3, 9)
      assert.same({250, true, 5, 0, "250 of 250 tasks, complete"},
        {#ids, coverage.complete, coverage.requests, #coverage.problems, tostring(coverage)})
    end)

    it("one of the next pass, of a batch and of one state", function()
      for _, params in ipairs {{}, {TaskStatus = "QUEUED"}} do
        local ids, coverage = dropping(1, 3, 0, params)
        assert.same({250, true, 2, 3, "250 of 250 tasks, complete"},
          {#ids, coverage.complete, coverage.passes, #coverage.problems, tostring(coverage)})
      end
    end)
  end)

  it("needs no PageSize in the answer, nor a right one", function()
    for _, size in ipairs {0, 1, 7, 20, 500, "many"} do
      local tasks = tasks_of(model.new(250):source {twist = set("PageSize", size)}, {PageSize = 10})
      assert.equal(250, #drain(tasks))
      assert.same({true, 25, 0}, {tasks.coverage.complete, tasks.coverage.requests, #tasks.coverage.problems})
    end
    local function count_rows(response)
      response.PageSize = #response.Data.SimpleOTATaskInfo
      return response
    end
    for _, total in ipairs {3, 250} do
      for stop = 0, total, 41 do
        local tasks = tasks_of(model.new(total):source {twist = count_rows})
        for _ = 1, stop do tasks:next() end
        local rest = tasks_of(model.new(total):source {twist = count_rows}, {}, {resume = tasks:cursor()})
        assert.equal(total - stop, #drain(rest))
        assert.same({true, 0}, {rest.coverage.complete, #rest.coverage.problems})
      end
    end
  end)

  it("takes a page that calls itself another for the one that was asked for, and says so", function()
    local tasks = tasks_of(model.new(250):source {twist = set("CurrentPage", 1)}, {PageSize = 10})
    assert.equal(250, #drain(tasks))
    assert.same({true, "page 2: page 1 came instead"}, {tasks.coverage.complete, tasks.coverage.problems[1].message})
  end)

  describe("of a batch that loses a task", function()
    -- Takes a task out of the batch before the answer of this number.
    local function losing(batch, number, victim, options)
      local answers, all = 0, {}
      for name, value in pairs(options or {}) do all[name] = value end
      function all.between(this)
        answers = answers + 1
        if answers == number then this:remove(victim) end
      end
      return batch:source(all)
    end

    it("goes on, and proves in another pass that all the others came", function()
      for _, order in ipairs(ORDERS) do
        for number = 2, 6 do
          for _, prefetch in ipairs {1, 4} do
            local batch = model.new(95, order)
            local tasks = tasks_of(losing(batch, number, batch.tasks[3], {prefetch = prefetch}), {PageSize = 10})
            local ids, err = drain(tasks)
            assert.is_nil(err)
            for _, task in ipairs(batch.tasks) do assert.truthy(ids[task.TaskId]) end
            assert.same({true, 94}, {tasks.coverage.complete, tasks.coverage.total_last}, tostring(tasks.coverage))
            assert.equal("TotalShrank", tasks.coverage.problems[1].code)
          end
        end
      end
    end)

    it("does so although tasks change state all the time, and not where any were created meanwhile", function()
      for _, grows in ipairs {false, true} do
        local batch, answers = model.new(95), 0
        local tasks = tasks_of(batch:source {between = function(this)
          answers = answers + 1
          if answers == 3 then this:remove(this.tasks[3]) end
          this:touch(this.tasks[answers % 94 + 1], "FAILED")
          if grows and answers % 10 == 0 then this:add "QUEUED" end
        end}, {PageSize = 10})
        drain(tasks)
        assert.equal(not grows, tasks.coverage.complete)
      end
    end)

    it("goes on from a cursor that knows of more, and from those that it gives", function()
      for _, order in ipairs(ORDERS) do
        for stop = 0, 95, 7 do
          local batch = model.new(95, order)
          local first = tasks_of(batch:source(), {PageSize = 10})
          local ids = {}
          for _ = 1, stop do ids[first:next().TaskId] = true end
          batch:remove(batch.tasks[90])
          batch:remove(batch.tasks[3])
          local cursor = first:cursor()
          local second = tasks_of(batch:source(), {PageSize = 10}, {resume = cursor})
          for _ = 1, 20 do
            local task = second:next()
            if task then
              assert.is_nil(ids[task.TaskId])
              ids[task.TaskId] = true
            end
          end
          local third = tasks_of(batch:source(), {PageSize = 10}, {resume = second:cursor()})
          local rest, err = drain(third)
          assert.is_nil(err)
          for _, id in ipairs(rest) do
            assert.is_nil(ids[id])
            ids[id] = true
          end
          for _, task in ipairs(batch.tasks) do assert.is_true(ids[task.TaskId]) end
          if stop < 95 then assert.is_true(third.coverage.complete, tostring(third.coverage)) end
        end
      end
    end)

    it("is not complete by counting tasks that are gone", function()
      -- Page 1 has been read when one of its tasks goes, so that the first one of page 2 slips by.
      local batch = model.new(20)
      local tasks = tasks_of(losing(batch, 2, batch.tasks[5], {prefetch = 1}), {PageSize = 10}, {passes = 1})
      local ids = drain(tasks)
      assert.same({19, nil, false}, {#ids, ids.t11, tasks.coverage.complete})
    end)
  end)

  describe("hands out nothing that was not asked for:", function()
    local function listed(batch, params, options)
      local tasks = tasks_of(batch:source(options), params)
      return drain(tasks), tasks.coverage
    end

    local function mixed(total)
      local batch = model.new(total)
      for i, task in ipairs(batch.tasks) do task.TaskStatus = i % 3 == 0 and "FAILED" or "QUEUED" end
      batch.known = {}
      return batch
    end

    it("no tasks in another state, of a service that does not heed TaskStatus", function()
      for _, total in ipairs {30, 300} do
        local batch = mixed(total)
        local answer = batch.answer
        function batch:answer(extra)
          return answer(self, {CurrentPage = extra.CurrentPage, PageSize = extra.PageSize})
        end
        local ids, coverage = listed(batch, {TaskStatus = "FAILED", PageSize = 50})
        assert.equal(total / 3, #ids)
        for _, id in ipairs(ids) do assert.equal("FAILED", ids[id].TaskStatus) end
        assert.is_false(coverage.complete)
        assert.truthy(coverage.refused >= total / 3 * 2)
        assert.truthy(tostring(coverage):find "rows were not asked for")
      end
    end)

    it("none that moved on while the service read it; a pass without such a row proves the state whole", function()
      local answers = 0
      local ids, coverage = listed(mixed(300), {TaskStatus = "FAILED", PageSize = 50}, {prefetch = 1,
        twist = function(response)
          answers = answers + 1
          if answers == 1 then response.Data.SimpleOTATaskInfo[7].TaskStatus = "SUCCEEDED" end
          return response
        end})
      assert.same({100, 1, true}, {#ids, coverage.refused, coverage.complete})
    end)

    it("no tasks of another batch", function()
      local ids, coverage = listed(model.new(250), {PageSize = 50}, {twist = function(response)
        for i, row in ipairs(response.Data.SimpleOTATaskInfo) do row.JobId = i == 9 and "other" or "j" end
        return response
      end})
      assert.same({245, false}, {#ids, coverage.complete})
      assert.is_nil(ids.t9)
    end)
  end)

  it("counts texts that were broken, also in a cursor", function()
    local function source() -- as the decoder tells
      local from = model.new(30):source()
      local start = from.start
      function from.start(extra, accept)
        return start(extra, function(response, answer) return accept(response, answer, nil, 2) end)
      end
      return from
    end
    local tasks = tasks_of(source(), {PageSize = 10})
    for _ = 1, 15 do tasks:next() end
    assert.equal(4, tasks.coverage.replaced)
    local rest = tasks_of(source(), {PageSize = 10}, {resume = tasks:cursor()})
    drain(rest)
    assert.equal("30 of 30 tasks, complete; U+FFFD in 8 texts", tostring(rest.coverage))
  end)

  it("looks for what is missing when it is gone on with after it had to be complete and was not", function()
    local batch = model.new(50)
    local function short(response)
      response.Data.SimpleOTATaskInfo[10] = nil
      return response
    end
    local ids, err = drain(tasks_of(batch:source {twist = short}, {PageSize = 10}, {strict = true}))
    assert.same({45, "Incomplete"}, {#ids, err.code})
    local rest = tasks_of(batch:source(), {PageSize = 10}, {strict = true, resume = err.cursor})
    assert.same({5, true}, {#drain(rest), rest.coverage.complete})
  end)

  describe("ends with a named error, and never as complete, for", function()
    local function failing(total, twist, code, message)
      local source = model.new(total):source {twist = twist}
      local tasks = tasks_of(source, {PageSize = 10})
      local ids, err = drain(tasks)
      assert.is_true(errors.is(err), "no error")
      assert.equal(code, err.code)
      assert.truthy(tostring(err):find(message, 1, true), tostring(err))
      assert.is_false(tasks.coverage.complete)
      assert.equal(err, select(2, tasks:next()))
      assert.truthy(#source.requests < 400)
      return ids
    end

    local function repeating(response, extra)
      local batch = model.new(response.Total)
      response.Data = batch:answer({CurrentPage = "1", PageSize = extra.PageSize}).Data
      return response
    end

    it("a server that answers each page with page 1", function()
      assert.equal(10, #failing(250, repeating, "PageRepeated", "show the same tasks"))
    end)

    for name, total in pairs {missing = "none", negative = -1, text = "many", fractional = 2.5, huge = 1e30} do
      it("a Total that is " .. name, function()
        failing(3, set("Total", total ~= "none" and total or nil), "TotalInvalid", "Total is missing or no number")
      end)
    end

    it("a page that is refused within the listing", function()
      local refusal = errors.new {kind = "api", code = "iot.x", status = 200, message = "no"}
      failing(250, function(response)
        if response.CurrentPage == 3 then return nil, refusal end
        return response
      end, "iot.x", "no")
    end)
  end)

  it("takes a page past the end for empty, also where the service refuses it", function()
    local refusal = errors.new {kind = "api", code = "iot.common.InvalidPageParams", status = 200, message = "no"}
    for _, refuses in ipairs {false, true} do
      local batch, answered = model.new(300), 0
      local source = batch:source {
        prefetch = 16,
        twist = function(response)
          if refuses and #response.Data.SimpleOTATaskInfo == 0 then return nil, refusal end
          return response
        end,
        between = function()
          answered = answered + 1
          for i = 1, answered == 5 and 200 or 0 do batch:touch(batch.tasks[i], "FAILED") end
        end,
      }
      local ids, err = drain(tasks_of(source, {PageSize = 10, TaskStatus = "QUEUED"}))
      assert.is_nil(err)
      assert.truthy(#ids >= 100)
      assert.same({}, (drain(tasks_of(source, {PageSize = 10, CurrentPage = 31}))))
    end
  end)
end)
