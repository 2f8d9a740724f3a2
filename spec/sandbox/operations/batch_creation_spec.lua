local support = require "spec.support.service"

local UNFIT, TOO_MANY = "iot.common.InvalidFormattedParameter", "iot.check.ParameterIsNotLessThanMax"
local NOW = support.NOW

local function names(count)
  local list = {}
  for i = 1, count do list[i] = ("device-%06d"):format(i) end
  return list
end

local function records(count)
  local list = {}
  for i = 1, count do list[i] = {Key = "k" .. i, Value = "v"} end
  return list
end

local function milliseconds(seconds_ahead)
  return ("%d"):format((NOW + seconds_ahead) * 1000)
end

describe("batch_creation", function()
  local service, base
  before_each(function()
    service = support.new({devices = 250})
    base = {FirmwareId = service.world.packages[1].FirmwareId, ProductKey = service.world.product.key}
  end)

  local function with(more)
    local given = {}
    for name, value in pairs(base) do given[name] = value end
    for name, value in pairs(more) do given[name] = value end
    return given
  end

  local function static(more)
    local given = with(more)
    given.TargetSelection = given.TargetSelection or "ALL"
    return service:code("CreateOTAStaticUpgradeJob", given)
  end

  -- The limits and values that the vendor's page gives for each parameter.
  local BY_RULE = {
    {"MaximumPerMinute 10 to 10000", {"MaximumPerMinute", 10, 10000}, {"MaximumPerMinute", 9, 10001, "x"}},
    {"TimeoutInMinutes 1 to 1440", {"TimeoutInMinutes", 1, 1440}, {"TimeoutInMinutes", 0, 1441, "1.5"}},
    {"RetryCount 1, 2, 5", {"RetryCount", 1, 2, 5}, {"RetryCount", 0, 3, 6}},
    {"OverwriteMode 1, 2", {"OverwriteMode", 1, 2}, {"OverwriteMode", 0, 3}},
    {"DownloadProtocol", {"DownloadProtocol", "HTTPS", "MQTT"}, {"DownloadProtocol", "https", "FTP"}},
    {"NeedPush", {"NeedPush", true, false}, {"NeedPush", "1"}},
    {"NeedConfirm", {"NeedConfirm", true, false}, {"NeedConfirm", "x"}},
    {"MultiModuleMode", {"MultiModuleMode", true, false}, {"MultiModuleMode", "x"}},
    {"GroupType", {"GroupType", "LINK_PLATFORM"}, {"GroupType", "LINK_PLATFORM_DYNAMIC", "x"}},
  }
  for _, rule in ipairs(BY_RULE) do
    it("keeps to " .. rule[1], function()
      for i = 2, #rule[2] do assert.is_true(static({[rule[2][1]] = rule[2][i]})) end
      for i = 2, #rule[3] do assert.equal(UNFIT, static({[rule[3][1]] = rule[3][i]})) end
    end)
  end

  it("keeps to RetryInterval 0, 10, 30, 60, 1440, with a RetryCount", function()
    for _, minutes in ipairs {0, 10, 30, 60, 1440} do
      assert.is_true(static({RetryCount = 1, RetryInterval = minutes}))
    end
    assert.equal(UNFIT, static({RetryCount = 1, RetryInterval = 20}))
    assert.equal(UNFIT, static({RetryInterval = 10}))
  end)

  it("takes 10 source versions and 10 tags", function()
    assert.is_true(static({SrcVersion = names(10), Tag = records(10)}))
    assert.equal(TOO_MANY, static({SrcVersion = names(11)}))
    assert.equal(TOO_MANY, static({Tag = records(11)}))
  end)

  it("keeps to what a tag may be", function()
    local function tag(key, value) return static({Tag = {{Key = key, Value = value}}}) end
    assert.is_true(tag(("k"):rep(30), ("\195\164"):rep(1024)))
    assert.equal(UNFIT, tag(("k"):rep(31), "v"))
    assert.equal(UNFIT, tag("a-b", "v"))
    assert.equal(UNFIT, tag("k", ("v"):rep(1025)))
    assert.equal("MissingTag.1.Value", tag("k", nil))
    assert.equal("MissingTag.1.Key", tag(nil, "v"))
    local large = {}
    for i = 1, 5 do large[i] = {Key = "k" .. i, Value = ("v"):rep(820)} end
    assert.equal(UNFIT, static({Tag = large}))
  end)

  it("needs what a TargetSelection needs", function()
    assert.equal(UNFIT, static({TargetSelection = "SOME"}))
    assert.equal(UNFIT, static({TargetSelection = "SPECIFIC"}))
    assert.equal(UNFIT, static({TargetSelection = "GROUP"}))
    assert.equal("iot.group.NotExistedGroup", static({TargetSelection = "GROUP", GroupId = "x"}))
    for _, percent in ipairs {"", "0", "100.1", "1.2345", "x", "1e1", "-1"} do
      assert.equal(UNFIT, static({TargetSelection = "GRAY", GrayPercent = percent}), percent)
    end
    for _, percent in ipairs {"1", "33.333", "100"} do
      assert.is_true(static({TargetSelection = "GRAY", GrayPercent = percent}))
    end
    assert.equal("MissingTargetSelection", service:code("CreateOTAStaticUpgradeJob", base))
  end)

  it("takes 200 names, or a list file that was handed out", function()
    local function specific(more)
      more.TargetSelection, more.OverwriteMode = "SPECIFIC", 2
      return static(more)
    end
    assert.is_true(specific({TargetDeviceName = names(200)}))
    assert.equal(TOO_MANY, specific({TargetDeviceName = names(201)}))
    assert.equal("iot.device.NotExistedDevice", specific({TargetDeviceName = {"x"}}))
    local url = service:get("GenerateDeviceNameListURL", {}).Data.FileUrl
    assert.is_true(specific({DnListFileUrl = url}))
    assert.equal(UNFIT, specific({DnListFileUrl = url, TargetDeviceName = names(1)}))
    assert.equal(UNFIT, specific({DnListFileUrl = "https://example.com/list.csv"}))
    assert.equal(UNFIT, specific({DnListFileUrl = service:get("GenerateOTAUploadURL", {}).Data.FirmwareUrl}))
  end)

  it("is scheduled 5 minutes to 7 days ahead, to end 1 hour to 30 days later", function()
    local hour, day = 3600, 86400
    for _, fits in ipairs {{300}, {7 * day}, {300, 300 + hour}, {300, 300 + 30 * day}} do
      assert.is_true(static({
        ScheduleTime = milliseconds(fits[1]), ScheduleFinishTime = fits[2] and milliseconds(fits[2]),
      }))
    end
    for _, unfit in ipairs {{299}, {-5}, {7 * day + 1}, {300, 299 + hour}, {300, 301 + 30 * day}} do
      assert.equal(UNFIT, static({
        ScheduleTime = milliseconds(unfit[1]), ScheduleFinishTime = unfit[2] and milliseconds(unfit[2]),
      }))
    end
    assert.equal(UNFIT, static({ScheduleFinishTime = milliseconds(7200)}))
    assert.equal(UNFIT, static({ScheduleTime = NOW + 600})) -- seconds
  end)

  it("refuses packages and products that there aren't", function()
    assert.equal("iot.ota.FirmwareNotFound", static({FirmwareId = "x"}))
    assert.equal("iot.prod.NotExistedProduct", static({ProductKey = "x"}))
  end)

  it("creates dynamic batches with DynamicMode 1 or 2", function()
    local function dynamic(more) return service:code("CreateOTADynamicUpgradeJob", with(more)) end
    for _, more in ipairs {
      {}, {DynamicMode = 1}, {DynamicMode = 2},
      {GroupId = service.world.product.group_id, GroupType = "LINK_PLATFORM_DYNAMIC"},
    } do assert.is_true(dynamic(more)) end
    assert.equal(UNFIT, dynamic({DynamicMode = 3}))
    assert.equal(UNFIT, dynamic({GroupType = "LINK_PLATFORM"}))
  end)

  it("verifies a package with up to 10 devices before it can be rolled out", function()
    base.FirmwareId = service:get("CreateOTAFirmware", {
      DestVersion = "2", FirmwareName = "two", ProductKey = base.ProductKey,
    }).Data.FirmwareId
    local function verify(count)
      return service:code("CreateOTAVerifyJob", with({TargetDeviceName = names(count), TimeoutInMinutes = 5}))
    end
    local function status()
      return service:get("QueryOTAFirmware", {FirmwareId = base.FirmwareId}).FirmwareInfo.Status
    end
    assert.same({"iot.ota.FirmwareNotVerified", 0}, {static({}), status()})
    assert.equal(TOO_MANY, verify(11))
    assert.equal("MissingTargetDeviceName", verify(0))
    assert.is_true(verify(10))
    assert.same({"iot.ota.FirmwareNotVerified", 2}, {static({}), status()})
    service.world:advance(1200)
    assert.same({true, 1}, {static({}), status()})
  end)
end)
