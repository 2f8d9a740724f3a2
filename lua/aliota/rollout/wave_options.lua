-- The options of rollouts.
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local plan_options = require "aliota.plan.plan_options"
local time_window = require "aliota.rollout.time_window"
local types = require "aliota.util.option_types"
local watch_options = require "aliota.watch.watch_options"
local waves = require "aliota.rollout.waves"

---@class aliota.WaveOptions  what a wave can have of its own, and a rollout for all of them
---@field gate aliota.WaitLimits|nil  limits, as `fail_if` of client:wait has them, that hold for each batch; default
---none
---@field soak number|string|nil  the pause after a wave, before the next begins; default none
---@field timeout number|string|nil  for each batch: where it is not over by then, `apply` ends, and waits on when it is
---called again; default none

---@class aliota.WantedWave: aliota.WaveOptions
---@field devices string[]|nil  devices of these names, of any number: they are cut into batches of 200
---@field percent number|nil    this share of the devices that fit, with three decimals at most; 100: all of them

---@class aliota.RolloutOptions: aliota.WaveOptions, aliota.LimitOptions, aliota.JournalOption
---@field waves aliota.WantedWave[]  one after the other; shares must rise, and nothing comes after 100
---@field between string|nil  hours of a day, over midnight or not, outside of which no batch begins. They end in their
---offset from UTC, as no time zone of a machine is meant: `"22:00-05:00+08:00"`, `"01:00-04:00Z"`; default none
---@field utc_offset string|nil  the offset, for a `between` without one; default none

---@class aliota.RolloutParams: aliota.RolloutOptions, aliota.RolloutBatchParams

---@class aliota.RolloutApplyOptions: aliota.LookOptions
---@field show boolean|file*|nil  as in client:watch; default false

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
