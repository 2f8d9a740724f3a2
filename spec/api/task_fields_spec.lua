local cjson = require "cjson"
local data = require "spec.support.data"
local fields = require "aliota.api.task_fields"

describe("task_fields", function()
  it("has the fields of the vendor's sample", function()
    local sample = cjson.decode(data.read "list_ota_task_by_job.json").Data.SimpleOTATaskInfo[1]
    for name in pairs(sample) do assert.truthy(fields[name], name) end
    local missing = {}
    for name in pairs(fields) do
      if sample[name] == nil then missing[#missing + 1] = name end
    end
    assert.same({"ModuleName"}, missing)
  end)
end)
