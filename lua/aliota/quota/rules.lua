-- Who of all processes that share a quota may go next. Pure rules over a text, which whoever keeps it replaces as a
-- whole: in nginx under a lock, in Redis by a script that is this very file. So it must do with Lua 5.1 alone.
--
-- Each process has one place in the line for an operation, however many calls it has: all get the same share while
-- they have calls that wait. A call that may go takes one of as many places as the quota allows in a second. The place
-- counts as one whose request has yet to go out, until its process says when it did, or says nothing for too long.

local rules = {}

---@class aliota.QuotaState
---@field last integer     the number that the last call to go was given
---@field held_until number
---@field taken {number: integer, at: number}[]    calls that count, and when they went out
---@field waiting {process: string, asked: number}[]  who is in line, and asked when

local function read(text)
  local state = {last = 0, held_until = 0, taken = {}, waiting = {}}
  for kind, name, time in text:gmatch "([a-z]) ([^ \n]+) ([^ \n]+)" do
    time = tonumber(time)
    if kind == "t" then
      table.insert(state.taken, {number = tonumber(name), at = time})
    elseif kind == "w" then
      table.insert(state.waiting, {process = name, asked = time})
    else
      state.last, state.held_until = tonumber(name), time
    end
  end
  return state
end

local function write(state)
  local lines = {("s %d %.6f"):format(state.last, state.held_until)}
  for _, call in ipairs(state.taken) do lines[#lines + 1] = ("t %d %.6f"):format(call.number, call.at) end
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
-- Times that are still to come are of before the clock was set back.
local function stand(state, now, process, patience)
  state.waiting = those(state.waiting, function(one)
    return one.process == process or math.abs(now - one.asked) < patience
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

local operations = {}

--- May this process make a call? `go NUMBER`, or `wait SECONDS`.
function operations.ask(state, now, process, places, window, patience, lease)
  local ahead = stand(state, now, process, tonumber(patience))
  if state.held_until > now then return ("wait %.6f"):format(state.held_until - now) end
  window, lease = tonumber(window), tonumber(lease)
  state.taken = those(state.taken, function(call) return now - call.at < window and call.at - now < 2 * lease end)
  local needed = #state.taken + ahead + 1 - tonumber(places)
  if needed > 0 then
    -- Nobody may have gone yet of those who are before this one.
    local at = #state.taken > 0 and next_time(state.taken, needed, window) or now
    return ("wait %.6f"):format(math.max(0, at - now))
  end
  table.remove(state.waiting, ahead + 1)
  state.last = state.last + 1
  table.insert(state.taken, {number = state.last, at = now + lease})
  return ("go %d"):format(state.last)
end

--- A call went out `ago` seconds ago; a negative one says that it may still, for so long.
function operations.date(state, now, number, ago)
  for _, call in ipairs(state.taken) do
    if call.number == tonumber(number) then call.at = now - tonumber(ago) end
  end
  return "done"
end

--- A call never went out.
function operations.free(state, _, number)
  state.taken = those(state.taken, function(call) return call.number ~= tonumber(number) end)
  return "done"
end

--- Nobody of this process waits any more.
function operations.leave(state, _, process)
  state.waiting = those(state.waiting, function(one) return one.process ~= process end)
  return "done"
end

--- Nobody goes before so many seconds have passed.
function operations.hold(state, now, seconds)
  state.held_until = math.max(state.held_until, now + tonumber(seconds))
  return "done"
end

--- Carries an operation out.
---@param text string    what is kept; empty at first
---@param now number     seconds of a clock that is the same for all processes
---@param operation "ask"|"date"|"free"|"leave"|"hold"
---@param ... string|number  what it is given, see above
---@return string text   what is to be kept from now on
---@return string answer
function rules.apply(text, now, operation, ...)
  local state = read(text)
  local answer = operations[operation](state, now, ...)
  return write(state), answer
end

return rules
