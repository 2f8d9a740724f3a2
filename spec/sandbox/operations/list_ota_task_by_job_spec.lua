local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function list(parameters, options)
  local sent = {"JobId=job1"}
  for _, parameter in ipairs(parameters) do sent[#sent + 1] = parameter end
  return support.ask(support.new(options), signer.v3(sent))
end

local function refused(expected, parameters)
  local members, status = list(parameters)
  assert.equal(200, status)
  assert.is_false(members.Success)
  assert.equal(expected, members.Code, table.concat(parameters, " "))
  assert.truthy(members.ErrorMessage and members.RequestId)
  assert.is_nil(members.Data)
end

local function names_of(members)
  local names = {}
  for i, task in ipairs(members.Data.SimpleOTATaskInfo) do names[i] = task.DeviceName end
  return names
end

describe("ListOTATaskByJob", function()
  it("answers ten tasks of the first page when nothing else is asked for", function()
    local members = list({})
    assert.is_true(members.Success)
    assert.same({1, 10, 250, 2500}, {members.CurrentPage, members.PageSize, members.PageCount, members.Total})
    assert.equal(10, #members.Data.SimpleOTATaskInfo)
    assert.equal("job1", members.Data.SimpleOTATaskInfo[1].JobId)
    assert.is_nil(members.Code)
  end)

  it("cuts the batch into pages", function()
    local names = names_of(list({"PageSize=100", "CurrentPage=2"}))
    assert.same({"device-000101", "device-000102"}, {names[1], names[2]})
    local last = list({"PageSize=99", "CurrentPage=26"})
    assert.same({26, 25}, {last.PageCount, #last.Data.SimpleOTATaskInfo})
  end)

  it("answers an empty list past the end and for an empty batch", function()
    for _, options in ipairs {{devices = 10}, {devices = 0}} do
      local box = support.new(options)
      local body = box:handle(signer.v3({"JobId=job1", "CurrentPage=2"})).body
      assert.truthy(body:find('"Data":{"SimpleOTATaskInfo":[]}', 1, true))
    end
    assert.equal(0, list({}, {devices = 0}).PageCount)
  end)

  it("refuses pages out of bounds", function()
    for _, parameters in ipairs {
      {"PageSize=0"}, {"PageSize=101"}, {"PageSize=-1"}, {"CurrentPage=0"}, {"CurrentPage=-3"},
      {"PageSize=100", "CurrentPage=1001"}, {"PageSize=1", "CurrentPage=100001"}, {"PageSize=99999999999999999999"},
      {"PageSize=2", "CurrentPage=9223372036854775807"}, {"CurrentPage=" .. ("9"):rep(400)},
    } do refused("iot.common.InvalidPageParams", parameters) end
    assert.is_true(list({"PageSize=100", "CurrentPage=1000"}).Success)
    assert.is_true(list({"PageSize=1", "CurrentPage=100000"}).Success)
  end)

  it("refuses what is not an integer", function()
    for _, value in ipairs {"ten", "1.0", "0x10", "1e1", "%201", "-", "%2B1"} do
      refused("iot.common.InvalidFormattedParameter", {"PageSize=" .. value})
      refused("iot.common.InvalidFormattedParameter", {"CurrentPage=" .. value})
    end
  end)

  it("filters by status and counts what is left", function()
    local sum = 0
    for _, status in ipairs {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"} do
      local members = list({"TaskStatus=" .. status, "PageSize=3"})
      sum = sum + members.Total
      assert.equal(3, #members.Data.SimpleOTATaskInfo)
      for _, task in ipairs(members.Data.SimpleOTATaskInfo) do assert.equal(status, task.TaskStatus) end
    end
    assert.equal(2500, sum)
  end)

  it("refuses an unknown status", function()
    refused("iot.common.InvalidFormattedParameter", {"TaskStatus=failed"})
    refused("iot.common.InvalidFormattedParameter", {"TaskStatus=FAILED%2CQUEUED"})
    assert.equal(2500, list({"TaskStatus="}).Total)
  end)

  it("answers the named devices in the order of the batch, without paging", function()
    local members = list({
      "DeviceNames.1=device-000300", "DeviceNames.3=device-000002", "DeviceNames.4=nobody",
      "DeviceNames.5=device-000300", "PageSize=1", "CurrentPage=9",
    })
    assert.same({"device-000002", "device-000300"}, names_of(members))
    assert.same({2, 1, 1}, {members.Total, members.CurrentPage, members.PageCount})
    assert.is_true(list({"DeviceNames.1=device-000001", "PageSize=nonsense"}).Success)
    assert.same({}, names_of(list({"DeviceNames.1=nobody"})))
  end)

  it("filters named devices by status, too", function()
    local failed = names_of(list({"TaskStatus=FAILED", "PageSize=1"}))[1]
    assert.same({failed}, names_of(list({"TaskStatus=FAILED", "DeviceNames.1=" .. failed})))
    assert.same({}, names_of(list({"TaskStatus=QUEUED", "DeviceNames.1=" .. failed})))
  end)

  it("takes at most 50 names", function()
    local parameters = {}
    for i = 1, 50 do parameters[i] = ("DeviceNames.%d=device-%06d"):format(i, i) end
    assert.equal(50, list(parameters).Total)
    parameters[51] = "DeviceNames.51=device-000001"
    refused("iot.check.ParameterIsNotLessThanMax", parameters)
  end)

  it("knows no batch that there isn't", function()
    local members, status = support.ask(support.new(), signer.v3({"JobId=another"}))
    assert.same({200, false, "iot.ota.JobNotFound"}, {status, members.Success, members.Code})
  end)

  describe("as the vendor leaves it open,", function()
    local function total(parameters, options)
      local members = list(parameters, options)
      return members.Success and members.Total or members.Code
    end

    it("refuses or answers a page past the end", function()
      assert.equal(2500, total({"CurrentPage=251"}, {page_past_end = "empty"}))
      assert.equal("iot.common.InvalidPageParams", total({"CurrentPage=251"}, {page_past_end = "error"}))
      assert.equal(2500, total({"CurrentPage=250"}, {page_past_end = "error"}))
      assert.equal(0, total({}, {page_past_end = "error", devices = 0}))
    end)

    it("leaves unknown names out or refuses them", function()
      local names = {"DeviceNames.1=device-000001", "DeviceNames.2=nobody"}
      assert.equal(1, total(names, {unknown_device_names = "left_out"}))
      assert.equal("iot.device.NotExistedDevice", total(names, {unknown_device_names = "error"}))
    end)

    it("filters named devices by status, or doesn't", function()
      local failed = names_of(list({"TaskStatus=FAILED", "PageSize=1"}))[1]
      local asked = {"TaskStatus=QUEUED", "DeviceNames.1=" .. failed}
      assert.equal(0, total(asked, {status_filters_names = true}))
      assert.equal(1, total(asked, {status_filters_names = false}))
    end)

    for _, status in ipairs {"", "CANCELED"} do
      it("orders by creation or by change, with TaskStatus '" .. status .. "'", function()
        local function times(order, name)
          local found = {}
          local members = list({"PageSize=50", "CurrentPage=1", "TaskStatus=" .. status}, {order = order})
          for i, task in ipairs(members.Data.SimpleOTATaskInfo) do found[i] = task[name] end
          return found
        end
        local function check(order, name, before)
          local found = times(order, name)
          assert.is_true(#found > 10)
          for i = 2, #found do assert.is_true(before(found[i - 1], found[i])) end
        end
        check("stable", "UtcCreate", function(a, b) return a <= b end)
        check("newest_change_first", "UtcModified", function(a, b) return a >= b end)
        check("oldest_change_first", "UtcModified", function(a, b) return a <= b end)
      end)
    end
  end)

  it("shows every task once, whatever the order", function()
    for _, order in ipairs {"stable", "newest_change_first", "oldest_change_first"} do
      local box, seen, count = support.new({order = order, devices = 1000}), {}, 0
      box.world:advance(120)
      for number = 1, 11 do
        local members = support.ask(box, signer.v3({"JobId=job1", "PageSize=99", "CurrentPage=" .. number}))
        for _, task in ipairs(members.Data.SimpleOTATaskInfo) do
          assert.is_nil(seen[task.TaskId])
          seen[task.TaskId] = true
          count = count + 1
        end
      end
      assert.equal(1000, count)
    end
  end)
end)
