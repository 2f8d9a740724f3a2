-- What probes look at, by what it is: each is a call or a part of an answer. Where something is not to be had, why
-- comes with nil. Nothing that is of the account is in such a text: codes and statuses are the service's.
local connection = require "aliota.call.connection"
local core = require "aliota.core"
local http_date = require "aliota.util.http_date"
local rows_of = require("aliota.api.answer_rows").of
local task_list = require "aliota.api.task_list"
local task_status = require "aliota.api.task_status"

---@class aliota.DoctorLook
---@field reader aliota.DoctorReader
---@field job_id string
local Look = {}
Look.__index = Look

local SIZE = task_list.params.PageSize.max
local FULL = ("%d"):format(SIZE)
local TASKS = task_list.name
local NOBODY = "aliota-doctor-nobody" -- what neither a batch nor a device is called

--- Calls at once that the documented quota does not allow: three times as many.
local look = {BURST = 30}

---@param reader aliota.DoctorReader
---@param job_id string
---@param wants_throttling boolean|nil
---@return aliota.DoctorLook
function look.new(reader, job_id, wants_throttling)
  return setmetatable({reader = reader, job_id = job_id, wants_throttling = wants_throttling}, Look)
end

--- A whole number that an answer has, as a number or as text.
---@param value any
---@return number|nil
function look.figure(value)
  local number = (type(value) == "number" or type(value) == "string") and tonumber(value) or nil
  return number and number >= 0 and number < 2 ^ 53 and number % 1 == 0 and number or nil
end

-- A text that the service chose, so far as it can be nothing else.
local function word(text)
  return type(text) == "string" and #text <= 60 and text:match "^[A-Za-z][A-Za-z0-9_.]*$" or "an unknown word"
end
look.word = word

--- Why a call failed, in words that can be shown to anybody.
---@param err aliota.Error
---@return string
function look.why(err)
  local parts = {"the call failed: " .. err.kind}
  if err.code then parts[#parts + 1] = word(err.code) end
  if err.status then parts[#parts + 1] = ("HTTP %d"):format(err.status) end
  return table.concat(parts, ", ")
end

function Look:tasks(name, params)
  params.JobId = self.job_id
  return self.reader:ask(name, TASKS, params)
end

--- The batch.
---@return aliota.DoctorAnswer
function Look:job() return self.reader:ask("job", "QueryOTAJob", {JobId = self.job_id}) end

--- The batch, asked for by HTTP/2 where the service agrees.
---@return aliota.DoctorAnswer|nil
---@return string|nil
function Look:job_by_http2()
  if not core.http.features().http2 then return nil, "this libcurl was built without HTTP/2" end
  local account = self.reader:account_with {connection = connection.with_http2(self.reader.account.config.connection)}
  return self.reader:ask("job by HTTP/2", "QueryOTAJob", {JobId = self.job_id}, account)
end

--- A batch that there is not.
---@return aliota.DoctorAnswer
function Look:no_job() return self.reader:ask("no job", "QueryOTAJob", {JobId = NOBODY}) end

--- A call that lacks what it must have.
---@return aliota.DoctorAnswer
function Look:malformed() return self.reader:ask("malformed", TASKS, {}) end

--- The first page of the tasks.
---@return aliota.DoctorAnswer
function Look:page()
  return self:tasks("page", {CurrentPage = "1", PageSize = FULL})
end

--- Its rows that name a device, one at least.
---@return table[]|nil
---@return string|nil why
function Look:rows()
  local page, rows = self:page(), {}
  if page.err then return nil, look.why(page.err) end
  for _, row in ipairs(rows_of(page.members, task_list.items)) do
    if type(row) == "table" and type(row.DeviceName) == "string" then rows[#rows + 1] = row end
  end
  if not rows[1] then return nil, "no task came that names a device" end
  return rows
end

--- How many tasks the batch has.
---@return integer|nil
---@return string|nil why
function Look:total()
  local rows, why = self:rows()
  if not rows then return nil, why end
  local total = look.figure(self:page().members.Total)
  if not total then return nil, "Total is no number" end
  return total
end

--- A page that is not full, but not empty.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:partial_page()
  local total, why = self:total()
  if not total then return nil, why end
  if total < SIZE then return self:page() end
  local last = math.ceil(total / SIZE)
  if total % SIZE == 0 or last * SIZE > task_list.window then return nil, "every page that can be had is full" end
  return self:tasks("partial", {CurrentPage = ("%d"):format(last), PageSize = FULL})
end

--- A page that lies past the end.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:past_end()
  local total, why = self:total()
  if not total then return nil, why end
  local number = math.ceil(total / SIZE) + 1
  if number * SIZE > task_list.window then return nil, "the batch is too large for a page past its end" end
  return self:tasks("past", {CurrentPage = ("%d"):format(number), PageSize = FULL})
end

--- A device that has a task, and one that there is not.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:unknown_name()
  local rows, why = self:rows()
  if not rows then return nil, why end
  return self:tasks("unknown", {["DeviceNames.1"] = rows[1].DeviceName, ["DeviceNames.2"] = NOBODY,
    PageSize = FULL})
end

--- One device, of a batch that has more.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:one_name()
  local rows, why = self:rows()
  if not rows then return nil, why end
  if not rows[2] then return nil, "the batch has a single task" end
  return self:tasks("one", {["DeviceNames.1"] = rows[1].DeviceName, PageSize = FULL})
end

--- One device, and a state that its task is not in, nor will be.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:other_status()
  local rows, why = self:rows()
  if not rows then return nil, why end
  for _, row in ipairs(rows) do
    if row.TaskStatus == "SUCCEEDED" then
      return self:tasks("status", {["DeviceNames.1"] = row.DeviceName, TaskStatus = "CONFIRM",
        PageSize = FULL})
    end
  end
  return nil, "no task was seen that has succeeded, and so stays in its state"
end

--- Two devices, a page of one row.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:small_page_of_names()
  local rows, why = self:rows()
  if not rows then return nil, why end
  if not rows[2] then return nil, "the batch has a single task" end
  return self:tasks("small", {["DeviceNames.1"] = rows[1].DeviceName, ["DeviceNames.2"] = rows[2].DeviceName,
    CurrentPage = "1", PageSize = "1"})
end

--- The batches of the package, so many a page.
---@param size integer
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:batches(size)
  local firmware_id = rows_of(self:job().members, {"Data"}).FirmwareId
  if type(firmware_id) ~= "string" then return nil, "the batch names no package" end
  return self.reader:ask("batches " .. size, "ListOTAJobByFirmware",
    {FirmwareId = firmware_id, CurrentPage = "1", PageSize = ("%d"):format(size)})
end

--- A call that was throttled, where looking for one is wanted.
---@return aliota.DoctorAnswer|nil
---@return string|nil why
function Look:throttled()
  if not self.wants_throttling then return nil, "it was not asked for (throttle)" end
  self.burst = self.burst or self.reader:burst("QueryOTAJob", {JobId = self.job_id}, look.BURST)
  for _, answer in ipairs(self.burst) do
    if answer.err and answer.err.kind == "throttled" then return answer end
  end
  return nil, ("%d calls at once were not throttled"):format(look.BURST)
end

--- By how many seconds the service's clock is ahead of this machine's.
---@return integer|nil
function Look:clock_offset()
  local answer = self:job()
  local date = http_date(answer.headers.date)
  return date and math.floor(date - answer.at + 0.5)
end

--- The rows of an answer, or none where it was refused.
---@param answer aliota.DoctorAnswer
---@return integer
function look.count(answer) return #rows_of(answer.members or {}, task_list.items) end

--- Whether a state is documented.
---@param status any
---@return boolean
function look.is_known(status) return task_status.RANK[status] ~= nil end

return look
