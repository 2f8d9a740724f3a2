-- What time it is at the service, which dates tasks by it: as the Date headers of its answers tell, whatever this
-- machine's clock says. That of the last good answer is read when somebody asks, so that an answer costs nothing.
--
-- A Date is a whole second between a request's start and the reading of its answer, which may have lain there for long.
-- So an answer moves what is reckoned no further than it must, and a clock that is right moves nothing. From one answer
-- to the next the time is told by loop.now, which nobody sets.
--
-- Calls are not signed by it: Account:time changes only where a timestamp was refused. Whoever writes the Date, such as
-- a proxy, or a sandbox where hours pass at will, need not be who judges signatures.
local http_date = require "aliota.util.http_date"
local loop = require "aliota.loop"

-- Seconds. Both clocks may show whole seconds.
local SLACK = 1

---@class aliota.Reckoning
---@field time number    epoch seconds of the service
---@field moment number  when it was so, on the clock of loop.now

-- What was reckoned, moved to where the answer and it agree.
local function agreed(time, date, seconds)
  if time < date - SLACK then return date end
  if time > date + seconds + SLACK then return date + seconds end
  return time
end

---@param account aliota.Account
---@return number epoch seconds
return function(account)
  local known, date = account.reckoned, http_date(account.date)
  if date then
    local asked_at, moment = account.asked_at, account.answered_at
    local time = known and known.time + moment - known.moment or account:time() + moment - loop.now()
    known = {time = agreed(time, date, moment - asked_at), moment = moment}
    account.reckoned = known
  end
  return known and known.time + loop.now() - known.moment or account:time()
end
