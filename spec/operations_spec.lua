local cjson = require "cjson"
local data = require "spec.support.data"
local operations = require "aliota.operations"

describe("operations", function()
  local reference = cjson.decode(data.read "operations.json")
  local TYPES = {string = "String", integer = "Integer", boolean = "Boolean", list = "RepeatList",
    records = "RepeatList"}

  it("are the vendor's 26", function()
    local names, expected = {}, {}
    for name in pairs(operations) do names[#names + 1] = name end
    for _, row in ipairs(reference.operations) do expected[#expected + 1] = row.action end
    table.sort(names)
    table.sort(expected)
    assert.equal(26, #names)
    assert.same(expected, names)
  end)

  for _, row in ipairs(reference.operations) do
    it(row.action .. " has the vendor's method, quota and parameters", function()
      local operation = operations[row.action]
      assert.equal(row.sdk_method, operation.method)
      assert.equal(row.qps_per_account ~= cjson.null and row.qps_per_account or nil, operation.qps)
      local left = {}
      for name in pairs(operation.params) do left[name] = true end
      for _, param in ipairs(row.request) do
        local spec = assert(operation.params[param.name], param.name .. " is missing")
        local wire_type = param.type == "Long" and "Integer" or param.type
        assert.equal(wire_type, TYPES[spec.type], param.name)
        assert.equal(param.required, spec.required or false, param.name)
        for _, member in ipairs(param.members or {}) do
          assert.equal(member.type, TYPES[spec.members[member.name].type], param.name)
          assert.equal(member.required, spec.members[member.name].required or false, param.name)
        end
        left[param.name] = nil
      end
      assert.is_nil(next(left))
    end)
  end

  it("say which lists are paged and where their rows are", function()
    assert.is_true(operations.ListOTATaskByJob.paged)
    assert.same({"Data", "SimpleOTATaskInfo"}, operations.ListOTATaskByJob.items)
    assert.is_false(operations.ListOTAUnfinishedTaskByDevice.paged)
    assert.same({"Data"}, operations.ListOTAModuleByProduct.items)
  end)

  it("never call a creation idempotent, and always a query", function()
    for name, operation in pairs(operations) do
      if name:find "^List" or name:find "^Query" then assert.is_true(operation.idempotent, name) end
      if name:find "^Create" then assert.is_false(operation.idempotent, name) end
    end
  end)
end)
