-- The only place where time passes. One Http for the whole Lua VM: it keeps connections and the trust store warm.
local lazy = require "aliota.util.lazy"
local core = require "aliota.core"
local errors = lazy "aliota.api.errors"
local is_nginx = require "aliota.util.is_nginx"
local of_nginx = is_nginx() and require "aliota.loop.nginx"
local raise = require "aliota.util.raise"

local loop = {}

---@class aliota.Loop how to wait
---@field wait fun(http: userdata, seconds: number) returns when `http:step()` may have something to do, or earlier
---@field turn fun(http: userdata)|nil              instead of `http:step()`, where several coroutines wait: returns
---                                               when the running one may look at what has moved
---@field watch fun(transfer: userdata)|nil         tells that the running coroutine waits for this one's end
---@field problem (fun(): string|nil, string|nil)|nil  why the running code cannot wait, and what to do; nil when it can

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

--- How to wait where nobody says how: inside nginx without blocking its worker, else by blocking this thread.
---@return aliota.Loop
function loop.default()
  return of_nginx or loop.plain
end

--- Why the running code cannot wait, should it come to that.
---@param how aliota.Loop
---@param action string|nil  the operation that would have to
---@return aliota.Error|nil
function loop.refusal(how, action)
  if not how.problem then return nil end
  local message, hint = how.problem()
  if not message then return nil end
  return errors.new {code = "CannotWait", action = action, message = message, hint = hint}
end

--- Moves whatever is in flight until `progress` is through.
---@param progress fun(now: number): boolean, number  whether it is; else when it can go on without a transfer's end
---@param how aliota.Loop
function loop.run(progress, how)
  local http = loop.http()
  local turn = how.turn or http.step
  while true do
    turn(http)
    local now = loop.now()
    local done, at = progress(now)
    if done then return end
    local refusal = loop.refusal(how)
    if refusal then raise(refusal) end -- a yield that fails would leave behind what was to wake it
    how.wait(http, math.max(0, math.min(at - now, LONGEST_WAIT)))
  end
end

return loop
