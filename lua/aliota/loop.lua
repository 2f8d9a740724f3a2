-- The only place where time passes. One Http for the whole Lua VM: it keeps connections and the trust store warm.
local core = require "aliota.core"

local loop = {}

---@class aliota.Loop how to wait
---@field wait fun(http: userdata, seconds: number) returns when `http:step()` may have something to do, or earlier

-- A bound on one wait, so that a cancellation from outside is noticed.
local LONGEST_WAIT = 0.25

local shared

--- The Http of this Lua VM, made on first use.
---@return userdata
function loop.http()
  shared = shared or core.http.new()
  return shared
end

--- The clock in which waits are measured; nobody sets it.
---@return number seconds
loop.now = core.http.now

--- Waits where nothing else has to run: blocks this thread.
---@type aliota.Loop
loop.plain = {wait = function(http, seconds) http:wait(seconds) end}

--- Moves whatever is in flight until `progress` is through.
---@param progress fun(now: number): boolean, number  whether it is; else when it can go on without a transfer's end
---@param how aliota.Loop
function loop.run(progress, how)
  local http = loop.http()
  while true do
    http:step()
    local now = loop.now()
    local done, at = progress(now)
    if done then return end
    how.wait(http, math.max(0, math.min(at - now, LONGEST_WAIT)))
  end
end

return loop
