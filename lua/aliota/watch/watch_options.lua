-- The options of looking at a batch again and again.
local gate = require "aliota.watch.gate"
local limits = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local length = limits.deadline

local WATCH = merge(limits, {
  timeout = length, interval = length, longest_interval = length,
  show = types.checked(function(value)
    if type(value) == "boolean" or io.type(value) == "file" then return nil end
    if type(value) == "table" and value.write and value.flush then return nil end
    return "must be a boolean or an open file, not a " .. type(value)
  end),
})

---@type table<string, aliota.OptionSet>
return {
  WATCH = WATCH,
  --- For waiting for its end.
  WAIT = merge(WATCH, {fail_if = gate.LIMITS}),
}
