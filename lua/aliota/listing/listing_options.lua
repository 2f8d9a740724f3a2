-- The options of listings.
local lazy = require "aliota.util.lazy"
local did_you_mean = lazy "aliota.util.did_you_mean"
local filter = lazy "aliota.filter"
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local types = require "aliota.util.option_types"

local MOST_PASSES = 100

-- Which fields rows are to have, out of those that there are: an array, read as a set.
local function fields_among(known_of)
  return types.checked(function(value)
    local count = 0
    for _ in pairs(type(value) == "table" and value or {}) do count = count + 1 end
    if count == 0 or count ~= #value then return "must be an array of names of fields" end
    local known = known_of()
    for _, name in ipairs(value) do
      if type(name) ~= "string" then return ("holds a %s where the name of a field should be"):format(type(name)) end
      if not known[name] then return ("names %q, which is no field%s"):format(name, did_you_mean(name, known)) end
    end
  end, narrowing.set)
end

-- Whoever asks for fields has the rows' own module loaded anyway before the first answer.
---@class aliota.FieldsOption
---@field fields string[]|nil  the names of the fields that rows are to have, such as `{"DeviceName", "TaskStatus"}`;
---the others are not read: see docs/listings.md#fields; default all
local task_fields = {fields = fields_among(function() return require("aliota.api.task").types end)}
local job_fields = {fields = fields_among(function() return require("aliota.api.job").fields end)}

---@class aliota.StrictOption
---@field strict boolean|nil  an end that is not known to be complete is an error (`decode`, code `Incomplete`), and so
---is a text that holds what is no character (`TextInvalid`): see docs/exactness.md; default false
local strict = {strict = types.BOOLEAN}

---@class aliota.PassesOption
---@field passes integer|nil  how often to read everything at most, parts of it added up, before giving up on what is
---missing; default 3
local passes = {passes = types.integer(1, MOST_PASSES)}

---@class aliota.ResumeOption
---@field resume string|nil  what `tasks:cursor()` returned: goes on after the last value that was handed out: see
---docs/exactness.md#cursors; default none
local resume = {resume = types.checked(function(value)
  if type(value) ~= "string" then return "must be what it:cursor() returned, not a " .. type(value) end
end)}

---@class aliota.ChoiceOptions
---@field where aliota.Where|nil  a predicate, a function of a task or a table of fields: only tasks for which it is
---true. The server is asked for what it can filter: see docs/filters.md; default all
---@field exact boolean|nil  `false`: with `where`, tasks that change state meanwhile may be missed, if that is cheaper;
---default true
local choice = {
  where = types.checked(function(value) return select(2, filter.read(value)) end),
  exact = types.BOOLEAN,
}

---@class aliota.JobsParams: aliota.LimitOptions, aliota.StrictOption, aliota.PassesOption, aliota.FieldsOption
---@field FirmwareId string|nil   the batches of this package
---@field ProductKey string|nil   of all packages of this product
---@field DeviceName string|nil   with ProductKey: those that concern this device
---@field PageSize integer|nil
---@field IotInstanceId string|nil

---@class aliota.PagesParams: aliota.ListOTATaskByJobParams, aliota.StrictOption, aliota.PassesOption,
---aliota.ResumeOption, aliota.FieldsOption

---@class aliota.TasksParams: aliota.PagesParams, aliota.ChoiceOptions

---@class aliota.ChosenParams: aliota.ListOTATaskByJobParams, aliota.StrictOption, aliota.PassesOption,
---aliota.ChoiceOptions

---@class aliota.DevicesParams: aliota.LimitOptions, aliota.StrictOption, aliota.ResumeOption, aliota.FieldsOption
---@field JobId string
---@field DeviceNames string[]|fun(): string|nil  any number of them, in the order in which they are wanted
---@field IotInstanceId string|nil

---@type table<string, aliota.OptionSet>
local options = {
  --- For a list of batches.
  JOBS = merge(limits, strict, passes, job_fields),
  --- For a listing by pages.
  PAGES = merge(limits, strict, passes, resume, task_fields),
  --- For a listing of tasks.
  TASKS = merge(limits, strict, passes, resume, choice, task_fields),
  --- For a listing that chooses tasks, and can't be gone on with.
  CHOSEN = merge(limits, strict, passes, choice),
  --- For a list of devices.
  DEVICES = merge(limits, strict, resume, task_fields),
}

return options
