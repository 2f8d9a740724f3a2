local errors = require "aliota.errors"
local listing = require "aliota.listing"

local function rows(from, to)
  local list = {}
  for i = from, to do list[#list + 1] = {TaskId = "t" .. i, Progress = "1.00"} end
  return list
end

-- A service with `total` tasks that answers as documented; `twist` may change each answer.
local function service(total, twist)
  local asked = {}
  local function fetch(params)
    local page, size = params.CurrentPage, params.PageSize
    asked[#asked + 1] = page
    local first, last = (page - 1) * size + 1, math.min(page * size, total)
    local response = {
      CurrentPage = page, PageSize = size, Total = total, PageCount = math.ceil(total / size), RequestId = "R" .. page,
      Data = {SimpleOTATaskInfo = rows(first, last)},
    }
    if twist then return twist(response, params) end
    return response
  end
  return fetch, asked
end

local function task_ids(iterator)
  local ids = {}
  while true do
    local task, err = iterator:next()
    if not task then return ids, err end
    ids[#ids + 1] = task.TaskId
  end
end

describe("listing", function()
  it("hands out every task once, in order, for any total and page size", function()
    for _, total in ipairs {0, 1, 2, 6, 7, 8, 13, 14, 15, 99, 100, 101, 250} do
      for _, size in ipairs {1, 7, 100} do
        local fetch, asked = service(total)
        local ids = task_ids(listing.tasks(fetch, {JobId = "j", PageSize = size}))
        assert.equal(total, #ids)
        for i, id in ipairs(ids) do assert.equal("t" .. i, id) end
        assert.equal(math.max(1, math.ceil(total / size)), #asked)
      end
    end
  end)

  it("asks for 100 rows a page, for nothing before the first row, and for no page too many", function()
    local fetch, asked = service(250)
    local tasks = listing.tasks(fetch, {JobId = "j"})
    assert.same({}, asked)
    assert.equal(5, #tasks:take(5):collect())
    assert.same({1}, asked)
    local more = listing.tasks(fetch, {JobId = "j"})
    for _ = 1, 100 do more:next() end
    assert.same({1, 1}, asked)
    more:next()
    assert.same({1, 1, 2}, asked)
  end)

  it("passes the parameters on and begins at CurrentPage", function()
    local seen
    local fetch = service(250, function(response, params)
      seen = seen or params
      return response
    end)
    assert.equal("t201", listing.tasks(fetch, {JobId = "j", TaskStatus = "FAILED", CurrentPage = 3}):next().TaskId)
    assert.same({"j", "FAILED", 3, 100}, {seen.JobId, seen.TaskStatus, seen.CurrentPage, seen.PageSize})
  end)

  it("leaves the caller's table alone", function()
    local params = {JobId = "j"}
    listing.tasks((service(250)), params):collect()
    assert.same({JobId = "j"}, params)
  end)

  describe("pages", function()
    it("have their figures as numbers and their tasks dressed", function()
      local fetch = service(2, function(response)
        response.Total, response.PageSize = "2", "100"
        return response
      end)
      local page = listing.pages(fetch, {JobId = "j"}):next()
      assert.same({1, 100, 1, 2, "R1", 2},
        {page.CurrentPage, page.PageSize, page.PageCount, page.Total, page.RequestId, #page.tasks})
      assert.equal(1, page.tasks[1].Progress)
    end)

    it("of a batch without tasks are one, which is empty", function()
      local pages = listing.pages((service(0)), {JobId = "j"}):collect()
      assert.equal(1, #pages)
      assert.same({}, pages[1].tasks)
    end)

    it("follow a service that gives smaller pages than it was asked for", function()
      local fetch = service(120, function(response, params)
        response.PageSize = 50
        response.Data.SimpleOTATaskInfo = rows((params.CurrentPage - 1) * 50 + 1,
          math.min(params.CurrentPage * 50, 120))
        return response
      end)
      assert.equal(120, #listing.tasks(fetch, {JobId = "j"}):collect())
    end)
  end)

  describe("takes for no rows", function()
    for name, data in pairs {["absent Data"] = false, ["Data {}"] = {}, ['Data ""'] = "", ["Data []"] = {{}}} do
      it(name .. " where none are due", function()
        local fetch = service(0, function(response)
          response.Data = data or nil
          return response
        end)
        assert.same({}, listing.tasks(fetch, {JobId = "j"}):collect())
      end)

      it(name .. " and fails where some are due", function()
        local fetch = service(3, function(response)
          response.Data = data or nil
          return response
        end)
        local tasks, err = listing.tasks(fetch, {JobId = "j"}):collect()
        assert.is_nil(tasks)
        assert.same({"decode", "page 1: 0 rows came where 3 of Total 3 should be", "R1"},
          {err.kind, err.message, err.request_id})
      end)
    end
  end)

  it("asks once for named devices, whatever Total says", function()
    local fetch, asked = service(2, function(response)
      response.Total = 2500
      return response
    end)
    assert.equal(2, #listing.tasks(fetch, {JobId = "j", DeviceNames = {"a", "b", "unknown"}}):collect())
    assert.same({1}, asked)
  end)

  describe("never ends early in silence:", function()
    local function failing(total, twist, message)
      local given, err = task_ids(listing.tasks((service(total, twist)), {JobId = "j"}))
      assert.is_true(errors.is(err), "no error")
      assert.truthy(tostring(err):find(message, 1, true), tostring(err))
      return given
    end

    local function set(field, value)
      return function(response)
        response[field] = value
        return response
      end
    end

    it("an error of the service comes through, after the rows before it, and again", function()
      local failure = errors.new {kind = "network", message = "gone"}
      local tasks = listing.tasks(service(250, function(response)
        if response.CurrentPage == 2 then return nil, failure end
        return response
      end), {JobId = "j"})
      local ids, err = task_ids(tasks)
      assert.equal(100, #ids)
      assert.equal(failure, err)
      assert.equal(failure, select(2, tasks:next()))
    end)

    it("a short page", function()
      assert.equal(100, #failing(250, function(response)
        if response.CurrentPage == 2 then response.Data.SimpleOTATaskInfo[100] = nil end
        return response
      end, "page 2: 99 rows came where 100 of Total 250 should be"))
    end)

    it("a page that is too long", function()
      failing(50, function(response)
        response.Data.SimpleOTATaskInfo = rows(1, 51)
        return response
      end, "page 1: 51 rows came where 50 of Total 50 should be")
    end)

    it("the same page again", function()
      assert.equal(100, #failing(250, set("CurrentPage", 1), "page 1: page 2 was asked for"))
    end)

    for name, total in pairs {missing = "none", negative = -1, text = "many", fractional = 2.5} do
      it("a Total that is " .. name, function()
        failing(3, set("Total", total ~= "none" and total or nil), "page 1: Total is missing or no number")
      end)
    end

    it("a Total that is too high or too low", function()
      failing(3, set("Total", 5), "page 1: 3 rows came where 5 of Total 5 should be")
      failing(3, set("Total", 0), "page 1: 3 rows came where 0 of Total 0 should be")
    end)

    it("pages of no size", function() failing(3, set("PageSize", 0), "page 1: PageSize is 0") end)

    it("rows that are no objects", function()
      failing(2, set("Data", {SimpleOTATaskInfo = {{}, "row"}}), "page 1: row 2 is no object")
    end)

    it("a batch larger than the window, once the window is through", function()
      local asked = 0
      local tasks = listing.tasks(service(100001, function(response)
        asked = asked + 1
        return response
      end), {JobId = "j"})
      local count = 0
      local _, raised = pcall(function()
        for _ in tasks do count = count + 1 end
      end)
      assert.same({100000, 1000}, {count, asked})
      assert.equal("WindowFull", raised.code)
      assert.truthy(raised.hint:find "TaskStatus")
      assert.is_false(raised.retryable)
    end)
  end)
end)
