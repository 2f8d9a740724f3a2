-- The only place where time passes. One Http for the whole Lua VM: it keeps connections and the trust store warm.
local core = require "aliota.core"

local loop = {}

---@class aliota.Loop how to wait
---@field wait fun(http: userdata, seconds: number) returns when `http:step()` may have something to do, or earlier

-- A bound on one wait; the transfer's own time limits are libcurl's and end it through step().
local LONGEST_WAIT = 1

local shared

--- The Http of this Lua VM, made on first use.
---@return userdata
function loop.http()
  shared = shared or core.http.new()
  return shared
end

--- Waits where nothing else has to run: blocks this thread.
---@type aliota.Loop
loop.plain = {wait = function(http, seconds) http:wait(seconds) end}

--- Returns when a transfer is done.
---@param http userdata
---@param transfer userdata
---@param how aliota.Loop
function loop.await(http, transfer, how)
  http:step()
  while not transfer:done() do
    how.wait(http, LONGEST_WAIT)
    http:step()
  end
end

return loop
