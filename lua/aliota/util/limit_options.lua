-- The options of whatever may take its time: until when, and who may end it.
local lazy = require "aliota.util.lazy"
local canceller = lazy "aliota.util.canceller"
local types = require "aliota.util.option_types"

---@class aliota.LimitOptions
---@field deadline number|string|nil  how long all of it may take, retries, waits and what you do in between included:
---seconds, or a text such as "90s"; default the client's
---@field cancel aliota.Canceller|nil  an `aliota.canceller()`; `canceller:cancel(reason)` ends it from outside; default
---none

---@type aliota.OptionSet
return {
  deadline = types.duration("seconds above 0 or a text such as \"90s\", \"15m\", \"2h\"",
    function(seconds) return seconds > 0 end),
  cancel = types.checked(function(value)
    if not canceller.is(value) then return "must be made by aliota.canceller" end
  end),
}
