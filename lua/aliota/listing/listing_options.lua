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
local task_fields = {fields = fields_among(function() return require("aliota.api.task").types end)}
local job_fields = {fields = fields_among(function() return require("aliota.api.job").fields end)}
local strict = {strict = types.BOOLEAN}
local passes = {passes = types.integer(1, MOST_PASSES)}
local resume = {resume = types.checked(function(value)
  if type(value) ~= "string" then return "must be what it:cursor() returned, not a " .. type(value) end
end)}
local choice = {
  where = types.checked(function(value) return select(2, filter.read(value)) end),
  exact = types.BOOLEAN,
}

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
