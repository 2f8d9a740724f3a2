-- How a watch lets time pass: in the client's loop, so that nothing else there has to wait, and no longer than wanted.
local loop = require "aliota.loop"

---@class aliota.WatchTime
---@field now fun(): number                                    seconds
---@field pause fun(at: number, tick: fun(now: number))  returns then, or when it is cancelled; `tick` is called
---                                                          several times a second

---@param config table  of a client
---@param cancel aliota.Canceller|nil
---@return aliota.WatchTime
return function(config, cancel)
  return {
    now = loop.now,
    pause = function(at, tick)
      loop.run(function(now)
        tick(now)
        return now >= at or (cancel ~= nil and cancel.reason ~= nil), at
      end, config.loop)
    end,
  }
end
