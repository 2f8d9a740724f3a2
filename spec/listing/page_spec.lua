local errors = require "aliota.api.errors"
local fingerprints = require("aliota.core").fingerprints
local page = require "aliota.listing.page"

local LIST = require("aliota.api.operations").ListOTATaskByJob

local function rows(from, to)
  local list = {}
  for i = from, to do list[#list + 1] = {TaskId = "t" .. i} end
  return list
end

-- The answer for a page of a batch, as it should be, with `changes`.
local function response(number, size, total, changes)
  local answer = {
    CurrentPage = number, PageSize = size, Total = total, PageCount = math.ceil(total / size), RequestId = "R",
    Data = {SimpleOTATaskInfo = rows((number - 1) * size + 1, math.min(number * size, total))},
  }
  for name, value in pairs(changes or {}) do answer[name] = value ~= "absent" and value or nil end
  return answer
end

-- A page in which the service contradicts itself, and how.
local function flawed(code, expected, got, message, read)
  assert.same({{code = code, page = read.CurrentPage, expected = expected, got = got, message = message}},
    read.problems)
  return read
end

describe("listing.page", function()
  it("has its figures as numbers, however they were sent", function()
    local answer = response(2, 50, 120, {CurrentPage = "2", PageSize = "50", Total = "120", PageCount = "3"})
    local read = page.read(LIST, answer, 2, 50)
    assert.same({2, 50, 120, 3, "R", 50},
      {read.CurrentPage, read.PageSize, read.Total, read.PageCount, read.RequestId, #read.tasks})
    assert.equal("120", ("%d"):format(read.Total))
    assert.equal("t51", read.tasks[1].TaskId)
  end)

  it("takes for granted what a service leaves out, except for Total", function()
    local absent = {CurrentPage = "absent", PageSize = "absent", PageCount = "absent", RequestId = "absent"}
    local read = page.read(LIST, response(2, 50, 120, absent), 2, 50)
    assert.same({2, 50}, {read.CurrentPage, read.PageSize})
    assert.is_nil(read.PageCount or read.RequestId)
    for _, total in ipairs {"absent", "many", -1, 2.5, 1e30, math.huge, {}} do
      local none, err = page.read(LIST, response(1, 50, 3, {Total = total}), 1, 50)
      assert.is_nil(none)
      assert.is_true(errors.is(err))
      assert.same({"decode", "TotalInvalid", "page 1: Total is missing or no number", "ListOTATaskByJob", true},
        {err.kind, err.code, err.message, err.action, err.retryable})
    end
  end)

  it("is read for any total, size and number", function()
    for _, total in ipairs {0, 1, 2, 6, 7, 8, 13, 14, 15, 99, 100, 101} do
      for _, size in ipairs {1, 7, 100} do
        for number = 1, math.ceil(total / size) + 2 do
          local read = assert(page.read(LIST, response(number, size, total), number, size))
          assert.equal(math.max(0, math.min(size, total - (number - 1) * size)), #read.tasks)
          assert.is_nil(read.problems)
        end
      end
    end
  end)

  for name, data in pairs {["no Data"] = "absent", ["Data {}"] = {}, ["Data []"] = {{}}, ["Data as text"] = "none",
    ["Data of another kind"] = {SimpleOTATaskInfo = "none"}} do
    it("takes " .. name .. " for no rows", function()
      assert.same({}, page.read(LIST, response(1, 100, 0, {Data = data}), 1, 100).tasks)
      flawed("RowsMissing", 3, 0, "page 1: 0 rows came where 3 of Total 3 should be",
        page.read(LIST, response(1, 100, 3, {Data = data}), 1, 100))
    end)
  end

  it("tells of rows that it lacks, and has the others", function()
    local answer = response(2, 100, 250)
    answer.Data.SimpleOTATaskInfo[100] = nil
    local read = flawed("RowsMissing", 100, 99, "page 2: 99 rows came where 100 of Total 250 should be",
      page.read(LIST, answer, 2, 100))
    assert.equal(99, #read.tasks)
  end)

  it("tells of rows beyond its size, its Total, or the end, and has them", function()
    for _, case in ipairs {
      {51, 50, "page 1: 51 rows came where 50 of Total 50 should be",
        response(1, 50, 50, {Data = {SimpleOTATaskInfo = rows(1, 51)}}), 1},
      {3, 0, "page 1: 3 rows came where 0 of Total 0 should be", response(1, 50, 3, {Total = 0}), 1},
      {50, 0, "page 3: 50 rows came where 0 of Total 100 should be",
        response(3, 50, 100, {Data = {SimpleOTATaskInfo = rows(1, 50)}}), 3},
    } do
      local read = flawed("RowsBeyond", case[2], case[1], case[3], page.read(LIST, case[4], case[5], 50))
      assert.equal(case[1], #read.tasks)
    end
  end)

  it("tells where it says to be another, and is the one that was asked for", function()
    local read = flawed("OtherPage", 2, 1, "page 2: page 1 came instead",
      page.read(LIST, response(2, 100, 250, {CurrentPage = 1}), 2, 100))
    assert.equal(2, read.CurrentPage)
  end)

  it("is an error with what it contradicts itself in first, while a better one may come", function()
    local read = page.read(LIST, response(1, 100, 250, {CurrentPage = 1}), 2, 100)
    local err = page.contradiction(LIST, read)
    assert.is_true(errors.is(err))
    assert.same({"decode", "OtherPage", "page 2: page 1 came instead", "ListOTATaskByJob", "R", true},
      {err.kind, err.code, err.message, err.action, err.request_id, err.retryable})
    assert.truthy(err.hint)
  end)

  it("may be smaller than was asked for, and is counted by the size of the pages before", function()
    local function read_with(told, ...)
      local read = page.read(LIST, ...)
      assert.is_nil(read.problems)
      assert.equal(told, read.PageSize)
    end
    read_with(50, response(1, 50, 120), 1, 100)
    read_with(50, response(3, 50, 120), 3, 100, 50)
    read_with(100, response(3, 100, 250, {PageSize = 50}), 3, 100, 100) -- how many rows are on it
    read_with(30, response(1, 100, 30, {PageSize = 30}), 1, 100)
    for _, told in ipairs {0, 7, 200, "absent", "many"} do
      read_with(100, response(1, 100, 250, {PageSize = told}), 1, 100)
    end
    flawed("RowsBeyond", 20, 70, "page 2: 70 rows came where 20 of Total 120 should be",
      page.read(LIST, response(2, 100, 120, {Data = {SimpleOTATaskInfo = rows(51, 120)}}), 2, 100, 100))
  end)

  it("has rows that can be told from each other, and leaves others out", function()
    local ids = {{TaskId = "t1"}, {TaskId = 5}, {TaskId = 2 ^ 53 - 1}, {TaskId = -7}, {TaskId = math.maxinteger or 0}}
    assert.equal(0, fingerprints.new():add_all(assert(page.ids(LIST, {tasks = ids}, fingerprints.of))))
    local function left(row, message)
      local read = {CurrentPage = 1, tasks = {{TaskId = "t1"}, row, {TaskId = "t3"}}}
      assert.equal((fingerprints.of({{TaskId = "t1"}, {TaskId = "t3"}}, "TaskId")),
        page.ids(LIST, read, fingerprints.of))
      flawed("RowInvalid", nil, nil, message, read)
      assert.same({{TaskId = "t1"}, {TaskId = "t3"}}, read.tasks)
    end
    for _, row in ipairs {{}, {TaskId = {}}, {TaskId = true}, {TaskId = 2.5}, {TaskId = 1e300}, {TaskId = 0 / 0}} do
      left(row, "page 1: row 2 has no TaskId")
    end
    for _, row in ipairs {"row", 5, true} do left(row, "page 1: row 2 is no object") end
  end)

  it("survives a RequestId that is no text", function()
    local answer = response(1, 100, 3, {RequestId = {a = 1}, Total = "x"})
    assert.is_nil((select(2, page.read(LIST, answer, 1, 100))).request_id)
  end)

  describe("of named devices", function()
    it("is whole, whatever its figures say", function()
      for _, total in ipairs {0, 2, 2500, "absent", "many"} do
        local read = page.read_named(LIST, response(1, 100, 2, {Total = total, PageSize = 0, CurrentPage = 7}), 100)
        assert.equal(2, #read.tasks)
        assert.equal(type(total) == "number" and total or 2, read.Total)
      end
      assert.same({}, page.read_named(LIST, {Success = true}, 100).tasks)
    end)
  end)
end)
