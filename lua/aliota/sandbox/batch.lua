-- The tasks of one update batch. A task is computed from (seed, index) whenever it is asked for and never stored,
-- so a batch of any size costs nothing until it is filtered.

local chance = require "aliota.sandbox.chance"
local json = require "aliota.sandbox.json"

local batch = {}

local Batch = {}
Batch.__index = Batch

-- What each draw is for.
local STATUS, REASON, SOURCE, PROGRESS, DELAY = 1, 2, 3, 4, 5
local TASK_ID, IOT_ID, JOB_ID, FIRMWARE_ID, PRODUCT_KEY = 6, 7, 8, 9, 10

local function pick(urn, drawn)
  return urn[drawn % #urn + 1]
end

-- A rollout that is nearly through.
local STATUSES = chance.urn {
  {172, "SUCCEEDED"},
  {8, "FAILED"},
  {8, "IN_PROGRESS"},
  {5, "NOTIFIED"},
  {3, "QUEUED"},
  {2, "CONFIRM"},
  {2, "CANCELED"},
}

---@type table<string, boolean> the values of ListOTATaskByJob, TaskStatus
batch.STATUSES = {}
for _, status in ipairs(STATUSES) do batch.STATUSES[status] = true end

local SOURCE_VERSIONS = chance.urn {{6, "1.0.0"}, {3, "1.0.1"}, {1, "1.1.0-beta"}}
local DEST_VERSION = "1.2.0"

-- Only the first text is the vendor's (ListOTATaskByJob, TaskDesc), the others are plausible.
local FAILURES = {
  {10, "report version is not conform"},
  {4, "download firmware failed: connection reset"},
  {2, "firmware signature check failed"},
  {1, "insufficient storage on device"},
}
local TIMED_OUT = {3, "device upgrade timeout"}
local CANCELLATIONS = chance.urn {{2, "task canceled by user"}, {1, "job canceled"}}

local function failures_of(timeout_minutes)
  local choices = {timeout_minutes and TIMED_OUT or nil}
  for _, choice in ipairs(FAILURES) do choices[#choices + 1] = choice end
  return chance.urn(choices)
end

local FIRST_CREATED = 1767585600 -- 2026-01-05T04:00:00Z
local CREATED_PER_SECOND = 100
local LONGEST_DELAY = 6 * 3600 -- seconds between the creation of a task and its last change

---@param seed integer
---@return string
function batch.job_id(seed)
  return chance.id(seed, 0, JOB_ID)
end

--- A batch with tasks 1 to `devices`, in the order in which they were created.
---@param options {seed: integer, devices: integer, job_id: string, timeout_minutes: integer|false}
function batch.new(options)
  local seed = options.seed
  return setmetatable({
    seed = seed,
    size = options.devices,
    job_id = options.job_id,
    timeout = options.timeout_minutes and ("%d"):format(options.timeout_minutes) or json.null,
    failures = failures_of(options.timeout_minutes),
    firmware_id = chance.id(seed, 0, FIRMWARE_ID),
    product_key = "a1" .. chance.id(seed, 0, PRODUCT_KEY):sub(1, 9),
  }, Batch)
end

---@param index integer
---@return string
function Batch:status(index)
  return pick(STATUSES, chance.draw(self.seed, index, STATUS))
end

--- The indices of the tasks in one state, ascending. The first call walks the whole batch.
---@param status string
---@return integer[]
function Batch:with_status(status)
  if not self.by_status then
    self.by_status = {}
    for name in pairs(batch.STATUSES) do self.by_status[name] = {} end
    for index = 1, self.size do
      local indices = self.by_status[self:status(index)]
      indices[#indices + 1] = index
    end
  end
  return self.by_status[status]
end

local function device_name(index)
  return ("device-%06d"):format(index)
end

---@param name string
---@return integer? index nil when no task of the batch is for this device
function Batch:find(name)
  local index = tonumber(name:match("^device%-(%d+)$"))
  if index and index >= 1 and index <= self.size and device_name(index) == name then return index end
  return nil
end

-- Many tasks share a second, and formatting one is the dearest part of a task.
local utc = setmetatable({}, {__index = function(known, seconds)
  local text = os.date("!%Y-%m-%dT%H:%M:%S", seconds)
  known[seconds] = text
  return text
end})

local function utc_with_milliseconds(seconds, milliseconds)
  return ("%s.%03dZ"):format(utc[seconds], milliseconds)
end

local UNTOUCHED = {CONFIRM = true, QUEUED = true}

function Batch:description(index, status)
  local reasons = status == "FAILED" and self.failures or status == "CANCELED" and CANCELLATIONS
  return reasons and pick(reasons, chance.draw(self.seed, index, REASON)) or ""
end

function Batch:progress(index, status)
  if status == "SUCCEEDED" then return "100.00" end
  if status == "IN_PROGRESS" then return ("%d.00"):format(chance.draw(self.seed, index, PROGRESS) % 99 + 1) end
  return "0.00"
end

--- One task with the members of ListOTATaskByJob, SimpleOTATaskInfo: all strings, `Timeout` null without a time-out.
---@param index integer
---@return table<string, string>
function Batch:task(index)
  local seed, status = self.seed, self:status(index)
  local created = FIRST_CREATED + math.floor(index / CREATED_PER_SECOND)
  local milliseconds = index % CREATED_PER_SECOND * 10
  local delay = UNTOUCHED[status] and 0 or chance.draw(seed, index, DELAY) % LONGEST_DELAY
  return {
    DestVersion = DEST_VERSION,
    DeviceName = device_name(index),
    FirmwareId = self.firmware_id,
    IotId = chance.id(seed, index, IOT_ID),
    JobId = self.job_id,
    ProductKey = self.product_key,
    ProductName = "MyProduct",
    Progress = self:progress(index, status),
    SrcVersion = pick(SOURCE_VERSIONS, chance.draw(seed, index, SOURCE)),
    TaskDesc = self:description(index, status),
    TaskId = chance.id(seed, index, TASK_ID),
    TaskStatus = status,
    Timeout = self.timeout,
    UtcCreate = utc_with_milliseconds(created, milliseconds),
    UtcModified = utc_with_milliseconds(created + delay, milliseconds),
  }
end

return batch
