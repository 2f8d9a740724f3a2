-- The options of looking at a batch again and again.
local gate = require "aliota.watch.gate"
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local length = limits.deadline

---@class aliota.LookOptions: aliota.LimitOptions
---@field timeout number|string|nil  after this it ends with an error of kind `timeout`; default none
---@field deadline number|string|nil  the same; the nearer of the two counts; default none
---@field interval number|string|nil  between two looks while something moves; default "10s"
---@field longest_interval number|string|nil  between two looks at most, while nothing moves; default "2m"

---@class aliota.WatchParams: aliota.LookOptions, aliota.QueryOTAJobParams
---@field show boolean|file*|{write: function, flush: function}|nil  `true` shows what happens on standard error, a file
---(or what has `write` and `flush`) there: lines that redraw themselves with a bar, the rate and the time left on a
---terminal, a line a change elsewhere. What is watched at the same time, in coroutines of one loop, shares one display
---there: a line for each batch; default false
local WATCH = merge(limits, {
  timeout = length, interval = length, longest_interval = length,
  show = types.checked(function(value)
    if type(value) == "boolean" or io.type(value) == "file" then return nil end
    if type(value) == "table" and value.write and value.flush then return nil end
    return "must be a boolean or an open file, not a " .. type(value)
  end),
})

---@class aliota.WaitOptions: aliota.WatchParams
---@field fail_if aliota.WaitLimits|nil  limits: {failure_rate = 0.05, success_rate = 0.9, FAILED = 10, CANCELED = 5,
---stalled = "30m", settled = 20}; the first that is broken ends the wait: see docs/watching.md#limits; default none

---@type table<string, aliota.OptionSet>
return {
  WATCH = WATCH,
  --- For waiting for its end.
  WAIT = merge(WATCH, {fail_if = gate.LIMITS}),
}
