local support = require "spec.support.service"

local UNFIT, TOO_MANY = "iot.common.InvalidFormattedParameter", "iot.check.ParameterIsNotLessThanMax"

describe("batch_changes", function()
  local service
  before_each(function() service = support.new() end)

  describe("UpdateOTAJob", function()
    local function update(more)
      local given = {JobId = "job1", MaximumPerMinute = 100, TargetSelection = "ALL", UpgradeType = "STATIC"}
      for name, value in pairs(more) do given[name] = value end
      return service:code("UpdateOTAJob", given)
    end

    local function job() return service:get("QueryOTAJob", {JobId = "job1"}).Data end

    it("changes rate, time-out, versions and tags", function()
      assert.is_true(update({
        TimeoutInMinutes = 30, SrcVersionList = {"1.0.0"}, Tags = {{Key = "a", Value = "b"}},
      }))
      local data = job()
      assert.same({100, 30, {"1.0.0"}, {{Key = "a", Value = "b"}}}, {
        data.MaximumPerMinute, data.TimeoutInMinutes, data.SrcVersions.SrcVersion, data.Tags.OtaTagDTO,
      })
      local row = service:get("ListOTATaskByJob", {JobId = "job1"}).Data.SimpleOTATaskInfo[1]
      assert.equal("30", row.Timeout)
    end)

    it("clears tags that are left out, and leaves the rest", function()
      update({TimeoutInMinutes = 30, Tags = {{Key = "a", Value = "b"}}})
      assert.is_true(update({}))
      assert.same({30, {}}, {job().TimeoutInMinutes, job().Tags.OtaTagDTO})
    end)

    it("needs what is required, and fits the batch", function()
      for _, name in ipairs {"JobId", "MaximumPerMinute", "TargetSelection", "UpgradeType"} do
        assert.equal("Missing" .. name, update({[name] = ""}))
      end
      for _, more in ipairs {
        {UpgradeType = "DYNAMIC"}, {UpgradeType = "x"}, {TargetSelection = "GRAY"}, {TargetSelection = "x"},
        {MaximumPerMinute = 9}, {TimeoutInMinutes = 1441}, {Tags = {{Key = "a b", Value = "c"}}},
      } do assert.equal(UNFIT, update(more)) end
      local versions = {}
      for i = 1, 11 do versions[i] = "v" .. i end
      assert.equal(TOO_MANY, update({SrcVersionList = versions}))
      assert.equal("iot.ota.JobNotFound", update({JobId = "x"}))
    end)

    it("refuses a batch that has ended", function()
      service.world.batches[1]:call_off(service.world:milliseconds())
      assert.equal("iot.ota.InvalidJobStatus", update({}))
    end)
  end)

  describe("CancelOTAStrategyByJob", function()
    it("stops a dynamic batch from taking further devices and keeps its tasks", function()
      local world = service.world
      local id = service:get("CreateOTADynamicUpgradeJob", {
        FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key,
      }).Data.JobId
      local batch = world:find_batch(id)
      local before = batch.tasks.size
      assert.is_true(service:code("CancelOTAStrategyByJob", {JobId = id}))
      world:add_devices(5)
      assert.same({before, "IN_PROGRESS"}, {batch.tasks.size, batch.status})
    end)

    it("is for dynamic batches", function()
      assert.equal("iot.ota.InvalidJobType", service:code("CancelOTAStrategyByJob", {JobId = "job1"}))
      assert.equal("iot.ota.JobNotFound", service:code("CancelOTAStrategyByJob", {JobId = "x"}))
    end)
  end)
end)
