local coverage = require "aliota.listing.coverage"
local depth = require "aliota.listing.depth"
local errors = require "aliota.errors"
local model = require "spec.support.model"
local pass = require "aliota.listing.pass"
local reader = require "aliota.listing.reader"

local SIZE = 10

-- A reader of a batch, with the pass that tells it what to read.
local function new(batch, options)
  options = options or {}
  local source = batch:source(options)
  local shared = setmetatable({size = SIZE, coverage = coverage.new(), depth = depth.new(source.prefetch),
    largest = options.largest or 0}, {__index = source})
  local this = pass.new {
    is_backward = function() return false end, lead = options.lead or 1, window = 100000,
  }
  return reader.new(shared, this, options.status, options.may_shrink), shared, this
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
    local reading, shared = new(model.new(5), {status = "QUEUED", may_shrink = true})
    local got = reading:next()
    assert.same({{CurrentPage = "1", PageSize = "10", TaskStatus = "QUEUED"}}, shared.requests)
    assert.same({5, 0.001, 1}, {#got.page.tasks, got.seconds, shared.coverage.requests})
    assert.truthy(got.began:find "^%d%d%d%d%-%d%d%-%d%dT%d%d:%d%d:%d%d$")
    assert.truthy(got.recently < got.began)
  end)

  it("passes on what went wrong, and what a page itself contradicts", function()
    local gone = errors.new {kind = "network", message = "gone"}
    local function failing(twist)
      local numbers, err = read_all(new(model.new(50), {prefetch = 1, twist = twist}))
      assert.same({1, 2}, numbers)
      return err
    end
    assert.equal(gone, failing(function(response)
      if response.CurrentPage == 3 then return nil, gone end
      return response
    end))
    assert.equal("RowsMissing", failing(function(response)
      if response.CurrentPage == 3 then response.Data.SimpleOTATaskInfo[10] = nil end
      return response
    end).code)
  end)

  describe("of a batch, which loses no tasks,", function()
    local function shrinking(may_shrink)
      return read_all(new(model.new(50), {prefetch = 1, may_shrink = may_shrink, twist = function(response)
        if response.CurrentPage == 3 then response.Total = 40 end
        return response
      end}))
    end

    it("refuses a Total that is smaller than before", function()
      local numbers, err = shrinking(false)
      assert.same({1, 2}, numbers)
      assert.same({"decode", "TotalShrank", "Total went from 50 to 40", "R3"},
        {err.kind, err.code, err.message, err.request_id})
    end)

    it("takes it where tasks come and go", function()
      assert.same({1, 2, 3, 4, 5}, (shrinking(true)))
    end)

    it("refuses one that is smaller than was known before this pass", function()
      local _, err = read_all(new(model.new(50), {largest = 51}))
      assert.equal("TotalShrank", err.code)
    end)

    it("takes one that is older than another that came first", function()
      local answers = 0
      local numbers, err = read_all(new(model.new(45), {prefetch = 4, pick = function(count) return count end,
        between = function(batch)
          answers = answers + 1
          if answers == 3 then batch:add "QUEUED" end
        end}))
      assert.is_nil(err)
      assert.equal(5, #numbers)
    end)
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
      assert.same({"decode", "PageRepeated", "page 5 and those before it show the same tasks", "R5"},
        {err.kind, err.code, err.message, err.request_id})
    end)

    it("not three, which may be rows that moved", function()
      local numbers, err = repeating(2, 4)
      assert.is_nil(err)
      assert.equal(10, #numbers)
    end)
  end)

  describe("finds the end where a page past it is refused:", function()
    -- A batch whose tasks in QUEUED become fewer after the first page was read; pages past the end are refused.
    local function refusing(options)
      local batch = model.new(45)
      options.status, options.may_shrink, options.prefetch = "QUEUED", true, 1
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

  it("ends what is in flight when it is closed", function()
    local reading, shared, this = new(model.new(95), {prefetch = 4})
    this:take(reading:next().page)
    this:take(reading:next().page)
    reading:close()
    assert.equal(3, shared.cancelled)
  end)
end)
