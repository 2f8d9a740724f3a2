-- Times as requests have them, in the years that are written with four digits.
local memo = require "aliota.util.memo"

local stamp = {}

local FIRST = -30610224000 -- 1000-01-01

stamp.LAST = 253402300799 -- 9999-12-31 at 23:59:59

--- A time that can be written, in whole seconds. What is no time of these years is shown as the first or the last one:
--- of some numbers os.date raises.
---@param epoch number seconds since 1970
---@return integer
function stamp.whole(epoch)
  return epoch < stamp.LAST and math.floor(math.max(FIRST, epoch)) or stamp.LAST
end

-- Many requests are sent in one second.
local STAMPS = memo(function(second) return os.date("!%Y-%m-%dT%H:%M:%SZ", second) end, 100)

--- A time to the second: `2019-11-04T03:38:22Z`.
---@param epoch number|nil seconds since 1970
---@return string|nil nil of nil
function stamp.of(epoch)
  return epoch and STAMPS[stamp.whole(epoch)]
end

return stamp
