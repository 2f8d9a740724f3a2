local cjson = require "cjson"
local data = require "spec.support.data"
local operations = require "aliota.api.operations"
local task_status = require "aliota.api.task_status"

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

  -- What the reference says of an answer, in the words of a shape: text left out, arrays as lists or bare.
  local function shape_of(member, wrapped)
    if type(member) == "string" then return member ~= "string" and member or nil end
    if member[1] then return {[wrapped and "list" or "bare"] = shape_of(member[1]) or "text"} end
    local shape = {}
    for name, inner in pairs(member) do shape[name] = shape_of(inner, true) end
    return shape
  end

  -- A table of text alone says nothing that a reader of text would not find out by itself.
  local function without_text(shape)
    if type(shape) ~= "table" then return shape end
    local copy = {}
    for name, inner in pairs(shape) do
      local kept = without_text(inner)
      if type(kept) ~= "table" or next(kept) or name == "list" or name == "bare" then copy[name] = kept end
    end
    return copy
  end

  it("know the shape of every answer", function()
    local BARE = {ListOTAModuleByProduct = "Data", QueryOTAFirmware = "MultiFiles"}
    for _, row in ipairs(reference.operations) do
      local expected = {}
      for name, member in pairs(row.response) do expected[name] = shape_of(member, name ~= BARE[row.action]) end
      local info = expected.FirmwareInfo
      if info and info.MultiFiles then info.MultiFiles = {bare = info.MultiFiles.list} end
      assert.same(without_text(expected), without_text(operations[row.action].answer), row.action)
    end
  end)

  it("say which lists are paged and where their rows are", function()
    assert.is_true(operations.ListOTATaskByJob.paged)
    assert.same({"Data", "SimpleOTATaskInfo"}, operations.ListOTATaskByJob.items)
    assert.is_false(operations.ListOTAUnfinishedTaskByDevice.paged)
    assert.same({"Data"}, operations.ListOTAModuleByProduct.items)
    for _, operation in pairs(operations) do
      if operation.id then assert.is_true(operation.paged and type(operation.things) == "string") end
    end
  end)

  it("say in which states tasks must be for what changes them", function()
    for name, count in pairs {ReupgradeOTATask = 2, ConfirmOTATask = 1, CancelOTATaskByDevice = 3} do
      local states = 0
      for status in pairs(operations[name].takes) do
        assert.is_number(task_status.RANK[status])
        states = states + 1
      end
      assert.equal(count, states)
    end
  end)

  it("never call a creation idempotent, and always a query", function()
    for name, operation in pairs(operations) do
      if name:find "^List" or name:find "^Query" then assert.is_true(operation.idempotent, name) end
      if name:find "^Create" then assert.is_false(operation.idempotent, name) end
    end
  end)
end)
