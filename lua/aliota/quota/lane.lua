-- What this process has to do with the home of a shared quota, for one operation: what it asks and what it tells, and
-- how it does without a home that is away.
--
-- No place is to belong to nobody. So what can't be told is kept until it can, and a question whose answer was lost is
-- asked again in the name of the same call, or taken back.
local Line = require "aliota.quota.line"
local nonce = require("aliota.core").sign.nonce

-- Seconds after which a process that waits, and has not asked again, waits no more.
local PATIENCE = 0.75
-- Seconds for which a request may be on its way out without its process having said so again.
local LEASE = 10
-- Seconds after which a home that was away is asked again.
local RETRY = 0.5

local WEAK = {__mode = "v"}

---@class aliota.News what the home has yet to hear
---@field operation "date"|"free"|"hold"
---@field call string|nil      of which call
---@field at number|nil        when it went out, or until when to hold
---@field matters_until number
---@field is_told boolean|nil

---@class aliota.Place what a call may hold at the home; of the call only for as long as somebody wants it
---@field call string            its name
---@field turn aliota.SharedTurn|nil  weak
---@field is_used boolean|nil    whether its request may have gone out

---@class aliota.Lane
---@field line aliota.Line   who waits in this process
---@field ask_at number      before that it is not worth asking
---@field retry_at number    when the home is to be asked again; until then who may goes by the share
---@field problem string|nil why the home is away
---@field away_since number|nil
local Lane = {LEASE = LEASE}
Lane.__index = Lane

--- What a home answers when somebody else is at the text.
Lane.BUSY = "busy"

---@param home aliota.QuotaHome
---@param key string
---@return aliota.Lane
function Lane.new(home, key)
  return setmetatable({
    home = home, key = key, process = nonce():sub(1, 12), calls = 0, line = Line.new(), window = 0, pause = 0,
    heard_at = -math.huge, ask_at = -math.huge, retry_at = -math.huge, open = {}, untold = {},
  }, Lane)
end

--- For how long calls count, and for how long others pause after this process has been without the home: while its
--- calls may count that went by its share, if it has one.
---@param window number seconds
---@param has_share boolean
function Lane:expect(window, has_share)
  self.window = math.max(self.window, window)
  self.pause = has_share and self.window or 0
end

--- Names a call that may come to hold a place.
---@param turn aliota.SharedTurn
---@return aliota.Place
function Lane:new_place(turn)
  self.calls = self.calls + 1
  return setmetatable({call = ("%s:%d"):format(self.process, self.calls), turn = turn}, WEAK)
end

-- The home ------------------------------------------------------------------------------------------------------------

function Lane:go_away(problem, asked_at)
  local now = self.home.now() -- it may have taken long to find out
  if not self.problem then self.away_since = asked_at end
  self.problem, self.failed_at, self.retry_at = problem, now, now + RETRY
end

-- Where nothing can wait, such as in a finaliser, nothing is found out about the home.
function Lane:apply(...)
  local asked_at = self.home.now()
  local answer, problem, is_only_here = self.home:apply(self.key, self.pause, ...)
  if not answer and not is_only_here then self:go_away(problem, asked_at) end
  return answer, problem
end

-- Whether it heard.
function Lane:tell(...)
  local answer = self:apply(...)
  return answer ~= nil and answer ~= Lane.BUSY
end

function Lane:tell_news(news, now)
  local operation = news.operation
  if operation == "date" then return self:tell("date", news.call, now - news.at) end
  if operation == "free" then return self:tell("free", news.call) end
  return self:tell("hold", news.at - now)
end

-- Tells what the home has yet to hear, as long as it listens. Others may do so meanwhile, or this be the end of the
-- running coroutine: what is told twice does no harm, what is not told would.
function Lane:tell_rest()
  local is_listening = not self.problem
  for _, news in ipairs(self.untold) do
    local now = self.home.now()
    if not news.is_told and now < news.matters_until and is_listening then
      is_listening = self:tell_news(news, now)
      news.is_told = is_listening
    end
  end
  local rest, now = {}, self.home.now()
  for _, news in ipairs(self.untold) do
    if not news.is_told and now < news.matters_until then rest[#rest + 1] = news end
  end
  self.untold = rest
end

--- Tells now, or as soon as the home is there.
---@param news aliota.News
function Lane:report(news)
  news.is_told = false
  self.untold[#self.untold + 1] = news
  self:tell_rest()
end

--- What to report of a place at its end. Unheard it would be taken until the lease is over.
---@param place aliota.Place
---@param at number|nil  when the request went out; nil: it never did
---@return aliota.News
function Lane:end_of(place, at)
  self.open[place] = nil
  return {
    operation = at and "date" or "free", call = place.call, at = at,
    matters_until = self.home.now() + LEASE + self.window,
  }
end

-- A call that nobody wants any more, such as one of a light thread that was killed, sends nothing from now on.
function Lane:end_collected(now)
  for place in pairs(self.open) do
    if not place.turn then self.untold[#self.untold + 1] = self:end_of(place, place.is_used and now or nil) end
  end
end

-- Others may have been without the home, too, and use their shares until they know better: so does this process.
function Lane:come_back(now)
  local answer = self:apply("gave_up", now - self.failed_at, self.pause)
  if not answer or answer == Lane.BUSY then return end
  local pause = tonumber(answer:match "[^ ]+$")
  self.problem, self.retry_at = nil, pause > 0 and self.home.now() + pause or -math.huge
  for place in pairs(self.open) do
    if place.turn then place.turn.told_at = -math.huge end -- what is on its way out may have been forgotten
  end
end

--- Tells the home whatever it has yet to hear.
---@param now number
---@return boolean whether it can be asked now
function Lane:reach(now)
  self:end_collected(now)
  if self.problem then self:come_back(now) end
  self:tell_rest()
  return not self.problem and now >= self.retry_at
end

--- Asks for a place.
---@param place aliota.Place
---@param now number
---@param places integer that there are
---@param window number
---@return string|nil answer
---@return string|nil problem
function Lane:ask(place, now, places, window)
  self.open[place] = true
  local heard = math.min(now - self.heard_at, LEASE)
  local answer, problem = self:apply("ask", self.process, place.call, heard, places, window, PATIENCE, LEASE)
  if answer and answer ~= Lane.BUSY then
    self.heard_at, self.is_in_line = self.home.now(), answer ~= "go"
    if self.is_in_line then self.open[place] = nil end
  end
  return answer, problem
end

--- Says that a request is still on its way out. Should this not be heard, it is said again.
---@param place aliota.Place
---@param now number
function Lane:keep(place, now)
  if not self.problem and self:tell("date", place.call, -LEASE) then place.turn.told_at = now end
end

--- Leaves the home's line when nobody waits here any more.
function Lane:leave()
  if not self.is_in_line or not self.line:is_empty() then return end
  self.is_in_line = false
  if not self.problem then self:tell("leave", self.process) end
end

return Lane
