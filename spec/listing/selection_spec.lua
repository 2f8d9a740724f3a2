local filter = require "aliota.filter"
local listing = require "aliota.listing"
local model = require "spec.support.model"
local seeds = require "spec.support.seeds"
local selection = require "aliota.listing.selection"

local STATES = {"QUEUED", "NOTIFIED", "SUCCEEDED", "FAILED", "CANCELED"}

local function selected(source, where, options)
  return selection(source, listing.with_paging {JobId = "j", PageSize = 10}, where, options or {})
end

local function ids_of(tasks)
  local ids = {}
  for _, task in ipairs(assert(tasks)) do ids[#ids + 1] = task.TaskId end
  table.sort(ids)
  return ids
end

local function batch_of(total, seed)
  local batch, random = model.new(total), model.random(seed)
  for _, task in ipairs(batch.tasks) do
    batch:touch(task, STATES[random(#STATES)])
    task.SrcVersion = "1." .. random(3)
  end
  batch.time = batch.time + 60000
  return batch
end

describe("selection", function()
  it("hands out the same tasks as filtering by hand, whatever is asked of the server", function()
    for seed in seeds(40) do
      local random = model.random(seed)
      local function part()
        local kind = random(6)
        if kind == 1 then return filter.status(STATES[random(#STATES)]) end
        if kind == 2 then return filter.status(STATES[random(#STATES)], STATES[random(#STATES)]) end
        if kind == 3 then return filter.device("d" .. random(200), "d" .. random(200), "elsewhere") end
        if kind == 4 then return filter.version("1." .. random(3)) end
        if kind == 5 then return filter.no(filter.status(STATES[random(#STATES)])) end
        return function(task) return #task.TaskId % 2 == 0 end
      end
      local where = random(2) == 1 and filter.all(part(), part()) or filter.any(part(), part())
      local batch = batch_of(random(200), seed)
      local by_hand = {}
      for _, task in ipairs(assert(listing.tasks(batch:source(), listing.with_paging {JobId = "j"}, {})):collect()) do
        if where(task) then by_hand[#by_hand + 1] = task end
      end
      for _, exact in ipairs {true, false} do
        local tasks = selected(batch:source(), where, {exact = exact})
        assert.same(ids_of(by_hand), ids_of(tasks:collect()))
        assert.equal(#by_hand, tasks.coverage.unique)
      end
    end
  end)

  it("asks for one state by itself, and believes it when nothing moves", function()
    local batch = batch_of(200, 3)
    local source = batch:source()
    local tasks = selected(source, {TaskStatus = "FAILED"})
    local found = tasks:collect()
    assert.equal(#batch:listed "FAILED", #found)
    assert.is_true(tasks.coverage.complete)
    for _, extra in ipairs(source.requests) do assert.equal("FAILED", extra.TaskStatus) end
    assert.equal(tasks.coverage.requests, #source.requests)
  end)

  it("asks for all when one state can't be proved whole, and hands nothing out twice", function()
    local batch = batch_of(200, 3)
    local source = batch:source {between = function(moving) moving:touch(moving.tasks[199], "FAILED") end}
    local tasks = selected(source, {TaskStatus = "FAILED"}, {strict = true})
    local seen = {}
    for task in tasks do
      assert.is_nil(seen[task.TaskId])
      seen[task.TaskId] = true
    end
    for _, task in ipairs(batch:listed "FAILED") do assert.truthy(seen[task.TaskId]) end
    assert.is_true(tasks.coverage.complete)
    assert.is_nil(source.requests[#source.requests].TaskStatus)
  end)

  it("asks for all, and checks them here, of a service that does not heed TaskStatus", function()
    local batch = batch_of(200, 3)
    local answer, failed = batch.answer, #batch:listed "FAILED"
    function batch:answer(extra)
      return answer(self, {CurrentPage = extra.CurrentPage, PageSize = extra.PageSize})
    end
    local tasks = selected(batch:source(), {TaskStatus = "FAILED"})
    assert.equal(failed, #ids_of(tasks:collect()))
    assert.is_true(tasks.coverage.complete)
    assert.truthy(tasks.coverage.refused >= 200 - failed)
  end)

  it("is not complete when its listing is not, nor when tasks may have slipped by between two", function()
    local tasks = selected(batch_of(200, 3):source(), {TaskStatus = {"FAILED", "QUEUED"}}, {exact = false})
    tasks:collect()
    assert.is_false(tasks.coverage.complete)
    tasks = selected(batch_of(200, 3):source {twist = function(response)
      response.Data.SimpleOTATaskInfo[1].TaskId = nil
      return response
    end}, {DeviceName = {"d7", "d9"}})
    assert.equal(2, #tasks:collect()) -- the first one when all were asked for, of which others were missing
    assert.same({false, "page 1: row 1 has no TaskId"},
      {tasks.coverage.complete, tasks.coverage.problems[1].message})
  end)

  it("asks for all when the answer is not about the names that were asked for", function()
    local batch = batch_of(200, 3)
    local answer = batch.answer
    function batch:answer(extra)
      return answer(self, {CurrentPage = extra.CurrentPage, PageSize = extra.PageSize})
    end
    local tasks = selected(batch:source(), {DeviceName = {"d7", "d150", "elsewhere"}})
    assert.same({"t150", "t7"}, ids_of(tasks:collect()))
    assert.is_true(tasks.coverage.complete)
  end)

  it("asks for names, and for nothing where nothing can match", function()
    local batch = batch_of(200, 3)
    local source = batch:source()
    assert.equal(2, #selected(source, {DeviceName = {"d7", "d9", "elsewhere"}}):collect())
    assert.equal(1, #source.requests)
    source = batch:source()
    local tasks = selected(source, filter.any())
    assert.same({}, tasks:collect())
    assert.same({}, source.requests)
  end)

  it("has no cursor, nor have its errors, and says what has", function()
    local source = batch_of(200, 3):source {twist = function(response)
      if response.CurrentPage == 2 then return nil, {kind = "network"} end
      return response
    end}
    local tasks = selected(source, {TaskStatus = {"FAILED", "QUEUED", "SUCCEEDED"}})
    local _, err = tasks:collect()
    assert.same({"network", nil}, {err.kind, err.cursor})
    local ok, problem = pcall(tasks.cursor, tasks)
    assert.is_false(ok)
    assert.truthy(problem:find("tasks:where(…) keeps it", 1, true), problem)
  end)

  it("brings errors back, and ends what is in flight when it is closed", function()
    local failure = {kind = "network"}
    local source = batch_of(200, 3):source {twist = function(response)
      if response.CurrentPage == 2 then return nil, failure end
      return response
    end}
    local tasks, err = selected(source, filter.version "1.1"):collect()
    assert.is_nil(tasks)
    assert.equal(failure, err)
    source = batch_of(2000, 3):source()
    local open = selected(source, filter.version "1.1")
    for _ = 1, 20 do open:next() end
    open:close()
    assert.truthy(source.cancelled > 0)
  end)
end)
