-- The options of plans.
local limits = require "aliota.util.limit_options"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local task_reader = require "aliota.listing.task_reader"
local types = require "aliota.util.option_types"

local journal = {journal = types.checked(function(value)
  if type(value) == "function" or (type(value) == "string" and value ~= "") then return nil end
  return ("must be a path or a function, not %s"):format(value == "" and "an empty path" or "a " .. type(value))
end)}

local tasks = {tasks = types.checked(function(value)
  local misuse = task_reader.misuse(value)
  return misuse and "must be an iterator or an array of tasks, not " .. misuse
end)}

---@type table<string, aliota.OptionSet>
return {
  --- For a plan of tasks that it lists.
  OF_LIST = merge(listing_options.CHOSEN, journal),
  --- Of tasks that are given.
  OF_TASKS = merge(tasks, journal),
  --- Of a batch.
  OF_BATCH = merge(limits, journal),
  --- For going on with one.
  RESUME = merge(journal, {text = types.STRING}),
}
