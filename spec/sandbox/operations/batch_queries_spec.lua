local cjson = require "cjson"
local support = require "spec.support.service"

describe("batch_queries", function()
  local service, firmware, key
  before_each(function()
    service = support.new({devices = 50})
    firmware, key = service.world.packages[1].FirmwareId, service.world.product.key
  end)

  local function create(more)
    more.FirmwareId, more.ProductKey, more.TargetSelection = firmware, key, more.TargetSelection or "ALL"
    return service:get("CreateOTAStaticUpgradeJob", more).Data.JobId
  end

  it("QueryOTAJob shows what a batch was created with", function()
    local id = create({
      TargetSelection = "GRAY", GrayPercent = "50.5", MaximumPerMinute = 20, RetryCount = 2, RetryInterval = 30,
      NeedConfirm = true, NeedPush = false, OverwriteMode = 2, DownloadProtocol = "MQTT", TimeoutInMinutes = 9,
      SrcVersion = {"1.0.0", "1.0.1"}, Tag = {{Key = "k", Value = "v"}},
    })
    local data = service:get("QueryOTAJob", {JobId = id}).Data
    local expected = {
      JobId = id, FirmwareId = firmware, ProductKey = key, JobType = "UPGRADE_FIRMWARE", JobStatus = "IN_PROGRESS",
      SelectionType = "STATIC", TargetSelection = "GRAY", GrayPercent = "50.5", MaximumPerMinute = 20, RetryCount = 2,
      RetryInterval = 30, NeedConfirm = true, NeedPush = false, OverwriteMode = 2, DownloadProtocol = "MQTT",
      TimeoutInMinutes = 9, DynamicMode = cjson.null, UtcEndTime = cjson.null,
    }
    for name, value in pairs(expected) do assert.equal(value, data[name], name) end
    assert.same({"1.0.0", "1.0.1"}, data.SrcVersions.SrcVersion)
    assert.same({{Key = "k", Value = "v"}}, data.Tags.OtaTagDTO)
  end)

  it("QueryOTAJob says COMPLETED where the lists say COMPLETE", function()
    create({})
    service.world:advance(3 * 86400)
    local page = {FirmwareId = firmware, CurrentPage = 1, PageSize = 10}
    local row = service:get("ListOTAJobByFirmware", page).Data.SimpleOTAJobInfo[2]
    assert.equal("COMPLETE", row.JobStatus)
    assert.equal("COMPLETED", service:get("QueryOTAJob", {JobId = row.JobId}).Data.JobStatus)
  end)

  it("shows a verification batch with the vendor's spelling", function()
    local id = service:get("CreateOTAVerifyJob", {
      FirmwareId = firmware, ProductKey = key, TargetDeviceName = {"device-000001"},
    }).Data.JobId
    assert.equal("VERFIY_FIRMWARE", service:get("QueryOTAJob", {JobId = id}).Data.JobType)
  end)

  it("shows a planned batch with its times", function()
    local data = service:get("QueryOTAJob", {JobId = create({ScheduleTime = "1767636000000"})}).Data
    assert.same({"PLANNED", "2026-01-05T18:00:00.000Z"}, {data.JobStatus, data.UtcScheduleTime})
  end)

  it("lists the batches of a package in pages, and those with a device", function()
    local failed
    for row in service.world:each_row(service.world.batches[1].id) do
      failed = row.TaskStatus == "FAILED" and row.DeviceName or failed
    end
    create({})
    create({TargetSelection = "SPECIFIC", TargetDeviceName = {"device-000001"}, OverwriteMode = 2})
    local given = {FirmwareId = firmware, CurrentPage = 2, PageSize = 2}
    local members = service:get("ListOTAJobByFirmware", given)
    assert.same({3, 2, 1}, {members.Total, members.PageCount, #members.Data.SimpleOTAJobInfo})
    given.ProductKey, given.CurrentPage, given.DeviceName = key, 1, failed
    assert.equal(2, service:get("ListOTAJobByDevice", given).Total)
  end)

  it("refuses what is not there", function()
    local page = {FirmwareId = firmware, ProductKey = key, DeviceName = "device-000001", CurrentPage = 1, PageSize = 1}
    for name, code in pairs {
      FirmwareId = "iot.ota.FirmwareNotFound", ProductKey = "iot.prod.NotExistedProduct",
      DeviceName = "iot.device.NotExistedDevice", PageSize = "iot.common.InvalidFormattedParameter",
    } do
      local right = page[name]
      page[name] = "x"
      assert.equal(code, service:code("ListOTAJobByDevice", page))
      page[name] = ""
      assert.equal("Missing" .. name, service:code("ListOTAJobByDevice", page))
      page[name] = right
    end
    assert.equal("iot.ota.JobNotFound", service:code("QueryOTAJob", {JobId = "x"}))
  end)
end)
