local errors = require "aliota.errors"
local fingerprints = require("aliota.core").fingerprints
local page = require "aliota.listing.page"

local LIST = require("aliota.operations").ListOTATaskByJob

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

local function is_refusal(code, message, read, err)
  assert.is_nil(read)
  assert.is_true(errors.is(err))
  assert.same({"decode", code, message, "ListOTATaskByJob"}, {err.kind, err.code, err.message, err.action})
  assert.is_true(err.retryable)
  assert.truthy(err.hint)
  return err
end

local function refused(code, message, ...)
  return is_refusal(code, message, page.read(LIST, ...))
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
      refused("TotalInvalid", "page 1: Total is missing or no number", response(1, 50, 3, {Total = total}), 1, 50)
    end
  end)

  it("is read for any total, size and number", function()
    for _, total in ipairs {0, 1, 2, 6, 7, 8, 13, 14, 15, 99, 100, 101} do
      for _, size in ipairs {1, 7, 100} do
        for number = 1, math.ceil(total / size) + 2 do
          local read = assert(page.read(LIST, response(number, size, total), number, size))
          assert.equal(math.max(0, math.min(size, total - (number - 1) * size)), #read.tasks)
        end
      end
    end
  end)

  for name, data in pairs {["no Data"] = "absent", ["Data {}"] = {}, ["Data []"] = {{}}, ["Data as text"] = "none",
    ["Data of another kind"] = {SimpleOTATaskInfo = "none"}} do
    it("takes " .. name .. " for no rows", function()
      assert.same({}, page.read(LIST, response(1, 100, 0, {Data = data}), 1, 100).tasks)
      refused("RowsMissing", "page 1: 0 rows came where 3 of Total 3 should be", response(1, 100, 3, {Data = data}),
        1, 100)
    end)
  end

  it("lacks no rows", function()
    local answer = response(2, 100, 250)
    answer.Data.SimpleOTATaskInfo[100] = nil
    local err = refused("RowsMissing", "page 2: 99 rows came where 100 of Total 250 should be", answer, 2, 100)
    assert.equal("R", err.request_id)
  end)

  it("has no rows beyond its size, its Total, or the end", function()
    refused("RowsBeyond", "page 1: 51 rows came where 50 of Total 50 should be",
      response(1, 50, 50, {Data = {SimpleOTATaskInfo = rows(1, 51)}}), 1, 50)
    refused("RowsBeyond", "page 1: 3 rows came where 0 of Total 0 should be", response(1, 50, 3, {Total = 0}), 1, 50)
    refused("RowsBeyond", "page 3: 50 rows came where 0 of Total 100 should be",
      response(3, 50, 100, {Data = {SimpleOTATaskInfo = rows(1, 50)}}), 3, 50)
  end)

  it("is the one that was asked for", function()
    refused("OtherPage", "page 2: page 1 came instead", response(1, 100, 250), 2, 100)
  end)

  it("may be smaller than was asked for, but always by as much", function()
    assert.equal(50, #page.read(LIST, response(1, 50, 120), 1, 100).tasks)
    assert.equal(20, #page.read(LIST, response(3, 50, 120), 3, 100, 50).tasks)
    refused("PageSizeChanged", "page 2: PageSize went from 50 to 100", response(2, 100, 120), 2, 100, 50)
    refused("PageSizeChanged", "page 2: PageSize went from 100 to 50", response(2, 50, 120), 2, 100, 100)
    refused("PageSizeInvalid", "page 1: PageSize is 0", response(1, 100, 3, {PageSize = 0}), 1, 100)
  end)

  it("has rows that can be told from each other", function()
    local ids = {{TaskId = "t1"}, {TaskId = 5}, {TaskId = 2 ^ 53 - 1}, {TaskId = -7}, {TaskId = math.maxinteger or 0}}
    assert.equal(0, fingerprints.new():add_all(assert(page.ids(LIST, {tasks = ids}, fingerprints.of))))
    for _, row in ipairs {{}, {TaskId = {}}, {TaskId = true}, {TaskId = 2.5}, {TaskId = 1e300}, {TaskId = 0 / 0}} do
      is_refusal("RowInvalid", "page 1: row 2 has no TaskId",
        page.ids(LIST, {CurrentPage = 1, tasks = {{TaskId = "t1"}, row}}, fingerprints.of))
    end
    for _, row in ipairs {"row", 5, true} do
      is_refusal("RowInvalid", "page 1: row 2 is no object",
        page.ids(LIST, {CurrentPage = 1, tasks = {{TaskId = "t1"}, row}}, fingerprints.of))
    end
  end)

  it("survives a RequestId that is no text", function()
    local answer = response(1, 100, 3, {RequestId = {a = 1}, Total = "x"})
    assert.is_nil(refused("TotalInvalid", "page 1: Total is missing or no number", answer, 1, 100).request_id)
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
