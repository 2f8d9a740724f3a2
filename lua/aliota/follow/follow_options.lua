-- The options of following a batch.
local limits = require "aliota.util.limit_options"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local length = limits.deadline

---@class aliota.FollowParams: aliota.LookOptions, aliota.QueryOTAJobParams
---@field TaskStatus string|nil   only what comes into this state is told, and again where it had left; `before` is nil
---then; default all
---@field since string|nil   what `follow:snapshot()` returned: goes on from there. `"now"`: what the first look shows
---is not told; default none
---@field where aliota.Where|nil  a predicate, a function of a task or a table of fields: only tasks for which it is
---true. The server is asked for what it can filter: see docs/filters.md; default all
---@field strict boolean|nil  a text that holds what is no character is an error. A follow ends only where counts show
---that all was seen, strict or not; default false

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
