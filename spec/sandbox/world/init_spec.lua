local support = require "spec.support.service"
local utc = require "aliota.util.utc"

local function fresh(changes)
  local options = {rollout = "fresh", devices = 500}
  for name, value in pairs(changes or {}) do options[name] = value end
  return support.new(options)
end

local function sum(by_status)
  local total = 0
  for _, count in pairs(by_status) do total = total + count end
  return total
end

local function recount(world)
  local counted = {CONFIRM = 0, QUEUED = 0, NOTIFIED = 0, IN_PROGRESS = 0, SUCCEEDED = 0, FAILED = 0, CANCELED = 0}
  for row in world:each_row("job1") do counted[row.TaskStatus] = counted[row.TaskStatus] + 1 end
  return counted
end

local function everything(world)
  local rows = {}
  for row in world:each_row("job1") do rows[#rows + 1] = row end
  return rows
end

describe("world", function()
  it("sums up at every step of a 10-minute rollout of 20,000 devices", function()
    local world = fresh({devices = 20000, order = "newest_change_first"}).world
    for step = 1, 600 do
      world:advance(1)
      local truth = world:truth().jobs[1]
      assert.equal(20000, truth.total)
      assert.equal(20000, sum(truth.by_status))
      if step % 150 == 0 then assert.same(recount(world), truth.by_status) end
    end
    assert.equal(0, world:truth().jobs[1].by_status.QUEUED)
  end)

  it("is the same whether time passes in one leap or in many", function()
    local leap, steps = fresh().world, fresh().world
    leap:advance(600)
    for _ = 1, 400 do steps:advance(1.5) end
    assert.same(everything(leap), everything(steps))
  end)

  it("is the same in every order of listing", function()
    local stable, newest = fresh().world, fresh({order = "newest_change_first"}).world
    stable:advance(200)
    newest:advance(200)
    assert.same(everything(stable), everything(newest))
  end)

  it("stands still at first", function()
    local now = support.NOW + 0.75
    local world = fresh({clock = function() return now end}).world
    now = support.NOW + 5000
    assert.equal(support.NOW, world:now())
    assert.equal(500, world:truth().jobs[1].by_status.QUEUED)
  end)

  it("runs at its speed, pauses and resumes", function()
    local now = support.NOW
    local world = fresh({clock = function() return now end, speed = 60}).world
    now = support.NOW + 1
    assert.equal(0, world:truth().jobs[1].by_status.QUEUED)
    world:pause()
    local counts = world:truth().jobs[1].by_status
    now = support.NOW + 100
    assert.same(counts, world:truth().jobs[1].by_status)
    assert.is_true(world:truth().paused)
    world:resume()
    world:set_speed(600)
    now = support.NOW + 101
    assert.equal(support.NOW + 660, world:now())
  end)

  it("starts when it is told to", function()
    assert.equal(1500000000, fresh({starts_at = 1500000000}).world:now())
  end)

  -- All that happens in an hour to a batch that is nearly through, one that begins, and one that devices come to.
  local function an_hour_from(start)
    local service = support.new({starts_at = start, devices = 300, new_devices_per_minute = 7})
    local world = service.world
    local params = {
      FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key, SrcVersion = {"1.0.0"},
      MaximumPerMinute = 11, OverwriteMode = 2,
    }
    local dynamic = service:get("CreateOTADynamicUpgradeJob", params).Data.JobId
    params.TargetSelection = "ALL"
    local static = service:get("CreateOTAStaticUpgradeJob", params).Data.JobId
    for _ = 1, 36 do world:advance(100.125) end
    local rows = {}
    for _, id in ipairs {"job1", dynamic, static} do
      local batch = world:find_batch(id)
      assert.is_true(batch.tasks.size > 0)
      for place = 1, batch.tasks.size do rows[#rows + 1] = batch.rows:row(place) end
    end
    return rows, world.product.size
  end

  it("is the same from the same seed whenever it begins, its times apart", function()
    local function shifted(time, seconds)
      return os.date("!%Y-%m-%dT%H:%M:%S", math.floor(assert(utc.parse(time))) - seconds) .. time:sub(-5)
    end
    local rows, size = an_hour_from(support.NOW)
    for _, later in ipairs {1, 59, 86399, 28425601} do
      local others, other_size = an_hour_from(support.NOW + later)
      assert.same({size, #rows}, {other_size, #others})
      for i, row in ipairs(others) do
        row.UtcCreate, row.UtcModified = shifted(row.UtcCreate, later), shifted(row.UtcModified, later)
        assert.same(rows[i], row)
      end
    end
  end)

  it("lets new devices join dynamic batches only", function()
    local service = fresh({devices = 10, new_devices_per_minute = 6})
    local world = service.world
    local id = service:get("CreateOTADynamicUpgradeJob", {
      FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key, OverwriteMode = 2,
    }).Data.JobId
    world:advance(60)
    local batch = world:find_batch(id)
    assert.is_true(batch.tasks.size >= 15 and batch.tasks.size <= 16)
    assert.equal(10, world.batches[1].tasks.size)
    world:advance(3 * 86400)
    assert.equal("IN_PROGRESS", batch.status)
    service:get("CancelOTAStrategyByJob", {JobId = id})
    local devices = world.product.size
    world:advance(3 * 86400)
    assert.is_true(world.product.size <= devices + 1)
    assert.equal("COMPLETED", batch.status)
  end)

  it("brings new devices as fast as it is told to", function()
    for per_minute, minutes in pairs {[1] = 60, [7] = 60, [45] = 60, [60] = 60, [100] = 60, [6000] = 5} do
      local service = fresh({devices = 1, new_devices_per_minute = per_minute})
      local world = service.world
      service:get("CreateOTADynamicUpgradeJob", {
        FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key, OverwriteMode = 2,
      })
      world:advance(minutes * 60)
      local brought = world.product.size - 1
      local due = per_minute * minutes
      assert.is_true(math.abs(brought - due) <= math.max(1, per_minute / 60), per_minute .. ": " .. brought)
    end
  end)

  it("finds tasks by their id, whichever batch they are in", function()
    local service = fresh()
    local row = service.world.batches[1].rows:row(77)
    local batch, task = service.world:find_task(row.TaskId)
    assert.same({"job1", 77}, {batch.id, task})
    assert.is_nil(service.world:find_task(row.IotId))
    assert.is_nil(service.world:find_task("x"))
  end)

  it("holds the files that were uploaded", function()
    local service = fresh()
    local url = service:get("GenerateDeviceNameListURL", {}).Data.FileUrl
    service.world:upload_device_names(url, {"device-000007"})
    local id = service:get("CreateOTAStaticUpgradeJob", {
      FirmwareId = service.world.packages[1].FirmwareId, ProductKey = service.world.product.key, OverwriteMode = 2,
      TargetSelection = "SPECIFIC", DnListFileUrl = url,
    }).Data.JobId
    assert.equal(1, service.world:find_batch(id).tasks.size)
  end)
end)
