local model = require "spec.support.model"
local operations = require "aliota.operations"
local rows = require "aliota.listing.rows"

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
      local list = rows(source, 10, {})
      assert.equal(0, #source.requests)
      ids_of(list:collect())
      assert.same({true, total, tostring(math.max(1, math.ceil(total / 10)))},
        {list.coverage.complete, list.coverage.unique, tostring(#source.requests)})
      assert.equal(("%d of %d batches, complete"):format(total, total), tostring(list.coverage))
    end
  end)

  it("misses none that comes or moves meanwhile", function()
    for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
      for seed = 1, 30 do
        local random, list, changes = model.random(seed), batches(60, order), 8
        local found = rows(source_of(list, {between = function(this)
          changes = changes - 1
          if changes < 0 then return end
          if random(2) == 1 then this:add "x" else this:touch(this.tasks[random(#this.tasks)], "y") end
        end}), 10, {passes = 9})
        local seen = ids_of(found:collect())
        if found.coverage.complete then
          for _, task in ipairs(list.tasks) do assert.is_true(seen[task.TaskId]) end
        end
        assert.is_true(found.coverage.complete or found.coverage.total_last > found.coverage.unique)
      end
    end
  end)

  it("does not take a short list for a whole one", function()
    local list = rows(source_of(batches(30), {twist = function(response)
      table.remove(response.Data.SimpleOTAJobInfo)
      return response
    end}), 10, {})
    local found, err = list:collect()
    assert.is_nil(found)
    assert.same({"RowsMissing", "ListOTAJobByFirmware"}, {err.code, err.action})
  end)

  it("fails at the end when it must be complete and is not", function()
    local list = batches(25, "newest_change_first")
    local found = rows(source_of(list, {between = function(this) this:add "x" end}), 10, {passes = 1, strict = true})
    local all, err = found:collect()
    assert.is_nil(all)
    assert.same({"decode", "Incomplete"}, {err.kind, err.code})
    assert.truthy(err.message:find("batches, not known to be complete", 1, true), err.message)
  end)

  it("ends what is in flight when it is closed", function()
    local source = source_of(batches(95))
    local list = rows(source, 10, {})
    for _ = 1, 11 do list:next() end
    list:close()
    assert.truthy(source.cancelled > 0)
    rows(source, 10, {}):close()
  end)
end)
