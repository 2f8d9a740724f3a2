-- The options of rollouts.
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local plan_options = require "aliota.plan.plan_options"
local time_window = require "aliota.rollout.time_window"
local types = require "aliota.util.option_types"
local watch_options = require "aliota.watch.watch_options"
local waves = require "aliota.rollout.waves"

local APPLY = merge(watch_options.WATCH)
APPLY.timeout = nil -- of each batch: the rollout's own

---@type table<string, aliota.OptionSet>
return {
  --- For a new one.
  NEW = merge(limits, waves.OF_EACH, {
    waves = waves.LIST, journal = plan_options.RESUME.journal, between = types.STRING,
    utc_offset = types.fitting("an offset from UTC, such as \"+08:00\"", time_window.offset),
  }),
  --- For carrying it out.
  APPLY = APPLY,
  --- For going on with one.
  RESUME = plan_options.RESUME,
}
