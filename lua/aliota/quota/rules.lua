-- Who of all processes that share a quota may go next. Pure rules over a text, which whoever keeps it replaces as a
-- whole: in nginx under a lock, in Redis by a script that is this very file. So it must do with Lua 5.1 alone.
--
-- Each process has one place in the line for an operation, however many calls it has: all get the same share while
-- they have calls that wait. A call that may go takes one of as many places as the quota allows in a second. The place
-- counts as one whose request has yet to go out, until its process says when it did, or says nothing for too long.
--
-- Answers get lost, and with them who has a place. So a process names its calls itself: what it says twice is the same
-- as once, and what it says of a call that nobody here knows, as all was forgotten or it went without asking, counts.

local rules = {}

---@class aliota.QuotaState
---@field born number      when it was made from nothing
---@field resumed number   when the home was first heard to be there again after it had been away
---@field held_until number
---@field taken {call: string, at: number}[]    calls that count, and when they went out
---@field waiting {process: string, asked: number}[]  who is in line, and asked when

-- Seconds by which times may differ that are written here and that others know.
local ROUNDING = 0.001

-- Where the clock was set back, so are all times.
local function read(text, now)
  local written, born, resumed, held_until = text:match "^s ([^ \n]+) ([^ \n]+) ([^ \n]+) ([^ \n]+)"
  local back = (tonumber(written) or now) - now
  if back < ROUNDING then back = 0 end
  local function time(figure) return tonumber(figure) - back end
  local state = {
    born = time(born or now), resumed = time(resumed or 0), held_until = time(held_until or 0),
    taken = {}, waiting = {},
  }
  for kind, name, figure in text:gmatch "\n([a-z]) ([^ \n]+) ([^ \n]+)" do
    if kind == "t" then
      table.insert(state.taken, {call = name, at = time(figure)})
    else
      table.insert(state.waiting, {process = name, asked = time(figure)})
    end
  end
  return state
end

local function write(state, now)
  local lines = {("s %.6f %.6f %.6f %.6f"):format(now, state.born, state.resumed, state.held_until)}
  for _, call in ipairs(state.taken) do lines[#lines + 1] = ("t %s %.6f"):format(call.call, call.at) end
  for _, one in ipairs(state.waiting) do lines[#lines + 1] = ("w %s %.6f"):format(one.process, one.asked) end
  return table.concat(lines, "\n")
end

-- The members of a list for which a test is true.
local function those(list, test)
  local kept = {}
  for _, member in ipairs(list) do
    if test(member) then kept[#kept + 1] = member end
  end
  return kept
end

local function place_of(waiting, process)
  for place, one in ipairs(waiting) do
    if one.process == process then return place end
  end
  return nil
end

-- Joins the line or stays in it; whoever has not asked for a while is elsewhere, or dead. Returns how many are before.
local function stand(state, now, process, patience)
  state.waiting = those(state.waiting, function(one)
    return one.process == process or now - one.asked < patience
  end)
  local place = place_of(state.waiting, process)
  if not place then
    place = #state.waiting + 1
    state.waiting[place] = {process = process}
  end
  state.waiting[place].asked = now
  return place - 1
end

-- When the places will be free that those before and this one need; each is needed again a window later.
local function next_time(taken, needed, window)
  table.sort(taken, function(a, b) return a.at < b.at end)
  local rounds = math.floor((needed - 1) / #taken)
  return taken[(needed - 1) % #taken + 1].at + (rounds + 1) * window
end

local function hold(state, until_time)
  state.held_until = math.max(state.held_until, until_time)
end

local operations = {}

--- A call never went out, or is not going to.
function operations.free(state, _, call)
  state.taken = those(state.taken, function(one) return one.call ~= call end)
  return "done"
end

--- A call went out `ago` seconds ago; a negative one says that it may still, for so long.
function operations.date(state, now, call, ago)
  operations.free(state, now, call)
  table.insert(state.taken, {call = call, at = now - tonumber(ago)})
  return "done"
end

--- May this process make a call? `go`, or `wait SECONDS`. A place that it was given for the same one before was never
--- heard of. Its last answer came `heard` seconds ago: what has been kept for less is not all that went out since.
function operations.ask(state, now, process, call, heard, places, window, patience, lease)
  window, lease, heard = tonumber(window), tonumber(lease), tonumber(heard)
  operations.free(state, now, call)
  if heard < lease and now - heard < state.born - ROUNDING then hold(state, state.born + window) end
  local ahead = stand(state, now, process, tonumber(patience))
  if state.held_until > now then return ("wait %.6f"):format(state.held_until - now) end
  state.taken = those(state.taken, function(one) return now - one.at < window end)
  local needed = #state.taken + ahead + 1 - tonumber(places)
  if needed > 0 then
    -- Nobody may have gone yet of those who are before this one.
    local at = #state.taken > 0 and next_time(state.taken, needed, window) or now
    return ("wait %.6f"):format(math.max(0, at - now))
  end
  table.remove(state.waiting, ahead + 1)
  table.insert(state.taken, {call = call, at = now + lease})
  return "go"
end

--- A process gave up waiting for an answer `ago` seconds ago, and then others may have, too. Each may go on by itself
--- until it knows better, so nobody goes for `pause` seconds from when the first of them is heard of: `wait SECONDS`.
function operations.gave_up(state, now, ago, pause)
  if now - tonumber(ago) > state.resumed then state.resumed = now end
  local over = state.resumed + tonumber(pause)
  hold(state, over)
  return ("wait %.6f"):format(math.max(0, over - now))
end

--- Nobody of this process waits any more.
function operations.leave(state, _, process)
  state.waiting = those(state.waiting, function(one) return one.process ~= process end)
  return "done"
end

--- Nobody goes before so many seconds have passed.
function operations.hold(state, now, seconds)
  hold(state, now + tonumber(seconds))
  return "done"
end

--- Carries an operation out.
---@param text string    what is kept; empty at first
---@param now number     seconds of a clock that is the same for all processes
---@param operation "ask"|"date"|"free"|"gave_up"|"leave"|"hold"
---@param ... string|number  what it is given, see above
---@return string text   what is to be kept from now on
---@return string answer
function rules.apply(text, now, operation, ...)
  local state = read(text, now)
  local answer = operations[operation](state, now, ...)
  return write(state, now), answer
end

return rules
