-- The life of an update package, in which every operation has its turn. Each step is an operation with its parameters,
-- and where it matters what the answer must show, and what is learnt from it for later steps. `known` begins with the
-- `job_id` of the batch that is there, and with what time it is `now`, in epoch seconds.

local TAGS = {{Key = "ring", Value = "beta 1"}, {Key = "owner", Value = "a+b & 名"}}
local FILES = {
  {Name = "kernel", Size = 900, FileMd5 = "d41d8cd98f00b204e9800998ecf8427e"},
  {Name = "root fs", Size = 2000000000, FileMd5 = "900150983cd24fb0d6963f7d28e17f72"},
}

local HOUR, DAY = 3600, 24 * 3600

local function utc(epoch) return os.date("!%Y-%m-%dT%H:%M:%S.000Z", epoch) end

local function files(url)
  local all = {}
  for i, file in ipairs(FILES) do
    all[i] = {Url = url .. "?part=" .. i, SignValue = file.FileMd5}
    for name, value in pairs(file) do all[i][name] = value end
  end
  return all
end

local steps = {}

-- fields: params and, if wanted, shows and learn
local function step(action, fields)
  fields.action = action
  steps[#steps + 1] = fields
end

local function tasks_with(status, total)
  return {
    params = function(known) return {JobId = known.static, TaskStatus = status} end,
    shows = function() return {Total = total} end,
    learn = function(known, answer) known.tasks = answer.Data.SimpleOTATaskInfo end,
  }
end

step("ListOTATaskByJob", {
  params = function(known) return {JobId = known.job_id, PageSize = 10, CurrentPage = 1} end,
  learn = function(known, answer)
    known.product, known.devices = answer.Data.SimpleOTATaskInfo[1].ProductKey, {}
    for i, task in ipairs(answer.Data.SimpleOTATaskInfo) do known.devices[i] = task.DeviceName end
  end,
})

-- Modules

step("CreateOTAModule", {
  params = function(known)
    return {ProductKey = known.product, ModuleName = "camera", AliasName = "Camera 1", Desc = "front"}
  end,
})
step("UpdateOTAModule", {
  params = function(known) return {ProductKey = known.product, ModuleName = "camera", Desc = "rear"} end,
})
step("ListOTAModuleByProduct", {
  params = function(known) return {ProductKey = known.product} end,
  shows = function() return {Data = {[2] = {ModuleName = "camera", AliasName = "Camera 1", Desc = "rear"}}} end,
})
step("ListOTAModuleVersionsByDevice", {
  params = function(known)
    return {ProductKey = known.product, DeviceName = known.devices[1], CurrentPage = 1, PageSize = 10}
  end,
})

-- A package

step("GenerateOTAUploadURL", {
  params = function() return {FileSuffix = "bin"} end,
  learn = function(known, answer) known.url = answer.Data.FirmwareUrl end,
})
step("CreateOTAFirmware", {
  params = function(known)
    return {
      ProductKey = known.product, FirmwareName = "fix 1", DestVersion = "9.0.0+1", MultiFiles = files(known.url),
      SignMethod = "Md5", Type = 0, FirmwareDesc = "fixes 100 %", NeedToVerify = false, Udi = '{"ring":1}',
    }
  end,
  learn = function(known, answer) known.firmware = answer.Data.FirmwareId end,
})
step("ModifyOTAFirmware", {
  params = function(known)
    return {ProductKey = known.product, FirmwareId = known.firmware, FirmwareUdi = '{"ring":2}'}
  end,
})
step("QueryOTAFirmware", {
  params = function(known) return {FirmwareId = known.firmware} end,
  shows = function(known)
    return {FirmwareInfo = {
      FirmwareName = "fix 1", FirmwareDesc = "fixes 100 %", DestVersion = "9.0.0+1", MultiFiles = files(known.url),
    }}
  end,
})
step("ListOTAFirmware", {
  params = function(known)
    return {ProductKey = known.product, DestVersion = "9.0.0+1", CurrentPage = 1, PageSize = 10}
  end,
  shows = function(known)
    return {Total = 1, FirmwareInfo = {SimpleFirmwareInfo = {{FirmwareId = known.firmware}}}}
  end,
})

-- Batches

step("CreateOTAVerifyJob", {
  params = function(known)
    return {
      FirmwareId = known.firmware, ProductKey = known.product, TargetDeviceName = {known.devices[1]},
      TimeoutInMinutes = 60, DownloadProtocol = "HTTPS", NeedPush = true, NeedConfirm = false, Tag = TAGS,
    }
  end,
})
step("GenerateDeviceNameListURL", {params = function() return {} end})
step("CreateOTAStaticUpgradeJob", {
  params = function(known)
    return {
      FirmwareId = known.firmware, ProductKey = known.product, TargetSelection = "SPECIFIC",
      TargetDeviceName = {known.devices[2], known.devices[3]}, MaximumPerMinute = 1000, TimeoutInMinutes = 60,
      RetryCount = 1, RetryInterval = 0, OverwriteMode = 2, DownloadProtocol = "HTTPS", MultiModuleMode = false,
      NeedPush = true, NeedConfirm = true, Tag = TAGS,
    }
  end,
  learn = function(known, answer) known.static = answer.Data.JobId end,
})
step("ListOTAJobByFirmware", {
  params = function(known) return {FirmwareId = known.firmware, CurrentPage = 1, PageSize = 10} end,
  shows = function() return {Total = 2} end,
})
step("ListOTAJobByDevice", {
  params = function(known)
    return {
      FirmwareId = known.firmware, ProductKey = known.product, DeviceName = known.devices[2],
      CurrentPage = 1, PageSize = 10,
    }
  end,
  shows = function(known) return {Total = 1, Data = {SimpleOTAJobInfo = {{JobId = known.static}}}} end,
})
step("CreateOTADynamicUpgradeJob", {
  params = function(known)
    return {
      FirmwareId = known.firmware, ProductKey = known.product, DynamicMode = 2, SrcVersion = {"1.0.0", "1.1.0"},
      MaximumPerMinute = 1000, RetryCount = 5, RetryInterval = 0, TimeoutInMinutes = 60, OverwriteMode = 2,
      NeedPush = true, NeedConfirm = false, Tag = TAGS,
    }
  end,
  learn = function(known, answer) known.dynamic = answer.Data.JobId end,
})
step("QueryOTAJob", {
  params = function(known) return {JobId = known.dynamic} end,
  shows = function()
    return {Data = {
      SelectionType = "DYNAMIC", DynamicMode = 2, MaximumPerMinute = 1000, RetryInterval = 0, NeedPush = true,
      NeedConfirm = false, SrcVersions = {SrcVersion = {"1.0.0", "1.1.0"}}, Tags = {OtaTagDTO = TAGS},
    }}
  end,
})
step("UpdateOTAJob", {
  params = function(known)
    return {
      JobId = known.dynamic, UpgradeType = "DYNAMIC", TargetSelection = "ALL", MaximumPerMinute = 500,
      TimeoutInMinutes = 120, SrcVersionList = {"1.0.0"}, Tags = TAGS,
    }
  end,
})
step("CancelOTAStrategyByJob", {params = function(known) return {JobId = known.dynamic} end})
step("CreateOTAStaticUpgradeJob", {
  params = function(known)
    known.start = math.floor(known.now) + HOUR
    return {
      FirmwareId = known.firmware, ProductKey = known.product, TargetSelection = "GRAY", GrayPercent = "33.333",
      ScheduleTime = known.start * 1000, ScheduleFinishTime = (known.start + DAY) * 1000, SrcVersion = {"1.0.0"},
      MaximumPerMinute = 10, RetryCount = 2, RetryInterval = 1440, TimeoutInMinutes = 1440, Tag = TAGS,
    }
  end,
  learn = function(known, answer) known.planned = answer.Data.JobId end,
})
step("QueryOTAJob", {
  params = function(known) return {JobId = known.planned} end,
  shows = function(known)
    return {Data = {
      JobStatus = "PLANNED", GrayPercent = "33.333", RetryInterval = 1440, UtcScheduleTime = utc(known.start),
      UtcScheduleFinishTime = utc(known.start + DAY),
    }}
  end,
})

-- Tasks

step("ListOTATaskByJob", tasks_with("CONFIRM", 2))
step("ListOTAUnfinishedTaskByDevice", {
  params = function(known)
    return {ProductKey = known.product, DeviceName = known.tasks[1].DeviceName, TaskStatus = "CONFIRM"}
  end,
  shows = function(known) return {Data = {SimpleOTATaskInfo = {{TaskId = known.tasks[1].TaskId}}}} end,
})
step("ConfirmOTATask", {params = function(known) return {TaskId = {known.tasks[1].TaskId}} end})
step("CancelOTATaskByDevice", {
  params = function(known)
    return {
      FirmwareId = known.firmware, ProductKey = known.product, JobId = known.static,
      DeviceName = {known.tasks[2].DeviceName},
    }
  end,
})
step("ListOTATaskByJob", tasks_with("CANCELED", 1))
step("ReupgradeOTATask", {
  params = function(known) return {JobId = known.static, TaskId = {known.tasks[1].TaskId}} end,
})
step("CancelOTATaskByJob", {
  params = function(known) return {JobId = known.static, CancelUnconfirmedTask = true, CancelQueuedTask = true} end,
})
step("ListOTATaskByJob", tasks_with("CANCELED", 2))

-- The end

step("DeleteOTAModule", {params = function(known) return {ProductKey = known.product, ModuleName = "camera"} end})
step("DeleteOTAFirmware", {params = function(known) return {FirmwareId = known.firmware} end})

return steps
