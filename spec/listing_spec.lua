local errors = require "aliota.errors"
local listing = require "aliota.listing"

local function rows(from, to)
  local list = {}
  for i = from, to do list[#list + 1] = {TaskId = "t" .. i, Progress = "1.00"} end
  return list
end

-- A service with `total` tasks that answers as documented in pages of `size`; `twist` may change each answer.
local function service(total, twist, size)
  local asked = {}
  size = size or 100
  local function fetch(page)
    asked[#asked + 1] = page
    local first, last = (page - 1) * size + 1, math.min(page * size, total)
    local response = {
      CurrentPage = page, PageSize = size, Total = total, PageCount = math.ceil(total / size), RequestId = "R" .. page,
      Data = {SimpleOTATaskInfo = rows(first, last)},
    }
    if twist then return twist(response, page) end
    return response
  end
  return fetch, asked
end

-- What a client asks for with these parameters.
local function asking(params)
  local asked = {JobId = "j"}
  for name, value in pairs(params or {}) do asked[name] = value end
  return listing.with_paging(asked)
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
        local fetch, asked = service(total, nil, size)
        local ids = task_ids(listing.tasks(fetch, asking {PageSize = size}))
        assert.equal(total, #ids)
        for i, id in ipairs(ids) do assert.equal("t" .. i, id) end
        assert.equal(math.max(1, math.ceil(total / size)), #asked)
      end
    end
  end)

  it("asks for 100 rows a page, for nothing before the first row, and for no page too many", function()
    local fetch, asked = service(250)
    local tasks = listing.tasks(fetch, asking())
    assert.same({}, asked)
    assert.equal(5, #tasks:take(5):collect())
    assert.same({1}, asked)
    local more = listing.tasks(fetch, asking())
    for _ = 1, 100 do more:next() end
    assert.same({1, 1}, asked)
    more:next()
    assert.same({1, 1, 2}, asked)
  end)

  it("begins at CurrentPage", function()
    local fetch, asked = service(250)
    assert.equal("t201", listing.tasks(fetch, asking {CurrentPage = 3}):next().TaskId)
    assert.same({3}, asked)
  end)

  it("asks for the largest pages from the first on, and leaves the caller's table alone", function()
    local params = {JobId = "j", TaskStatus = "FAILED"}
    assert.same({JobId = "j", TaskStatus = "FAILED", CurrentPage = 1, PageSize = 100}, listing.with_paging(params))
    assert.same({JobId = "j", TaskStatus = "FAILED"}, params)
    assert.same({JobId = "j", CurrentPage = 2, PageSize = 7}, asking {CurrentPage = 2, PageSize = 7})
  end)

  describe("pages", function()
    it("have their figures as numbers and their tasks dressed", function()
      local fetch = service(2, function(response)
        response.Total, response.PageSize = "2", "100"
        return response
      end)
      local page = listing.pages(fetch, asking()):next()
      assert.same({1, 100, 1, 2, "R1", 2},
        {page.CurrentPage, page.PageSize, page.PageCount, page.Total, page.RequestId, #page.tasks})
      assert.equal(1, page.tasks[1].Progress)
    end)

    it("of a batch without tasks are one, which is empty", function()
      local pages = listing.pages((service(0)), asking()):collect()
      assert.equal(1, #pages)
      assert.same({}, pages[1].tasks)
    end)

    it("follow a service that gives smaller pages than it was asked for", function()
      local fetch = service(120, nil, 50)
      assert.equal(120, #listing.tasks(fetch, asking()):collect())
    end)
  end)

  describe("takes for no rows", function()
    for name, data in pairs {["absent Data"] = false, ["Data {}"] = {}, ['Data ""'] = "", ["Data []"] = {{}}} do
      it(name .. " where none are due", function()
        local fetch = service(0, function(response)
          response.Data = data or nil
          return response
        end)
        assert.same({}, listing.tasks(fetch, asking()):collect())
      end)

      it(name .. " and fails where some are due", function()
        local fetch = service(3, function(response)
          response.Data = data or nil
          return response
        end)
        local tasks, err = listing.tasks(fetch, asking()):collect()
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
    assert.equal(2, #listing.tasks(fetch, asking {DeviceNames = {"a", "b", "unknown"}}):collect())
    assert.same({1}, asked)
  end)

  it("survives a RequestId that is no text", function()
    local _, err = listing.tasks(service(3, function(response)
      response.RequestId, response.Total = {a = 1}, "x"
      return response
    end), asking()):next()
    assert.truthy(tostring(err):find "Total is missing")
  end)

  describe("never ends early in silence:", function()
    local function failing(total, twist, message)
      local given, err = task_ids(listing.tasks((service(total, twist)), asking()))
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
      end), asking())
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

    it("pages whose size changes", function()
      for _, sizes in ipairs {{50, 100}, {100, 50}} do
        local given = failing(250, function(response, page)
          local size = sizes[math.min(page, 2)]
          response.PageSize = size
          response.Data.SimpleOTATaskInfo = rows((page - 1) * size + 1, math.min(page * size, 250))
          return response
        end, ("page 2: PageSize went from %d to %d"):format(sizes[1], sizes[2]))
        assert.equal(sizes[1], #given)
      end
    end)

    it("figures beyond all bounds", function()
      failing(3, set("Total", 1e30), "Total is missing or no number")
    end)

    it("rows that are no objects", function()
      failing(2, set("Data", {SimpleOTATaskInfo = {{}, "row"}}), "page 1: row 2 is no object")
    end)

    it("a batch larger than the window, once the window is through", function()
      local asked = 0
      local tasks = listing.tasks(service(100001, function(response)
        asked = asked + 1
        return response
      end), asking())
      local count = 0
      local _, raised = pcall(function()
        for _ in tasks do count = count + 1 end
      end)
      assert.same({100000, 1000}, {count, asked})
      assert.equal("WindowFull", raised.code)
      assert.equal("the batch has 100001 tasks and the service shows 100000 of them", raised.message)
      assert.truthy(raised.hint:find "TaskStatus")
      assert.is_false(raised.retryable)
    end)
  end)
end)
