-- The options of following a batch.
local limits = require "aliota.util.limit_options"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local length = limits.deadline

---@type table<string, aliota.OptionSet>
return {FOLLOW = merge(limits, {
  timeout = length, interval = length, longest_interval = length,
  since = types.checked(function(value)
    if type(value) ~= "string" then
      return "must be \"now\" or what follow:snapshot() returned, not a " .. type(value)
    end
  end),
  strict = listing_options.TASKS.strict, where = listing_options.TASKS.where,
})}
