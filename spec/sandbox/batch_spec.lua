local batch = require "aliota.sandbox.batch"
local cjson = require "cjson"

local function new(changes)
  local options = {seed = 1, devices = 2500, job_id = "job1", timeout_minutes = 1440}
  for name, value in pairs(changes or {}) do options[name] = value end
  return batch.new(options)
end

describe("batch", function()
  it("gives each task the 15 members of the vendor's sample, as strings", function()
    local names = {}
    for name, value in pairs(new():task(1)) do
      names[#names + 1] = name
      assert.equal("string", type(value), name)
    end
    table.sort(names)
    assert.same({
      "DestVersion", "DeviceName", "FirmwareId", "IotId", "JobId", "ProductKey", "ProductName", "Progress",
      "SrcVersion", "TaskDesc", "TaskId", "TaskStatus", "Timeout", "UtcCreate", "UtcModified",
    }, names)
  end)

  it("is a pure function of seed and index", function()
    assert.same(new():task(17), new({devices = 20}):task(17))
    assert.are_not.same(new():task(17), new({seed = 2}):task(17))
  end)

  it("has some of each status, mostly SUCCEEDED and a few percent FAILED", function()
    local tasks = new()
    local total = 0
    for status in pairs(batch.STATUSES) do
      local indices = tasks:with_status(status)
      assert.is_true(#indices > 0, status)
      total = total + #indices
      for _, index in ipairs(indices) do assert.equal(status, tasks:task(index).TaskStatus) end
    end
    assert.equal(2500, total)
    assert.is_true(#tasks:with_status("SUCCEEDED") > 2000)
    assert.is_true(#tasks:with_status("FAILED") > 50 and #tasks:with_status("FAILED") < 150)
  end)

  it("fits progress, description and times to the status", function()
    local tasks = new()
    for index = 1, tasks.size do
      local task = tasks:task(index)
      local reason_given = task.TaskStatus == "FAILED" or task.TaskStatus == "CANCELED"
      assert.equal(reason_given, task.TaskDesc ~= "")
      assert.truthy(task.Progress:find("^%d+%.00$"))
      if task.TaskStatus == "SUCCEEDED" then assert.equal("100.00", task.Progress) end
      if task.TaskStatus == "QUEUED" then assert.equal(task.UtcCreate, task.UtcModified) end
      assert.truthy(task.UtcCreate:find("^2026%-01%-05T%d%d:%d%d:%d%d%.%d%d%dZ$"))
      assert.is_true(task.UtcCreate <= task.UtcModified)
    end
  end)

  it("finds a device by its exact name only", function()
    local tasks = new()
    assert.equal(17, tasks:find(tasks:task(17).DeviceName))
    for _, name in ipairs {"device-17", "device-000000", "device-002501", "device-0000017", "x", "device-000017\0"} do
      assert.is_nil(tasks:find(name), name)
    end
  end)

  it("has null for Timeout, and nothing that timed out, when the batch has no time-out", function()
    local tasks = new({timeout_minutes = false})
    assert.equal(cjson.null, tasks:task(1).Timeout)
    for _, index in ipairs(tasks:with_status("FAILED")) do
      assert.are_not.equal("device upgrade timeout", tasks:task(index).TaskDesc)
    end
  end)

  it("may be empty", function()
    assert.same({}, new({devices = 0}):with_status("FAILED"))
  end)
end)
