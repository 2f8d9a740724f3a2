local model = require "spec.support.model"
local operations = require "aliota.api.operations"
local rows = require "aliota.listing.rows"
local seeds = require "spec.support.seeds"

-- A source of batches: the model's rows under other names.
local function source_of(list, options)
  local source = list:source(options)
  source.operation = operations.ListOTAJobByFirmware
  return source
end

local function batches(total, order)
  local list = model.new(total, order)
  local answer = list.answer
  function list:answer(extra)
    local response = answer(self, extra)
    response.Data = {SimpleOTAJobInfo = response.Data.SimpleOTATaskInfo}
    for _, row in ipairs(response.Data.SimpleOTAJobInfo) do row.JobId, row.TaskId = row.TaskId, nil end
    return response
  end
  return list
end

local function ids_of(found)
  local seen = {}
  for _, row in ipairs(assert(found)) do
    assert.is_nil(seen[row.JobId], "twice: " .. row.JobId)
    seen[row.JobId] = true
  end
  return seen
end

describe("listing.rows", function()
  it("hands out every row once, lazily", function()
    for _, total in ipairs {0, 1, 10, 11, 95} do
      local source = source_of(batches(total))
      local list = rows(source, {PageSize = 10}, {})
      assert.equal(0, #source.requests)
      ids_of(list:collect())
      assert.same({true, total, tostring(math.max(1, math.ceil(total / 10)))},
        {list.coverage.complete, list.coverage.unique, tostring(#source.requests)})
      assert.equal(("%d of %d batches, complete"):format(total, total), tostring(list.coverage))
    end
  end)

  it("misses none that comes or moves meanwhile", function()
    for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
      for seed in seeds(30) do
        local random, list, changes = model.random(seed), batches(60, order), 8
        local found = rows(source_of(list, {between = function(this)
          changes = changes - 1
          if changes < 0 then return end
          if random(2) == 1 then this:add "x" else this:touch(this.tasks[random(#this.tasks)], "y") end
        end}), {PageSize = 10}, {passes = 9})
        local seen = ids_of(found:collect())
        if found.coverage.complete then
          for _, task in ipairs(list.tasks) do assert.is_true(seen[task.TaskId]) end
        end
        assert.is_true(found.coverage.complete or found.coverage.total_last > found.coverage.unique)
      end
    end
  end)

  it("does not take a short list for a whole one, and hands out what came", function()
    local list = rows(source_of(batches(30), {twist = function(response)
      table.remove(response.Data.SimpleOTAJobInfo)
      return response
    end}), {PageSize = 10}, {})
    local found = list:collect()
    assert.same({27, false}, {#found, list.coverage.complete})
    assert.equal("RowsMissing", list.coverage.problems[1].code)
    assert.truthy(tostring(list.coverage):find("27 of 30 batches, not known to be complete; page 1: 9 rows", 1, true))
  end)

  it("goes on when one is deleted meanwhile, and is complete when that is proved", function()
    local list, answers = batches(35), 0
    for _, job in ipairs(list.tasks) do job.UtcCreate = "2023-11-14T22:13:20.000Z" end
    local found = rows(source_of(list, {between = function(this)
      answers = answers + 1
      if answers == 2 then this:remove(this.tasks[3]) end
    end}), {PageSize = 10}, {passes = 9})
    local seen = ids_of(found:collect())
    for _, job in ipairs(list.tasks) do assert.is_true(seen[job.TaskId]) end
    assert.same({true, 35, 34}, {found.coverage.complete, found.coverage.unique, found.coverage.total_last})
  end)

  it("hands out nothing that was not asked for", function()
    local source = source_of(batches(12), {twist = function(response)
      for i, row in ipairs(response.Data.SimpleOTAJobInfo) do row.FirmwareId = i == 2 and "other" or "f" end
      return response
    end})
    local list = rows(source, {PageSize = 10, FirmwareId = "f"}, {passes = 1})
    local seen = ids_of(list:collect())
    assert.same({nil, 10, false}, {seen.t2, list.coverage.unique, list.coverage.complete})
    assert.truthy(list.coverage.refused >= 2)
  end)

  it("fails at the end when it must be complete and is not", function()
    local list = batches(25, "newest_change_first")
    local found = rows(source_of(list, {between = function(this) this:add "x" end}), {PageSize = 10},
      {passes = 1, strict = true})
    local all, err = found:collect()
    assert.is_nil(all)
    assert.same({"decode", "Incomplete"}, {err.kind, err.code})
    assert.truthy(err.message:find("batches, not known to be complete", 1, true), err.message)
  end)

  it("ends what is in flight when it is closed", function()
    local source = source_of(batches(95))
    local list = rows(source, {PageSize = 10}, {})
    for _ = 1, 11 do list:next() end
    list:close()
    assert.truthy(source.cancelled > 0)
    rows(source, {PageSize = 10}, {}):close()
  end)
end)
