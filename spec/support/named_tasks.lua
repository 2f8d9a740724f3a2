-- What client:devices and client:watch hand out, two values at a time, without network.
local aliota = require "aliota"
local devices = require "aliota.listing.devices"
local model = require "spec.support.model"

local named_tasks = {}

local STATES = {"FAILED", "SUCCEEDED", "QUEUED"}

local function row_of(number)
  return {
    TaskId = "t" .. number, DeviceName = "d" .. number, JobId = "job", FirmwareId = "f", ProductKey = "p",
    TaskStatus = STATES[number % 3 + 1], SrcVersion = "1." .. number % 2, Progress = "5.00",
  }
end

--- Devices d1, d2, …, of which every fourth has no task, as client:devices hands them out.
---@param count integer
---@param failure any  ends them instead, when their tasks are asked for
---@return aliota.Iterator
---@return aliota.Task[] tasks that there are
function named_tasks.of(count, failure)
  local batch, names, tasks = model.new(0), {}, {}
  for i = 1, count do names[i] = "d" .. i end
  function batch:answer(extra) -- luacheck: ignore 212
    local rows, at = {}, 1
    while extra["DeviceNames." .. at] do
      local number = tonumber(extra["DeviceNames." .. at]:match "%d+")
      if number % 4 ~= 0 then rows[#rows + 1] = row_of(number) end
      at = at + 1
    end
    return {CurrentPage = 1, PageSize = 100, Total = #rows, Data = {SimpleOTATaskInfo = rows}}
  end
  for i = 1, count do
    if i % 4 ~= 0 then
      tasks[#tasks + 1] = row_of(i)
      tasks[#tasks].Progress = 5
    end
  end
  local source = batch:source {twist = failure and function() return nil, failure end}
  return assert(devices.list(source, {JobId = "job", DeviceNames = names}, {})), tasks
end

--- A watch that nobody asks for a look.
---@return aliota.Iterator of counts and a batch
function named_tasks.watch()
  local client = aliota.new {
    endpoint = "http://127.0.0.1:1", credentials = {access_key_id = "id", access_key_secret = "secret"},
  }
  return (client:watch {JobId = "job"})
end

return named_tasks
