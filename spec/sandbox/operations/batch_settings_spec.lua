local batch_settings = require "aliota.sandbox.operations.batch_settings"
local support = require "spec.support.service"

describe("batch_settings", function()
  local product = support.new({devices = 1}).world.product

  it("have the defaults of the vendor's pages", function()
    local settings = batch_settings.upgrade(product, {}, "LINK_PLATFORM")
    assert.same({
      JobType = "UPGRADE_FIRMWARE", NeedPush = true, NeedConfirm = false, DownloadProtocol = "HTTPS",
      MultiModuleMode = false, OverwriteMode = 1,
    }, settings)
  end)

  it("retry at once without an interval", function()
    assert.equal(0, batch_settings.upgrade(product, {RetryCount = "5"}, "LINK_PLATFORM").RetryInterval)
  end)

  it("name the group", function()
    local settings = batch_settings.upgrade(product, {GroupId = product.group_id}, "LINK_PLATFORM")
    assert.equal("MyGroup", settings.GroupName)
  end)
end)
