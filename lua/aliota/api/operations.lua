-- The 26 OTA operations of IoT Platform (Iot, 2018-01-20) as data: one row each. Names are the vendor's. Everything
-- that is known of an operation is in its row; a fact about one that is needed elsewhere belongs here. Limits that
-- depend on the service's clock or data (a ScheduleTime 5 minutes to 7 days ahead, say) are the service's to check.
local decimal = require "aliota.util.decimal"
local merge = require "aliota.util.merge"
local row = require "aliota.api.operation_row"
local set_of = require "aliota.util.set_of"
local status = require "aliota.api.task_status"
local task_list = require "aliota.api.task_list"
local utf8 = require "aliota.util.utf8"

---@class aliota.Parameter
---@field type "string"|"integer"|"boolean"|"list"|"records"
---@field required boolean|nil
---@field values table|nil          the set of values that are accepted
---@field min integer|nil           of an integer, or of a string's length in characters
---@field max integer|nil           the same
---@field pattern string|nil        what a string must match, with `says` for the reader
---@field max_items integer|nil     of a list or of records
---@field members table|nil         of a record: name → aliota.Parameter

---@class aliota.Operation
---@field name string
---@field method_name string        of a client: list_ota_task_by_job for ListOTATaskByJob
---@field method "POST"|"GET"       as the official SDK sends it
---@field qps integer|nil           calls a second for the whole account; nil where the vendor does not say
---@field idempotent boolean        whether running it twice is the same as running it once
---@field params table<string, aliota.Parameter>
---@field rules (fun(params: table): string|nil)[]  what no single parameter can tell; each returns a message or nil
---@field answer table<string, aliota.Shape>  what in the answer is no plain text, for formats that have only text
---@field items string[]|nil        path to the rows of a list
---@field id string|nil             what tells these rows from each other, of a list in pages
---@field things string|nil         what the rows are, in the plural
---@field repeated string[]|nil     parameters that narrow the list, and that each of its rows repeats
---@field paged boolean             whether the list comes in pages
---@field window integer|nil        the rows that its pages can reach
---@field takes table<string, true>|nil  of what changes tasks: the states in which a task must be for it
---@field example table|nil         parameters that the rules call for, besides those that are required

-- Kinds of parameters ------------------------------------------------------------------------------------------------

local text, boolean = {type = "string"}, {type = "boolean"}

local function required(spec) return merge(spec, {required = true}) end
local function integer(min, max) return {type = "integer", min = min, max = max or 2147483647} end
local function list(max_items, values) return {type = "list", max_items = max_items, values = values} end

local function one_of(...) return {type = "string", values = set_of {...}} end
local function number_of(...) return {type = "integer", values = set_of {...}} end

local positive = integer(1)
local epoch_milliseconds = {type = "integer", min = 1000000000000, max = 9999999999999}
local unfinished = {type = "string", values = status.IS_OPEN}
local download_protocol = one_of("HTTPS", "MQTT")
local group_type = one_of("LINK_PLATFORM", "LINK_PLATFORM_DYNAMIC")
local selection = one_of("ALL", "SPECIFIC", "GRAY", "GROUP")
local per_minute, minutes = integer(10, 10000), integer(1, 1440)
local retry_count, retry_interval = number_of(1, 2, 5), number_of(0, 10, 30, 60, 1440)
local tags = {
  type = "records", max_items = 10,
  members = {
    Key = {
      type = "string", required = true, min = 1, max = 30,
        pattern = "^[A-Za-z0-9.]+$",
        says = "of letters, digits and dots",
    },
    Value = {type = "string", required = true, min = 1, max = 1024},
  },
}
local files = {
  type = "records",
  members = {Name = text, Url = text, Size = integer(0), FileMd5 = text, SignValue = text},
}

local gray_percent = {
  type = "string", pattern = "^%d+%.?%d?%d?%d?$", says = "a number with at most 3 decimals",
}

-- Rules for several parameters ---------------------------------------------------------------------------------------

local function exclusive(a, b)
  return function(params)
    if params[a] ~= nil and params[b] ~= nil then return ("%s and %s exclude each other"):format(a, b) end
  end
end

local function names_a_device(params)
  if params.IotId == nil and (params.ProductKey == nil or params.DeviceName == nil) then
    return "IotId, or ProductKey and DeviceName, must be given"
  end
end

local function asks_for_a_status(params)
  if params.TaskStatus == nil and params.TaskStatusList == nil then
    return "TaskStatus or TaskStatusList must be given"
  end
end

local CANCEL_SWITCHES = {
  "CancelQueuedTask", "CancelNotifiedTask", "CancelInProgressTask", "CancelScheduledTask", "CancelUnconfirmedTask",
}

local function cancels_something(params)
  for _, switch in ipairs(CANCEL_SWITCHES) do
    if params[switch] then return end
  end
  return "at least one of " .. table.concat(CANCEL_SWITCHES, ", ") .. " must be true"
end

-- All keys and values of the tags together (CreateOTAStaticUpgradeJob, Tag).
local function short_tags(name)
  return function(params)
    local length = 0
    for _, tag in ipairs(params[name] or {}) do length = length + utf8.count(tag.Key .. tag.Value) end
    if length > 4096 then return ("%s is %d characters long in all, the limit is 4096"):format(name, length) end
  end
end

local HOUR = 3600 * 1000

local function finishes_after_start(params)
  local start, finish = params.ScheduleTime, params.ScheduleFinishTime
  if not finish then return end
  if not start then return "ScheduleFinishTime needs a ScheduleTime" end
  local hours = (finish - start) / HOUR
  if hours < 1 or hours > 30 * 24 then
    return ("ScheduleFinishTime is %s hours after ScheduleTime, it must be from 1 hour to 30 days"):format(
      decimal.fixed(hours, 2))
  end
end

-- The table ----------------------------------------------------------------------------------------------------------

local operations = {}

local plain_rows = {list = {}}
local tag_list = {OtaTagDTO = {list = {}}}

local function operation(facts)
  local made = row(facts)
  operations[made.name] = made
end

-- Tasks of a batch

operations[task_list.name] = task_list

operation {"ListOTAUnfinishedTaskByDevice", qps = 10, idempotent = true, items = {"Data", "SimpleOTATaskInfo"},
  answer = {Data = {SimpleOTATaskInfo = plain_rows}},
  params = {
    IotId = text, ProductKey = text, DeviceName = text, ModuleName = text, TaskStatus = unfinished,
    TaskStatusList = list(4, unfinished.values),
  },
  rules = {names_a_device, asks_for_a_status, exclusive("TaskStatus", "TaskStatusList")},
  example = {IotId = "…", TaskStatus = "QUEUED"}}

operation {"ReupgradeOTATask", qps = 20, takes = set_of {"FAILED", "CANCELED"},
  params = {JobId = required(text), TaskId = required(list(10))}}

operation {"ConfirmOTATask", qps = 20, takes = set_of {"CONFIRM"}, params = {TaskId = required(list(10))}}

-- "Pending" is taken for what no device has begun.
operation {"CancelOTATaskByDevice", qps = 10, idempotent = true, takes = set_of {"CONFIRM", "QUEUED", "NOTIFIED"},
  params = {
    FirmwareId = required(text), ProductKey = required(text), DeviceName = required(list(200)), JobId = text,
  }}

operation {"CancelOTATaskByJob", qps = 5, idempotent = true,
  params = {
    JobId = required(text), CancelQueuedTask = boolean, CancelNotifiedTask = boolean, CancelInProgressTask = boolean,
    CancelScheduledTask = boolean, CancelUnconfirmedTask = boolean,
  },
  rules = {cancels_something},
  example = {CancelQueuedTask = true}}

-- Batches

operation {"CreateOTAVerifyJob", qps = 10,
  params = {
    FirmwareId = required(text), ProductKey = required(text), TargetDeviceName = required(list(10)),
    TimeoutInMinutes = minutes, DownloadProtocol = download_protocol, NeedConfirm = boolean, NeedPush = boolean,
    Tag = tags,
  },
  rules = {short_tags("Tag")}}

operation {"CreateOTAStaticUpgradeJob", qps = 20,
  params = {
    FirmwareId = required(text), ProductKey = required(text), TargetSelection = required(selection),
    TargetDeviceName = list(200), DnListFileUrl = text, GrayPercent = gray_percent,
      GroupId = text,
      GroupType = group_type,
    SrcVersion = list(10), ScheduleTime = epoch_milliseconds, ScheduleFinishTime = epoch_milliseconds,
    MaximumPerMinute = per_minute, TimeoutInMinutes = minutes, RetryCount = retry_count,
    RetryInterval = retry_interval, OverwriteMode = number_of(1, 2), DownloadProtocol = download_protocol,
    MultiModuleMode = boolean, NeedConfirm = boolean, NeedPush = boolean, Tag = tags,
  },
  rules = {exclusive("TargetDeviceName", "DnListFileUrl"), finishes_after_start, short_tags("Tag")}}

operation {"CreateOTADynamicUpgradeJob", qps = 20,
  params = {
    FirmwareId = required(text), ProductKey = required(text), DynamicMode = number_of(1, 2), GroupId = text,
    GroupType = group_type, SrcVersion = list(10), MaximumPerMinute = per_minute, TimeoutInMinutes = minutes,
    RetryCount = retry_count, RetryInterval = retry_interval, OverwriteMode = number_of(1, 2),
    DownloadProtocol = download_protocol, MultiModuleMode = boolean, NeedConfirm = boolean, NeedPush = boolean,
    Tag = tags,
  },
  rules = {short_tags("Tag")}}

operation {"UpdateOTAJob", qps = 10, idempotent = true,
  params = {
    JobId = required(text), UpgradeType = required(one_of("STATIC", "DYNAMIC")),
    TargetSelection = required(selection), MaximumPerMinute = required(per_minute), TimeoutInMinutes = minutes,
    SrcVersionList = list(10), Tags = tags,
  },
  rules = {short_tags("Tags")}}

operation {"CancelOTAStrategyByJob", qps = 10, idempotent = true, params = {JobId = required(text)}}

operation {"QueryOTAJob", qps = 10, idempotent = true, params = {JobId = required(text)},
  answer = {
    Data = {
      DynamicMode = "number", MaximumPerMinute = "number", OverwriteMode = "number", RetryCount = "number",
      RetryInterval = "number", TimeoutInMinutes = "number", MultiModuleMode = "boolean", NeedConfirm = "boolean",
      NeedPush = "boolean", SrcVersions = {SrcVersion = {list = "text"}}, Tags = tag_list,
    },
  }}

operation {"ListOTAJobByFirmware", qps = 10, idempotent = true, items = {"Data", "SimpleOTAJobInfo"}, id = "JobId",
  things = "batches", repeated = {"FirmwareId", "ProductKey"},
  answer = {Data = {SimpleOTAJobInfo = {list = {Tags = tag_list}}}},
  params = {FirmwareId = required(text), CurrentPage = required(positive), PageSize = required(positive)}}

operation {"ListOTAJobByDevice", qps = 10, idempotent = true, items = {"Data", "SimpleOTAJobInfo"}, id = "JobId",
  things = "batches", repeated = {"FirmwareId", "ProductKey"},
  answer = {Data = {SimpleOTAJobInfo = {list = {Tags = tag_list}}}},
  params = {
    FirmwareId = required(text), ProductKey = required(text), DeviceName = required(text),
    CurrentPage = required(positive), PageSize = required(positive),
  }}

-- Update packages

operation {"CreateOTAFirmware", qps = 10,
  params = {
    FirmwareName = required(text), DestVersion = required(text), ProductKey = text, ModuleName = text,
    SrcVersion = text, Type = number_of(0, 1), FirmwareUrl = text, FirmwareSize = integer(0), FirmwareSign = text,
    SignMethod = text, FirmwareDesc = text, NeedToVerify = boolean, Udi = text, MultiFiles = files,
  }}

operation {"ModifyOTAFirmware", qps = nil, idempotent = true,
  params = {
    FirmwareId = required(text), ProductKey = required(text), FirmwareName = text, FirmwareDesc = text,
    FirmwareUdi = text,
  }}

operation {"DeleteOTAFirmware", qps = 10, params = {FirmwareId = required(text)}}

operation {"QueryOTAFirmware", qps = 20, idempotent = true, params = {FirmwareId = required(text)},
  answer = {
    FirmwareInfo = {
      FirmwareSize = "number", Status = "number", Type = "number", VerifyProgress = "number",
      MultiFiles = {bare = {Size = "number"}},
    },
  }}

operation {"ListOTAFirmware", qps = 10, idempotent = true, items = {"FirmwareInfo", "SimpleFirmwareInfo"},
  id = "FirmwareId", things = "packages", repeated = {"ProductKey"},
  answer = {
    FirmwareInfo = {SimpleFirmwareInfo = {list = {FirmwareSize = "number", Status = "number", Type = "number"}}},
  },
  params = {ProductKey = text, DestVersion = text, CurrentPage = required(positive), PageSize = required(positive)}}

operation {"GenerateOTAUploadURL", qps = 10, idempotent = true, params = {FileSuffix = text}}

operation {"GenerateDeviceNameListURL", qps = 10, idempotent = true, params = {}}

-- Modules

operation {"CreateOTAModule", qps = 10,
  params = {ProductKey = required(text), ModuleName = required(text), AliasName = text, Desc = text}}

operation {"UpdateOTAModule", qps = 10, idempotent = true,
  params = {ProductKey = required(text), ModuleName = required(text), AliasName = text, Desc = text}}

operation {"DeleteOTAModule", qps = 10, params = {ProductKey = required(text), ModuleName = required(text)}}

operation {"ListOTAModuleByProduct", qps = 10, idempotent = true, method = "GET", items = {"Data"},
  answer = {Data = {bare = {}}},
  params = {ProductKey = required(text)}}

operation {"ListOTAModuleVersionsByDevice", qps = 10, idempotent = true, items = {"Data", "SimpleOTAModuleInfo"},
  answer = {Data = {SimpleOTAModuleInfo = plain_rows}},
  params = {
    IotId = text, ProductKey = text, DeviceName = text, CurrentPage = required(positive), PageSize = required(positive),
  }}

return operations
