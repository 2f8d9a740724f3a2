local support = require "spec.support.service"

-- Names of the devices that a new batch takes.
local function devices_of(service, settings)
  settings.FirmwareId, settings.ProductKey = service.world.packages[1].FirmwareId, service.world.product.key
  local id = service:get("CreateOTAStaticUpgradeJob", settings).Data.JobId
  local names = {}
  for row in service.world:each_row(id) do names[#names + 1] = row.DeviceName end
  return names, service.world:find_batch(id)
end

local function idle(devices)
  local service = support.new({rollout = "fresh", devices = devices})
  service.world.batches[1]:call_off(service.world:milliseconds())
  return service
end

describe("targets", function()
  it("are all devices, a part, a group, or those that are named", function()
    local service = idle(1000)
    local function count(settings)
      settings.OverwriteMode = 2
      return #devices_of(service, settings)
    end
    assert.equal(1000, count({TargetSelection = "ALL"}))
    assert.equal(125, count({TargetSelection = "GRAY", GrayPercent = "12.5"}))
    assert.equal(1, count({TargetSelection = "GRAY", GrayPercent = "0.001"}))
    assert.equal(100, count({
      TargetSelection = "GROUP", GroupId = service.world.product.group_id, GroupType = "LINK_PLATFORM",
    }))
    assert.same({"device-000003", "device-000900"}, (devices_of(service, {
      TargetSelection = "SPECIFIC", OverwriteMode = 2,
      TargetDeviceName = {"device-000900", "device-000003", "device-000900"},
    })))
  end)

  it("are filtered by the version they have", function()
    local service = idle(300)
    local names, batch = devices_of(service, {TargetSelection = "ALL", SrcVersion = {"1.0.1", "1.1.0-beta"}})
    assert.is_true(#names > 60 and #names < 180)
    for row in batch:each_row() do assert.are_not.equal("1.0.0", row.SrcVersion) end
    assert.same({}, (devices_of(service, {TargetSelection = "ALL", SrcVersion = {"0"}})))
  end)

  it("leave out devices that have the version already", function()
    local service = support.new({rollout = "fresh", devices = 100})
    service.world:advance(7 * 86400)
    local has, first = {}, service.world.batches[1].id
    for row in service.world:each_row(first) do has[row.DeviceName] = row.TaskStatus == "SUCCEEDED" end
    local names = devices_of(service, {TargetSelection = "ALL"})
    assert.is_true(#names > 0 and #names < 50)
    for _, name in ipairs(names) do assert.is_false(has[name]) end
  end)

  it("leave out devices that are busy, unless the batch overwrites", function()
    local service = idle(10)
    local _, first = devices_of(service, {TargetSelection = "SPECIFIC", TargetDeviceName = {"device-000004"}})
    assert.equal(9, #devices_of(service, {TargetSelection = "ALL"}))
    assert.equal("QUEUED", first.rows:row(1).TaskStatus)
    assert.equal(10, #devices_of(service, {TargetSelection = "ALL", OverwriteMode = 2}))
    assert.same({"CANCELED", "overwritten by another job"}, {
      first.rows:row(1).TaskStatus, first.rows:row(1).TaskDesc,
    })
  end)
end)
