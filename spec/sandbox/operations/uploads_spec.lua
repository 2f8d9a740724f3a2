local support = require "spec.support.service"

describe("uploads", function()
  local service
  before_each(function() service = support.new({devices = 5}) end)

  it("hand out another form each time", function()
    for action, member in pairs {GenerateOTAUploadURL = "FirmwareUrl", GenerateDeviceNameListURL = "FileUrl"} do
      local first, second = service:get(action, {}).Data, service:get(action, {}).Data
      assert.are_not.equal(first.Key, second.Key)
      assert.equal(first.Host .. "/" .. first.Key, first[member])
      assert.equal("OSS", first.ObjectStorage)
      assert.truthy(first.Policy:find("^[%w+/]+=*$") and first.Signature:find("^[%w+/]+=*$"))
    end
  end)

  it("keep to the suffix of the file", function()
    local data = service:get("GenerateOTAUploadURL", {FileSuffix = "tar.gz"}).Data
    assert.truthy(data.FirmwareUrl:find("%.tar%.gz$"))
    for _, suffix in ipairs {"../x", ".gz", "a b", "a/b"} do
      assert.equal("iot.common.InvalidFormattedParameter", service:code("GenerateOTAUploadURL", {FileSuffix = suffix}))
    end
  end)
end)
