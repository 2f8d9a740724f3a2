-- Listings of a batch that moves, through a service that contradicts itself at random: whatever it does, no row comes
-- twice, none that was not asked for, what came is handed out, and nothing is claimed to be complete that is not.
local listing = require "aliota.listing"
local model = require "spec.support.model"
local seeds = require "spec.support.seeds"

local SIZE, STATES = 10, {"QUEUED", "IN_PROGRESS", "SUCCEEDED", "FAILED"}

-- What may be done to the rows of an answer.
local FLAWS = {
  function(rows, random) table.remove(rows, random(#rows + 1)) end,
  function(rows, random) rows[random(#rows + 1)] = {TaskStatus = "FAILED"} end,
  function(rows, random) rows[#rows + 1] = rows[random(#rows + 1)] end,
  function(rows, random)
    if #rows > 0 then rows[random(#rows)].JobId = "other" end
  end,
  function(rows, random)
    if #rows > 0 then rows[random(#rows)].TaskStatus = STATES[random(#STATES)] end
  end,
  function(rows)
    for i = #rows, 1, -1 do rows[i] = nil end
  end,
}

-- A twist with flaws in one of `rarity` answers.
local function flawed(random, rarity)
  return function(response)
    local rows = response.Data.SimpleOTATaskInfo
    if random(rarity) == 1 then FLAWS[random(#FLAWS)](rows, random) end
    if random(rarity) == 1 then response.PageSize = #rows end
    if random(rarity) == 1 then response.CurrentPage = 1 end
    if random(rarity) == 1 then response.Total = math.max(0, response.Total + random(3) - 2) end
    return response
  end
end

-- What happens to the batch: tasks change state, and some come or, in other batches, go.
local function moving(random, changes, loses)
  return function(batch)
    for _ = 1, random(changes + 1) - 1 do
      batch:touch(batch.tasks[random(#batch.tasks)], STATES[random(#STATES)])
    end
    if random(8) > 1 then return end
    if loses then batch:remove(batch.tasks[random(#batch.tasks)]) else batch:add "QUEUED" end
  end
end

-- Notes which rows came that were asked for, and in which states they were.
local function watched(twist, came, status)
  return function(response)
    response = twist(response)
    for _, row in ipairs(response.Data.SimpleOTATaskInfo) do
      local is_asked_for = (not row.JobId or row.JobId == "j") and (not status or row.TaskStatus == status)
      if row.TaskId and is_asked_for then came[row.TaskId] = true end
    end
    return response
  end
end

-- The tasks that are what was asked for from now on, as far as nothing happens to them.
local function present(batch, status)
  local list = {}
  for _, task in ipairs(batch:listed(status)) do list[task.TaskId] = status and task.time or true end
  return list
end

local function assert_all_that_stayed(before, after, handed_out)
  for id, time in pairs(before) do
    if after[id] == time then assert.is_true(handed_out[id], id) end
  end
end

-- Hands out tasks, to the end or until it is interrupted; then a cursor is returned.
local function hand_out(tasks, asked, handed_out, random)
  for task in tasks do
    assert.is_nil(handed_out[task.TaskId])
    assert.truthy(not asked.TaskStatus or task.TaskStatus == asked.TaskStatus)
    assert.truthy(not task.JobId or task.JobId == "j")
    handed_out[task.TaskId] = true
    if random(60) == 1 then
      local cursor = tasks:cursor()
      tasks:close()
      return cursor
    end
  end
end

-- Lists, interrupted and gone on with now and then; what was handed out, and the last coverage.
local function list(source, asked, options, random)
  local handed_out = {}
  while true do
    local tasks = assert(listing.tasks(source, listing.with_paging(asked), options))
    options.resume = hand_out(tasks, asked, handed_out, random)
    if not options.resume then return handed_out, tasks.coverage end
  end
end

local function count(set)
  local total = 0
  for _ in pairs(set) do total = total + 1 end
  return total
end

describe("listing, of a service that contradicts itself,", function()
  -- Returns whether it was claimed to be complete.
  local function try(seed, order, status, rarity)
    local random, batch, came = model.random(seed), model.new(84 + seed % 5, order), {}
    if status then
      for _, task in ipairs(batch.tasks) do batch:touch(task, STATES[random(#STATES)]) end
      batch.time = batch.time + 60000
    end
    local before, loses = present(batch, status), seed % 2 == 0
    local source = batch:source {
      retries = seed % 3, prefetch = seed % 4 + 1, pick = seed % 5 == 0 and random or nil,
      between = moving(random, seed % 4, loses), twist = watched(flawed(random, rarity), came, status),
    }
    local asked = {JobId = "j", TaskStatus = status, PageSize = SIZE}
    local handed_out, coverage = list(source, asked, {passes = seed % 3 + 1}, random)
    assert.equal(count(handed_out), coverage.unique)
    assert.truthy(#source.requests < 300, #source.requests)
    if seed % 3 == 0 then -- no answer was thrown away for a better one, nor by an interruption
      for id in pairs(handed_out) do assert.is_true(came[id]) end
    end
    if coverage.complete then assert_all_that_stayed(before, present(batch, status), handed_out) end
    return coverage.complete
  end

  for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
    for _, status in ipairs {false, "QUEUED"} do
      it(("claims nothing that is not so, listed %s, of %s"):format(order, status or "all"), function()
        local complete = {0, 0, 0}
        for i, rarity in ipairs {4, 25, 400} do
          for seed in seeds(120) do
            if try(seed, order, status or nil, rarity) then complete[i] = complete[i] + 1 end
          end
        end
        assert.truthy(complete[3] > 0, "never complete")
      end)
    end

    it("hands out all that came in the end, listed " .. order, function()
      for seed in seeds(60) do
        local random, batch, came = model.random(seed), model.new(87, order), {}
        local source = batch:source {prefetch = 1, twist = watched(flawed(random, 3), came)}
        local tasks = assert(listing.tasks(source, listing.with_paging {JobId = "j", PageSize = SIZE}, {}))
        local handed_out = {}
        for task in tasks do handed_out[task.TaskId] = true end
        assert.same(came, handed_out)
      end
    end)
  end
end)
