local errors = require "aliota.api.errors"
local model = require "spec.support.model"
local order = require "aliota.listing.order"
local reading_round = require "aliota.follow.reading_round"
local share = require "aliota.listing.share"

local SIZE = 10
local ID_BYTES = 8

-- Tasks from t4 on are in a state, those before them wait.
local function batch_of(total, status, listed)
  local batch = model.new(total + 3, listed)
  for i = 4, #batch.tasks do batch.tasks[i].TaskStatus = status end
  batch.time = batch.time + 60000
  return batch
end

-- A round, with the numbers of its pages and the rows that were met on them.
local Reading = {}
Reading.__index = Reading

-- options: of the round and of the source; events: what happens before which answer
local function new(batch, status, options)
  local answers = 0
  local source = batch:source {prefetch = options.prefetch or 1, twist = options.twist, between = function()
    answers = answers + 1
    if options.events and options.events[answers] then options.events[answers]() end
  end}
  local round = reading_round.new(share(source, {JobId = "j", PageSize = SIZE}, 1), status, {
    number = options.number or 1, order = options.order or order.new(), last_page = options.last_page,
    is_backward = function() return options.is_backward or false end,
  })
  return setmetatable({round = round, source = source, pages = {}, met = {}}, Reading)
end

function Reading:next()
  local reading, err = self.round:next()
  if not reading then return nil, err end
  self.pages[#self.pages + 1] = reading.page.CurrentPage
  for i, task in ipairs(reading.page.tasks) do
    if self.met[task.TaskId] then self.round:note_repeat(reading.ids:sub((i - 1) * ID_BYTES + 1, i * ID_BYTES)) end
    self.met[task.TaskId] = true
  end
  return reading
end

function Reading:all()
  local reading, err
  repeat reading, err = self:next() until not reading
  return self.pages, err
end

function Reading:misses(batch, status)
  local missing = {}
  for _, task in ipairs(batch:listed(status)) do
    if not self.met[task.TaskId] then missing[#missing + 1] = task.TaskId end
  end
  return missing
end

local function comes(batch, status, ...)
  local numbers = {...}
  return function()
    for _, number in ipairs(numbers) do batch:touch(batch.tasks[number], status) end
  end
end

describe("follow.reading_round", function()
  it("reads all pages, from either end", function()
    local batch = batch_of(35, "IN_PROGRESS")
    assert.same({1, 2, 3, 4}, (new(batch, "IN_PROGRESS", {}):all()))
    local reading = new(batch, "IN_PROGRESS", {is_backward = true})
    assert.same({1, 4, 3, 2, 1}, (reading:all()))
    assert.same({}, reading:misses(batch, "IN_PROGRESS"))
  end)

  it("begins at a page, if told to", function()
    local reading = new(batch_of(35, "IN_PROGRESS"), "IN_PROGRESS", {number = 2, last_page = 3, is_backward = true})
    assert.same({3, 2, 1}, (reading:all()))
  end)

  it("has shown all that there is when nothing moved", function()
    local batch = batch_of(35, "IN_PROGRESS")
    batch:touch(batch.tasks[30])
    batch.time = batch.time + 60000
    local reading = new(batch, "IN_PROGRESS", {})
    reading:all()
    assert.is_true(reading.round:is_whole())
    reading = new(batch, "IN_PROGRESS", {events = {[3] = comes(batch, "IN_PROGRESS", 1)}})
    reading:all()
    assert.is_false(reading.round:is_whole())
  end)

  describe("reads a page again, to which rows have slipped by,", function()
    it("as others came in front of one who reads backward", function()
      local batch = batch_of(50, "IN_PROGRESS")
      local reading = new(batch, "IN_PROGRESS", {
        is_backward = true, events = {[4] = comes(batch, "IN_PROGRESS", 1, 2, 3)},
      })
      assert.same({1, 5, 4, 3, 4, 2, 1}, (reading:all()))
      assert.same({}, reading:misses(batch, "IN_PROGRESS"))
    end)

    it("as others left in front of one who reads forward", function()
      local batch = batch_of(50, "QUEUED")
      local reading = new(batch, "QUEUED", {events = {[4] = comes(batch, "NOTIFIED", 1, 2, 3)}})
      assert.same({1, 2, 3, 4, 3, 5}, (reading:all()))
      assert.same({}, reading:misses(batch, "QUEUED"))
    end)

    it("and those behind it until one shows a row that was met", function()
      local batch = batch_of(60, "QUEUED")
      local reading = new(batch, "QUEUED", {
        events = {[4] = comes(batch, "NOTIFIED", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)},
      })
      assert.same({1, 2, 3, 4, 3, 2, 5, 6}, (reading:all()))
      assert.same({}, reading:misses(batch, "QUEUED"))
    end)

    it("which may be past the end by then", function()
      local batch = batch_of(28, "IN_PROGRESS")
      local refused = errors.new {kind = "api", code = "iot.common.InvalidPageParams", message = "no such page"}
      local reading = new(batch, "IN_PROGRESS", {
        is_backward = true, events = {[3] = comes(batch, "IN_PROGRESS", 1), [4] = comes(batch, "FAILED", 5, 6, 7, 8, 9,
          10, 11, 12, 13, 14, 15, 16)},
        twist = function(response)
          if #response.Data.SimpleOTATaskInfo == 0 then return nil, refused end
          return response
        end,
      })
      local pages, err = reading:all()
      assert.is_nil(err)
      assert.same({1, 3, 2, 3, 1}, pages)
    end)
  end)

  it("knows whether rows slipped by more often than they were met again", function()
    local function is_against(is_backward)
      local batch = batch_of(50, "IN_PROGRESS")
      local reading = new(batch, "IN_PROGRESS", {is_backward = is_backward, events = {
        [4] = comes(batch, "IN_PROGRESS", 1), [6] = comes(batch, "IN_PROGRESS", 2),
      }})
      reading:all()
      return reading.round:is_against()
    end
    assert.same({true, false}, {is_against(true), is_against(false)})
  end)

  describe("reads none again", function()
    it("where rows were met again", function()
      local batch = batch_of(50, "IN_PROGRESS")
      local reading = new(batch, "IN_PROGRESS", {events = {[4] = comes(batch, "IN_PROGRESS", 1, 2, 3)}})
      assert.same({1, 2, 3, 4, 5, 6}, (reading:all()))
    end)

    it("of a state in which tasks stay", function()
      local batch = batch_of(50, "SUCCEEDED")
      local reading = new(batch, "SUCCEEDED", {events = {[4] = comes(batch, "SUCCEEDED", 53, 1)}})
      assert.same({1, 2, 3, 4, 5, 6}, (reading:all()))
    end)

    it("where rows are listed by change", function()
      local batch = batch_of(50, "NOTIFIED", "newest_change_first")
      local reading = new(batch, "NOTIFIED", {events = {[4] = comes(batch, "IN_PROGRESS", 51, 52, 53)}})
      assert.same({1, 2, 3, 4, 5}, (reading:all()))
    end)
  end)

  it("passes on what went wrong", function()
    local batch = batch_of(50, "QUEUED")
    local broken = errors.new {kind = "network", message = "told by a spec"}
    local reading = new(batch, "QUEUED", {
      events = {[4] = comes(batch, "NOTIFIED", 1)},
      twist = function(response, extra)
        local is_again = batch.tasks[1].TaskStatus == "NOTIFIED" and extra.CurrentPage == "3"
        if is_again then return nil, broken end
        return response
      end,
    })
    local pages, err = reading:all()
    assert.same({{1, 2, 3, 4}, broken}, {pages, err})
  end)

  it("tells the latest change when it began, and which pages show older ones", function()
    for _, listed in ipairs {"newest_change_first", "oldest_change_first"} do
      local batch = batch_of(30, "IN_PROGRESS", listed)
      local latest = batch:listed "IN_PROGRESS"[listed == "newest_change_first" and 1 or 30].UtcModified
      local reading = new(batch, "IN_PROGRESS", {is_backward = listed == "oldest_change_first"})
      reading:next()
      local page = reading:next().page
      assert.equal(latest, reading.round.latest)
      assert.same({true, false}, {reading.round:is_before(page.tasks, latest), reading.round:is_before(page.tasks, "")})
    end
  end)

  it("ends what is in flight when it is closed", function()
    local reading = new(batch_of(50, "QUEUED"), "QUEUED", {prefetch = 3})
    reading:next()
    reading:next()
    reading.round:close()
    assert.equal(2, reading.source.cancelled)
  end)
end)
