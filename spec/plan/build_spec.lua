local Iterator = require "aliota.listing.iterator"
local build = require "aliota.plan.build"
local errors = require "aliota.api.errors"
local kinds = require "aliota.plan.kinds"

local function task(id, status, more)
  local made = {
    TaskId = id, DeviceName = "d" .. id, JobId = "a", FirmwareId = "f", ProductKey = "p", TaskStatus = status,
    UtcModified = "m" .. id,
  }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

describe("plan.build", function()
  it("takes the tasks that the operation takes, each once", function()
    local parts = assert(build.of_tasks(kinds.retry,
      {task("1", "FAILED"), task("2", "QUEUED"), task("3", "CANCELED"), task("1", "FAILED"), task("4", "PAUSED")}, "i"))
    assert.same({FAILED = 1, CANCELED = 1}, parts.by_status)
    assert.same({QUEUED = 1, PAUSED = 1}, parts.left_out)
    assert.same({{JobId = "a", FirmwareId = "f", ProductKey = "p", IotInstanceId = "i"}}, parts.batches)
    assert.same({
      batch = parts.batches[1], number = 2, state = "to_do", TaskId = "3", DeviceName = "d3", TaskStatus = "CANCELED",
      UtcModified = "m3",
    }, parts.items[2])
  end)

  it("puts tasks together that a call can be for", function()
    local tasks = {}
    for i = 1, 12 do
      local product = i % 3 == 0 and "q" or nil
      tasks[i] = task(tostring(i), "FAILED", {JobId = i % 2 == 0 and "a" or "b", ProductKey = product})
    end
    local parts, last, seen = assert(build.of_tasks(kinds.retry, tasks)), nil, {}
    assert.same({12, 4}, {#parts.items, #parts.batches})
    for i, item in ipairs(parts.items) do
      assert.equal(i, item.number)
      if item.batch ~= last then
        assert.is_nil(seen[item.batch])
        seen[item.batch], last = true, item.batch
      end
    end
  end)

  it("refuses tasks that it can't ask about", function()
    for _, name in ipairs {"TaskId", "JobId", "DeviceName", "TaskStatus"} do
      for _, value in ipairs {5, "", " "} do
        local bad = task("2", "FAILED")
        bad[name] = value ~= 5 and value or nil
        local built, err = build.of_tasks(kinds.retry, {task("1", "FAILED"), bad})
        assert.is_nil(built)
        assert.same({"TaskIncomplete", "task 2 has no " .. name}, {err.code, err.message})
      end
    end
  end)

  it("comes back with the error of a listing", function()
    local gone = errors.new {kind = "network", message = "gone"}
    assert.same({nil, gone}, {build.of_tasks(kinds.retry, Iterator.new(function() return nil, gone end))})
  end)
end)
