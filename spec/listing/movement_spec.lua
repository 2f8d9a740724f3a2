local model = require "spec.support.model"
local movement = require "aliota.listing.movement"
local share = require "aliota.listing.share"

local SIZE = 10

-- Reads a list to its end, one request after the other. Returns what was asked for and in which phase, such as
-- "sweep 2", the tasks that were handed out, and the list. `after` is called with the number of each answer.
local function read(batch, aim, options)
  options = options or {}
  local asked, handed_out, list = {}, {}, nil
  local source = batch:source {prefetch = 1, twist = function(response, extra)
    asked[#asked + 1] = list.phase .. " " .. extra.CurrentPage
    if options.after then options.after(#asked) end
    return options.twist and options.twist(response) or response
  end}
  if options.window then source.operation = setmetatable({window = options.window}, {__index = source.operation}) end
  local shared = share(source, {JobId = "j", PageSize = SIZE}, options.passes)
  list = movement.new(shared, {aim = aim, status = options.status, first = options.first, resume = options.resume})
  for page in function() return list:next() end do
    for _, task in ipairs(page.tasks) do handed_out[#handed_out + 1] = task.TaskId end
  end
  return asked, handed_out, list, shared
end

-- Touches the task that is at a place of the list, after the answer with this number.
local function touching(batch, number, place)
  return function(answers)
    if answers == number then batch:touch(batch:listed()[place]) end
  end
end

describe("listing.movement", function()
  it("reads a list that stands still in one sweep, and proves by counting that it was all", function()
    for order, expected in pairs {
      stable = {"first_page 1", "sweep 2", "sweep 3"}, newest_change_first = {"first_page 1", "sweep 2", "sweep 3"},
      oldest_change_first = {"first_page 1", "sweep 3", "sweep 2"}, -- page 1 once more is not needed
    } do
      local asked, handed_out, list = read(model.new(27, order), "batch")
      assert.same(expected, asked)
      assert.same({27, "complete"}, {#handed_out, list.outcome})
    end
  end)

  it("catches up with what moved to page 1, as far as rows that are older than the sweep", function()
    local batch = model.new(40, "newest_change_first")
    local asked, handed_out, list, shared = read(batch, "batch", {after = touching(batch, 2, 35)})
    assert.same({"first_page 1", "sweep 2", "sweep 3", "sweep 4", "first_page 1"}, asked)
    assert.same({40, "complete", 2}, {#handed_out, list.outcome, shared.coverage.passes})
  end)

  it("catches up from the last page where changed rows go there", function()
    local batch = model.new(40, "oldest_change_first")
    local asked, handed_out, list = read(batch, "batch", {after = touching(batch, 2, 15)})
    assert.same({"first_page 1", "sweep 4", "sweep 3", "sweep 2", "sweep 1", "first_page 1", "catch_up 4"}, asked)
    assert.same({40, "complete"}, {#handed_out, list.outcome})
  end)

  it("goes on with a catch-up as long as all rows have changed since its mark", function()
    local batch = model.new(40, "newest_change_first")
    local asked, handed_out, list = read(batch, "batch", {after = function(answers)
      for _ = 1, answers == 2 and 12 or 0 do batch:touch(batch:listed()[40]) end
    end})
    assert.same({"first_page 1", "sweep 2", "sweep 3", "sweep 4", "first_page 1", "catch_up 2"}, asked)
    assert.same({40, "complete"}, {#handed_out, list.outcome})
  end)

  it("takes a row without a time for one that has changed since", function()
    for _, expected in ipairs {"first_page 1", "catch_up 2"} do
      local answers = 0
      local asked = read(model.new(29, "newest_change_first"), "batch", {passes = 2, twist = function(response)
        answers = answers + 1
        response.Total = response.Total + 1 -- so that something seems to be missing
        for _, row in ipairs(answers == 4 and response.Data.SimpleOTATaskInfo or {}) do
          if expected == "catch_up 2" then row.UtcModified = nil end
        end
        return response
      end})
      assert.same({"first_page 1", expected}, {asked[4], asked[5]})
    end
  end)

  it("turns round where a sweep turns out to go the wrong way", function()
    local batch = model.new(40, "oldest_change_first")
    local asked, handed_out, list = read(batch, "batch", {twist = function(response)
      if response.CurrentPage > 1 then return response end
      for _, row in ipairs(response.Data.SimpleOTATaskInfo) do row.UtcModified = "2020-01-01T00:00:00.000Z" end
      return response
    end})
    assert.same({"first_page 1", "sweep 2", "first_page 1", "sweep 4", "sweep 3"}, asked)
    assert.same({40, "complete"}, {#handed_out, list.outcome})
  end)

  it("proves one state by a sweep over which nothing came, and sweeps again from the other side where something did",
    function()
      local still = model.new(25, "stable")
      local asked, _, list = read(still, "state", {status = "QUEUED"})
      assert.same({"first_page 1", "sweep 3", "sweep 2", "sweep 1"}, asked)
      assert.equal("complete", list.outcome)
      local batch = model.new(25, "stable")
      asked, _, list = read(batch, "state", {status = "QUEUED", after = touching(batch, 2, 3)})
      assert.same({"first_page 1", "sweep 3", "sweep 2", "sweep 1", "first_page 1", "sweep 2", "sweep 3"}, asked)
      assert.equal("complete", list.outcome)
    end)

  it("takes the proof by quiet once Total became smaller", function()
    local batch = model.new(30, "stable")
    local _, handed_out, list, shared = read(batch, "batch", {after = function(answers)
      if answers == 1 then batch:remove(batch.tasks[30]) end
    end})
    assert.same({29, "complete", "quiet", 2}, {#handed_out, list.outcome, list.proves, shared.coverage.passes})
    assert.equal("TotalShrank", shared.coverage.problems[1].code)
  end)

  it("gives up after passes that showed nothing new, and when enough was read", function()
    local function more_than_there_are(response)
      response.Total, response.PageCount = response.Total + 1, nil
      return response
    end
    local asked, _, list, shared = read(model.new(25), "batch", {passes = 10, twist = more_than_there_are})
    assert.same({"incomplete", 3, 9}, {list.outcome, shared.coverage.passes, #asked})
    assert.equal("RowsMissing", shared.coverage.problems[#shared.coverage.problems].code)
    asked, _, list = read(model.new(25), "batch", {passes = 1, twist = more_than_there_are})
    assert.same({"incomplete", 3}, {list.outcome, #asked})
  end)

  it("sees from one page that a batch is beyond the window; one state is read as far as pages go", function()
    local asked, _, list = read(model.new(35), "batch", {window = 30})
    assert.same({{"first_page 1"}, "beyond_window"}, {asked, list.outcome})
    local handed_out, shared
    asked, handed_out, list = read(model.new(35), "partition", {window = 30, status = "SUCCEEDED"})
    assert.same({{"first_page 1"}, 0, "incomplete"}, {asked, #handed_out, list.outcome})
    asked, handed_out, list, shared = read(model.new(35), "partition", {window = 30, status = "QUEUED"})
    assert.same({4, 30, "incomplete", 35}, {#asked, #handed_out, list.outcome, shared.coverage.over_cap.QUEUED})
  end)

  it("asks for one page to count, and claims nothing of what begins later", function()
    local asked, _, list = read(model.new(35), "total")
    assert.same({{"first_page 1"}, "incomplete"}, {asked, list.outcome})
    asked, _, list = read(model.new(5), "total")
    assert.same({{"first_page 1"}, "complete"}, {asked, list.outcome})
    asked, _, list = read(model.new(35), "rest", {first = 3})
    assert.same({{"first_page 3", "sweep 4"}, "incomplete"}, {asked, list.outcome})
  end)

  it("goes on in the middle of a sweep or of a catch-up", function()
    local batch = model.new(40, "newest_change_first")
    local asked = read(batch, "batch", {passes = 1, resume = {number = 3, full_passes = 0, spent = 0.5, size = SIZE}})
    assert.same({"first_page 3", "sweep 4"}, asked)
    local mark = batch:listed()[20].UtcModified
    local resume = {number = 2, full_passes = 1, spent = 1, size = SIZE, mark = mark, backward = false}
    asked = read(batch, "batch", {passes = 1, resume = resume})
    assert.same({"first_page 2", "catch_up 3"}, asked)
  end)
end)
