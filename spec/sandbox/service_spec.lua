local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function code(parameters, options)
  local members, status = support.ask(support.new(options), signer.v3(parameters))
  return members.Success or members.Code, status
end

describe("service", function()
  it("needs the required parameters of the operation", function()
    assert.same({"MissingJobId", 400}, {code({})})
    assert.same({"MissingJobId", 400}, {code({"JobId="})})
  end)

  it("speaks another dialect: takes its spelling alone, and lacks what it lacks", function()
    local tuya = {dialect = "tuya"}
    assert.is_true(code({"JobID=job1"}, tuya))
    assert.same({"MissingJobID", 400}, {code({}, tuya)})
    assert.same({"InvalidParameter.Format", 400}, {code({"JobId=job1"}, tuya)})
    local function ask(options)
      local request = signer.v3({"JobId=job1", "TaskId.1=t"}, {["x-acs-action"] = "ReupgradeOTATask"})
      local members = support.ask(support.new(options), request)
      return members.Code
    end
    assert.equal("InvalidAction.NotFound", ask(tuya))
    assert.not_equal("InvalidAction.NotFound", ask({}))
  end)

  it("needs the id of an instance that has one", function()
    local options = {instance_id = "iot-1"}
    assert.is_true(code({"JobId=job1", "IotInstanceId=iot-1"}, options))
    assert.same({"iot.system.InstanceNotFound", 200}, {code({"JobId=job1"}, options)})
    assert.equal("iot.system.InstanceNotFound", code({"JobId=job1", "IotInstanceId=iot-2"}, options))
  end)

  it("knows no instance id when it was given none", function()
    assert.equal("iot.system.InstanceNotFound", code({"JobId=job1", "IotInstanceId=iot-1"}))
    assert.is_true(code({"JobId=job1", "IotInstanceId="}))
  end)

  it("refuses what is no text, as no answer could carry it", function()
    for _, value in ipairs {"%FF", "a%00b", "%ED%A0%80"} do
      assert.same({"InvalidParameter.Format", 400}, {code({"JobId=" .. value})})
    end
    assert.equal("iot.ota.JobNotFound", code({"JobId=%E8%AE%BE"}))
  end)

  it("takes a list index beyond all numbers for no index", function()
    assert.is_true(code({"JobId=job1", "DeviceNames.99999999999999999999=x"}))
  end)

  it("ignores parameters it doesn't know", function()
    assert.is_true(code({"JobId=job1", "Colour=blue", "DeviceNames.x=1", "DeviceNames.0=1", "pagesize=1000"}))
  end)
end)
