-- What a look of client:follow asks for while devices move, and whether it tells all: requests in virtual time, so that
-- they are the same on any machine.
local shell = require "bench.shell"

local DEVICES = {20000, 100000}
local RATES = {5, 50, 500} -- changes a second
local ORDERS = {"stable", "newest_change_first", "oldest_change_first"}
local BEYOND = 8    -- requests of a look besides the pages of the states that have changed
local QUIET = 0.02  -- of listing everything, where nothing changes

local HEAD = {"devices", "changes/s", "measured", "order", "told", "wrong", "first look", "a look", "of all",
  "beyond", "quiet", "of all", "ok"}

local function row(devices, rate, order)
  local command = ("%s bench/child/follow.lua %d %d %s"):format(shell.quote(arg[-1]), devices, rate, order)
  local it = shell.figures(command)
  local quiet = it.quiet / it.all
  local is_ok = it.wrong == 0 and it.beyond <= BEYOND and quiet <= QUIET
  return {
    ("%d"):format(devices), ("%d"):format(rate), ("%.1f"):format(it.rate), order, ("%d"):format(it.told),
    ("%d"):format(it.wrong), ("%d"):format(it.first), ("%.0f"):format(it.mean), ("%.2f"):format(it.mean / it.all),
    ("%d"):format(it.beyond), ("%d"):format(it.quiet), ("%.3f"):format(quiet), is_ok and "yes" or "NO",
  }
end

---@param report table
return function(report)
  local rows = {}
  for _, devices in ipairs(DEVICES) do
    for _, rate in ipairs(RATES) do
      for _, order in ipairs(ORDERS) do rows[#rows + 1] = row(devices, rate, order) end
    end
  end
  report.sheet(HEAD, rows)
end
