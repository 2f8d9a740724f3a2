-- The options of listings.
local lazy = require "aliota.util.lazy"
local filter = lazy "aliota.filter"
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local MOST_PASSES = 100

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
  JOBS = merge(limits, strict, passes),
  --- For a listing by pages.
  PAGES = merge(limits, strict, passes, resume),
  --- For a listing of tasks.
  TASKS = merge(limits, strict, passes, resume, choice),
  --- For a listing that chooses tasks, and can't be gone on with.
  CHOSEN = merge(limits, strict, passes, choice),
  --- For a list of devices.
  DEVICES = merge(limits, strict, resume),
}

return options
