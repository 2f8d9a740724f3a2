local coverage = require "aliota.listing.coverage"
local criteria = require "aliota.listing.criteria"
local doubt = require "aliota.listing.doubt"
local errors = require "aliota.api.errors"
local model = require "spec.support.model"
local pass = require "aliota.listing.pass"
local prefetch = require "aliota.listing.prefetch"
local reader = require "aliota.listing.page_reader"

local SIZE = 10

-- A reader of a batch, with the pass that tells it what to read.
local function new(batch, options)
  options = options or {}
  local source = batch:source(options)
  local shared = setmetatable({size = SIZE, coverage = coverage.new(), prefetch = prefetch.new(source.prefetch),
    largest = options.largest or 0, doubt = doubt.new(), criteria = options.criteria or {}}, {__index = source})
  local this = pass.new {
    is_backward = function() return false end, first = options.first or 1, window = 100000,
  }
  return reader.new(shared, this, options.status, options.is_dated), shared, this
end

-- Reads to the end: the numbers of the pages that came, and the error.
local function read_all(reading, shared, this)
  local numbers = {}
  while true do
    local got, err = reading:next()
    if not got then return numbers, err end
    numbers[#numbers + 1] = got.page.CurrentPage
    this:take(got.page)
    shared.largest = math.max(shared.largest, got.page.Total)
  end
end

local refused = errors.new {kind = "api", code = "iot.common.InvalidPageParams", message = "no such page"}

describe("listing.reader", function()
  it("brings pages in the order of the pass, whoever answers first", function()
    local got, err = read_all(new(model.new(95), {prefetch = 4, pick = function(count) return count end}))
    assert.is_nil(err)
    assert.same({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, got)
  end)

  it("asks for a page, its size and a state", function()
    local reading, shared = new(model.new(5), {status = "QUEUED", is_dated = true})
    local got = reading:next()
    assert.same({{CurrentPage = "1", PageSize = "10", TaskStatus = "QUEUED"}}, shared.requests)
    assert.same({5, 0.001, 1}, {#got.page.tasks, got.seconds, shared.coverage.requests})
    assert.truthy(got.began:find "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d$")
    assert.truthy(got.recently < got.began)
  end)

  it("passes on what went wrong", function()
    local gone = errors.new {kind = "network", message = "gone"}
    local numbers, err = read_all(new(model.new(50), {prefetch = 1, twist = function(response)
      if response.CurrentPage == 3 then return nil, gone end
      return response
    end}))
    assert.same({{1, 2}, gone}, {numbers, err})
  end)

  describe("brings a page that contradicts itself", function()
    -- Page 3 lacks a row in the first so many answers.
    local function short(count)
      local reading, shared, this = new(model.new(50), {prefetch = 1, retries = 20, twist = function(response)
        if response.CurrentPage == 3 and count > 0 then
          response.Data.SimpleOTATaskInfo[10], count = nil, count - 1
        end
        return response
      end})
      for _ = 1, 2 do this:take(reading:next().page) end
      return assert(reading:next()), shared.coverage.requests - 2
    end

    it("once that was asked for again in vain", function()
      local reading, requests = short(100)
      assert.same({9, "RowsMissing", 6}, {#reading.page.tasks, reading.page.problems[1].code, requests})
    end)

    it("not, where another answer is better", function()
      local reading, requests = short(5)
      assert.same({10, nil, 6}, {#reading.page.tasks, reading.page.problems, requests})
    end)
  end)

  it("refuses rows that were not asked for", function()
    local reading, shared = new(model.new(15), {criteria = {criteria.one("DeviceName", {"d1", "d3", "d12"})}})
    local got = reading:next()
    assert.same({"d1", "d3", 8}, {got.page.tasks[1].DeviceName, got.page.tasks[2].DeviceName, got.refused})
    assert.equal((shared.ids_of(got.page.tasks, "TaskId")), got.ids)
  end)

  it("tells what was known of Total when a page was asked for", function()
    assert.equal(51, new(model.new(50), {largest = 51}):next().known)
    local answers = 0
    local reading, shared, this = new(model.new(45), {prefetch = 4, pick = function(count) return count end,
      between = function(batch)
        answers = answers + 1
        if answers == 3 then batch:add "QUEUED" end
      end})
    local totals = {}
    for i = 1, 5 do
      local got = reading:next()
      this:take(got.page)
      shared.largest = math.max(shared.largest, got.page.Total)
      totals[i] = got.page.Total
      assert.is_true(got.known <= got.page.Total) -- also of an answer that is older than another that came first
    end
    assert.same({45, 46, 46, 46, 45}, totals)
  end)

  describe("refuses a service that shows the same for ever:", function()
    local function repeating(from, until_number)
      return read_all(new(model.new(95), {prefetch = 1, twist = function(response)
        local number = response.CurrentPage
        if number >= from and number <= until_number then
          for i, row in ipairs(response.Data.SimpleOTATaskInfo) do row.TaskId = "same" .. i end
        end
        return response
      end}))
    end

    it("four pages alike", function()
      local numbers, err = repeating(2, 9)
      assert.same({1, 2, 3, 4}, numbers)
      assert.same({"decode", "PageRepeated", "page 5 and those before it show the same tasks", "R5", false},
        {err.kind, err.code, err.message, err.request_id, err.retryable})
    end)

    it("not three, which may be rows that moved", function()
      local numbers, err = repeating(2, 4)
      assert.is_nil(err)
      assert.equal(10, #numbers)
    end)
  end)

  it("refuses a list that grows as fast as it is read", function()
    local reading, shared, this = new(model.new(0), {prefetch = 1, twist = function(response, extra)
      local number = tonumber(extra.CurrentPage)
      for i = 1, SIZE do response.Data.SimpleOTATaskInfo[i] = {TaskId = ("t%d_%d"):format(number, i)} end
      response.Total = (number + 1) * SIZE
      return response
    end})
    this.window = math.huge
    local numbers, err = read_all(reading, shared, this)
    assert.same({1004, "Endless", false}, {#numbers, err.code, err.retryable})
    assert.equal("page 1005 came of what began as 2 pages, and Total is 10060 now", err.message)
  end)

  describe("finds the end where a page past it is refused:", function()
    -- A batch whose tasks in QUEUED become fewer after the first page was read; pages past the end are refused.
    local function refusing(options)
      local batch = model.new(45)
      options.status, options.prefetch = "QUEUED", 1
      local answers = 0
      function options.between(this)
        answers = answers + 1
        if answers == 2 then
          for i = 1, options.leave do this:touch(this.tasks[i], "FAILED") end
        end
      end
      function options.twist(response, extra)
        if #response.Data.SimpleOTATaskInfo == 0 then return nil, options.with or refused end
        return options.more and options.more(response, extra) or response
      end
      return new(batch, options)
    end

    it("nothing is left there", function()
      local reading, shared, this = refusing {leave = 27}
      local numbers, err = read_all(reading, shared, this)
      assert.is_nil(err)
      assert.same({{1, 2}, 18}, {numbers, this.total})
      -- Nothing was in flight to be refused: the second page told how few there are.
      assert.equal(2, shared.coverage.requests)
    end)

    it("nor on the page that was asked for", function()
      local reading, shared, this = refusing {leave = 40}
      local numbers, err = read_all(reading, shared, this)
      assert.is_nil(err)
      assert.same({{1, 2}, 5}, {numbers, this.total})
      assert.equal(3, shared.coverage.requests) -- the second page, and the first again
    end)

    it("but takes a refusal at its word where rows should be", function()
      local reading, shared, this = new(model.new(45), {prefetch = 1, twist = function(response)
        if response.CurrentPage == 2 then return nil, refused end
        return response
      end})
      local numbers, err = read_all(reading, shared, this)
      assert.same({{1}, refused}, {numbers, err})
    end)

    it("and any other failure", function()
      for _, fields in ipairs {{kind = "network"}, {kind = "api", status = 500, code = "InternalError"}} do
        fields.message = "gone"
        local failure = errors.new(fields)
        local reading, shared, this = refusing {leave = 40, with = failure}
        local _, err = read_all(reading, shared, this)
        assert.equal(failure, err)
        assert.equal(2, shared.coverage.requests)
      end
    end)

    it("and of the first page", function()
      local reading, shared = new(model.new(5), {twist = function() return nil, refused end})
      assert.same({nil, refused}, {reading:next()})
      assert.equal(1, #shared.requests)
    end)

    it("and fails when the first page can't be had again", function()
      local firsts = 0
      local reading, shared, this = refusing {leave = 40, more = function(response, extra)
        if extra.CurrentPage == "1" then firsts = firsts + 1 end
        if firsts == 2 then response.Total = nil end
        return response
      end}
      local numbers, err = read_all(reading, shared, this)
      assert.same({{1}, "TotalInvalid"}, {numbers, err.code})
    end)
  end)

  it("reads a page that is not the next one, and leaves that as it is", function()
    local reading, shared, this = new(model.new(35))
    this:take(reading:next().page)
    assert.equal(3, reading:read(3).page.CurrentPage)
    assert.equal(2, shared.coverage.requests)
    assert.same({2, 3, 4}, (read_all(reading, shared, this)))
  end)

  it("ends what is in flight when it is closed", function()
    local reading, shared, this = new(model.new(95), {prefetch = 4})
    this:take(reading:next().page)
    this:take(reading:next().page)
    reading:close()
    assert.equal(3, shared.cancelled)
  end)
end)
