-- Watches and waits of a client: what ties them, which know no network, to an account.
local Iterator = require "aliota.listing.iterator"
local batch_poller = require "aliota.watch.batch_poller"
local look = require "aliota.watch.look"
local loop = require "aliota.loop"
local pair = require "aliota.listing.pair"
local terminal = require "aliota.show.terminal"
local wait = require "aliota.watch.wait"

local COUNTS_AND_JOB = pair.new("counts", "job", "counts")

local watch = {}

-- A view for the option `show`.
local function view_of(show)
  if not show then return nil end
  local stream = show == true and io.stderr or show
  local is_live = io.type(stream) == "file" and terminal.is(stream) and os.getenv "TERM" ~= "dumb"
  return require(is_live and "aliota.watch.frame" or "aliota.watch.log_line")(stream)
end

---@class aliota.WatchTime
---@field now fun(): number                                    seconds
---@field pause fun(at: number, tick: fun(now: number))  returns then, or when it is cancelled; `tick` is called
---                                                          several times a second

--- How a watch lets time pass: in the client's loop, so that nothing else there has to wait, and no longer than wanted.
---@param config table  of a client
---@param cancel aliota.Canceller|nil
---@return aliota.WatchTime
function watch.time(config, cancel)
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

local function parts_of(account, flat, ours)
  return {
    take = look(account, flat, ours.cancel), time = watch.time(account.config, ours.cancel), cancel = ours.cancel,
    epoch = function() return account:service_time() end, view = view_of(ours.show),
    tell = function(kind, event) account:tell(kind, event) end,
  }
end

local function finish(view)
  if view then view:finish() end
end

--- The looks of a watch: counts, and what QueryOTAJob says.
---@param account aliota.Account
---@param flat table<string, string>
---@param ours table  checked options
---@return aliota.Iterator
function watch.watch(account, flat, ours)
  local parts = parts_of(account, flat, ours)
  local poller = batch_poller.new(parts, ours)
  return Iterator.new(function()
    local latest, err = poller:next()
    if not latest then return nil, err end
    return latest.counts, latest.job
  end, function() finish(parts.view) end, {pair = COUNTS_AND_JOB, paced = true})
end

--- Waits for a batch.
---@param account aliota.Account
---@param flat table<string, string>
---@param ours table  checked options
---@return aliota.Verdict
function watch.wait(account, flat, ours)
  local parts = parts_of(account, flat, ours)
  local ok, verdict = pcall(wait, parts, flat.JobId, ours) -- ^C raises, too
  finish(parts.view)
  if not ok then error(verdict, 0) end
  return verdict
end

return watch
