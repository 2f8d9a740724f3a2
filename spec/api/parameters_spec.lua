local operations = require "aliota.api.operations"
local parameters = require "aliota.api.parameters"

local function names(count)
  local list = {}
  for i = 1, count do list[i] = "d" .. i end
  return list
end

describe("parameters", function()
  local function flat(action, params) return assert(parameters(operations[action], params)) end

  local function problem(action, params)
    local result, message = parameters(operations[action], params)
    assert.is_nil(result)
    return message
  end

  it("encodes strings, integers, booleans, lists and records as the wire wants them", function()
    assert.same({
      FirmwareId = "f", ProductKey = "p", MaximumPerMinute = "100", NeedPush = "true", NeedConfirm = "false",
      ["SrcVersion.1"] = "1.0", ["SrcVersion.2"] = "1.1", ["Tag.1.Key"] = "k.1", ["Tag.1.Value"] = "v 1",
      ["Tag.2.Key"] = "k2", ["Tag.2.Value"] = "v2",
    }, flat("CreateOTADynamicUpgradeJob", {
      FirmwareId = "f", ProductKey = "p", MaximumPerMinute = 100.0, NeedPush = true, NeedConfirm = false,
      SrcVersion = {"1.0", "1.1"}, Tag = {{Key = "k.1", Value = "v 1"}, {Key = "k2", Value = "v2"}},
    }))
  end)

  it("counts characters, not bytes", function()
    flat("CreateOTAVerifyJob", {
      FirmwareId = "f", ProductKey = "p", TargetDeviceName = {"d"}, Tag = {{Key = "k", Value = ("设"):rep(1024)}},
    })
  end)

  it("keeps integers of 13 digits whole", function()
    assert.equal("1767323045123", flat("CreateOTAStaticUpgradeJob",
      {FirmwareId = "f", ProductKey = "p", TargetSelection = "ALL", ScheduleTime = 1767323045123}).ScheduleTime)
  end)

  it("accepts every limit itself", function()
    flat("ListOTATaskByJob", {JobId = "j", PageSize = 100, CurrentPage = 1000})
    flat("ListOTATaskByJob", {JobId = "j", PageSize = 1, CurrentPage = 100000})
    assert.equal("d50", flat("ListOTATaskByJob", {JobId = "j", DeviceNames = names(50)})["DeviceNames.50"])
    for status in pairs(operations.ListOTATaskByJob.params.TaskStatus.values) do
      flat("ListOTATaskByJob", {JobId = "j", TaskStatus = status})
    end
  end)

  it("lets names win over the window, as the service does", function()
    flat("ListOTATaskByJob", {JobId = "j", DeviceNames = {"d"}, PageSize = 100, CurrentPage = 5000})
  end)

  describe("says what is wrong, with the name, the value and the limit:", function()
    local base = {FirmwareId = "f", ProductKey = "p"}
    local function job(more)
      local params = {TargetSelection = "ALL"}
      for name, value in pairs(base) do params[name] = value end
      for name, value in pairs(more) do params[name] = value end
      return params
    end
    local static = "CreateOTAStaticUpgradeJob"
    local cases = {
      {"ListOTATaskByJob", {}, "JobId is missing"},
      {"ListOTATaskByJob", {JobId = ""}, "JobId is empty"},
      {"ListOTATaskByJob", {JobId = " \t"}, "JobId is blank"},
      {"ListOTATaskByJob", {JobId = 7}, "JobId must be a string, not a number"},
      {"ListOTATaskByJob", {JobId = "j", PageSize = 500}, "PageSize is 500, the limit is 100"},
      {"ListOTATaskByJob", {JobId = "j", PageSize = 0}, "PageSize is 0, the least is 1"},
      {"ListOTATaskByJob", {JobId = "j", PageSize = 2.5}, "PageSize must be an integer, not 2.5"},
      {"ListOTATaskByJob", {JobId = "j", PageSize = "10"}, 'PageSize must be an integer, not "10"'},
      {"ListOTATaskByJob", {JobId = "j", CurrentPage = 1001, PageSize = 100},
        "CurrentPage × PageSize is 1001 × 100 = 100100, the limit is 100000"},
      {"ListOTATaskByJob", {JobId = "j", CurrentPage = 10001},
        "CurrentPage × PageSize is 10001 × 10 = 100010, the limit is 100000"},
      {"ListOTATaskByJob", {JobId = "j", TaskStatus = "FAIL"}, 'TaskStatus is "FAIL"; did you mean "FAILED"?'},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = names(51)}, "DeviceNames has 51 items, the limit is 50"},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = {}}, "DeviceNames is an empty array"},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = "d1"}, 'DeviceNames must be an array, not "d1"'},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = {"a", nil, "c"}}, "DeviceNames must be an array, not a table"},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = {"a", 5}}, "DeviceNames.2 must be a string, not a number"},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = {""}}, "DeviceNames.1 is empty"},
      {"ListOTATaskByJob", {JobId = "j", DeviceNames = {"d", " "}}, "DeviceNames.2 is blank"},
      {"ListOTATaskByJob", {job_id = "j"}, 'there is no parameter "job_id"; did you mean "JobId"?'},
      {"ListOTATaskByJob", {JobId = "j", "x"},
        'there is no parameter "1"; there are CurrentPage, DeviceNames, IotInstanceId, JobId, PageSize and TaskStatus'},
      {"ReupgradeOTATask", {JobId = "j", TaskId = names(11)}, "TaskId has 11 items, the limit is 10"},
      {"ConfirmOTATask", {TaskId = names(11)}, "TaskId has 11 items, the limit is 10"},
      {"CancelOTATaskByDevice", {FirmwareId = "f", ProductKey = "p", DeviceName = names(201)},
        "DeviceName has 201 items, the limit is 200"},
      {"CancelOTATaskByJob", {JobId = "j", CancelQueuedTask = false}, "at least one of CancelQueuedTask, "
        .. "CancelNotifiedTask, CancelInProgressTask, CancelScheduledTask, CancelUnconfirmedTask must be true"},
      {"CancelOTATaskByJob", {JobId = "j", CancelQueuedTask = "yes"}, 'CancelQueuedTask must be a boolean, not "yes"'},
      {"CreateOTAVerifyJob", {FirmwareId = "f", ProductKey = "p", TargetDeviceName = names(11)},
        "TargetDeviceName has 11 items, the limit is 10"},
      {static, job {TargetDeviceName = names(201)}, "TargetDeviceName has 201 items, the limit is 200"},
      {static, job {TargetDeviceName = {"a"}, DnListFileUrl = "u"},
        "TargetDeviceName and DnListFileUrl exclude each other"},
      {static, job {MaximumPerMinute = 9}, "MaximumPerMinute is 9, the least is 10"},
      {static, job {MaximumPerMinute = 10001}, "MaximumPerMinute is 10001, the limit is 10000"},
      {static, job {TimeoutInMinutes = 1441}, "TimeoutInMinutes is 1441, the limit is 1440"},
      {static, job {RetryCount = 3}, "RetryCount is 3, it must be one of 1, 2, 5"},
      {static, job {RetryInterval = 5}, "RetryInterval is 5, it must be one of 0, 10, 30, 60, 1440"},
      {static, job {SrcVersion = names(11)}, "SrcVersion has 11 items, the limit is 10"},
      {static, job {ScheduleFinishTime = 1767323045123}, "ScheduleFinishTime needs a ScheduleTime"},
      {static, job {ScheduleTime = 1767323045123, ScheduleFinishTime = 1767323045124},
        "ScheduleFinishTime is 0.00 hours after ScheduleTime, it must be from 1 hour to 30 days"},
      {static, job {GrayPercent = "33.3333"}, 'GrayPercent is "33.3333", it must be a number with at most 3 decimals'},
      {"CreateOTAVerifyJob", {}, "FirmwareId, ProductKey, TargetDeviceName are missing"},
      {static, job {Zeta = 1, Alpha = 2}, 'there is no parameter "Alpha"'},
      {static, job {FirmwareID = 1}, 'there is no parameter "FirmwareID"; did you mean "FirmwareId"?'},
      {static, job {ScheduleTime = 1767323045}, "ScheduleTime is 1767323045, the least is 1000000000000"},
      {static, job {Tag = {{Key = "k"}}}, "Tag.1.Value is missing"},
      {static, job {Tag = {{Key = "k", Value = "v", Vlaue = "v"}}},
        'there is no parameter "Tag.1.Vlaue"; did you mean "Value"?'},
      {static, job {Tag = {"k"}}, 'Tag.1 must be a table, not "k"'},
      {static, job {Tag = {{Key = "k!", Value = "v"}}},
        'Tag.1.Key is "k!", it must be of letters, digits and dots'},
      {static, job {Tag = {{Key = ("k"):rep(31), Value = "v"}}},
        "Tag.1.Key is 31 characters long, the limit is 30"},
    }
    for _, case in ipairs(cases) do
      it(case[3], function() assert.equal(case[3], problem(case[1], case[2])) end)
    end

    it("tags that are too long in all", function()
      local tags = {}
      for i = 1, 5 do tags[i] = {Key = "k" .. i, Value = ("v"):rep(1000)} end
      assert.equal("Tag is 5010 characters long in all, the limit is 4096",
        problem(static, job {Tag = tags}))
    end)
  end)

  it("asks for a device and exactly one way to say the status", function()
    local action = "ListOTAUnfinishedTaskByDevice"
    assert.truthy(problem(action, {TaskStatus = "QUEUED"}):find "IotId, or ProductKey and DeviceName")
    assert.truthy(problem(action, {IotId = "i"}):find "TaskStatus or TaskStatusList must be given")
    assert.truthy(problem(action, {IotId = "i", TaskStatus = "QUEUED", TaskStatusList = {"QUEUED"}}):find "exclude")
    assert.truthy(problem(action, {IotId = "i", TaskStatusList = {"FAILED"}}):find "TaskStatusList.1 is \"FAILED\"")
    assert.same({IotId = "i", ["TaskStatusList.1"] = "QUEUED"},
      flat(action, {IotId = "i", TaskStatusList = {"QUEUED"}}))
  end)

  it("wants a table", function()
    assert.equal("parameters must be a table, not a string", problem("QueryOTAJob", "job"))
  end)
end)
