-- The sliding window of an operation, and the queue for it, that processes share: which of them may send a call next.
-- Pure functions of a text, which a backend keeps and replaces as a whole: in nginx under a lock, in Redis by a script
-- that is this very file. So it must do with Lua 5.1 and its plain libraries.
--
-- A process that may send a call gets a slot on a lease: it is taken for as long as the request may be on its way out.
-- The process says when that was sent, and renews the lease until then; if it stays silent, the lease ends by itself.
-- From when the request was sent, or may have been, the slot is taken for one window.
--
-- Each process is one waiter in the queue, however many calls it has: all get the same share while they have calls that
-- wait. One that does not poll for a while is elsewhere, or dead, and leaves the queue.
--
-- Answers get lost, and with them the knowledge of who holds a lease. So a process names its calls itself: what it says
-- twice is the same as once, and a call that is unknown here, as the text was lost or it went out unasked, counts.

local shared_window = {}

---@class aliota.SharedWindow what the text holds
---@field created_at number    when it was made from nothing
---@field recovered_at number  when the backend was first heard to be there again after an outage
---@field blocked_until number
---@field slots {call: string, at: number}[]       taken ones, and when the request was sent; in the future: a lease
---@field waiters {process: string, polled_at: number}[]  the queue

-- Seconds by which times may differ that are written here and that others know.
local ROUNDING = 0.001

-- Where the clock was set back, so are all times. Of another clock nothing is known: it may be that no time has passed
-- since it was read.
local function decode(text, now, is_of_other_clock)
  local written_at, created_at, recovered_at, blocked_until =
    text:match "^s ([^ \n]+) ([^ \n]+) ([^ \n]+) ([^ \n]+)"
  local back = (tonumber(written_at) or now) - now
  if back < ROUNDING and not is_of_other_clock then back = 0 end
  local function time(figure) return tonumber(figure) - back end
  local state = {
    created_at = time(created_at or now), recovered_at = time(recovered_at or 0),
    blocked_until = time(blocked_until or 0), slots = {}, waiters = {},
  }
  for kind, name, figure in text:gmatch "\n([a-z]) ([^ \n]+) ([^ \n]+)" do
    if kind == "t" then
      table.insert(state.slots, {call = name, at = time(figure)})
    else
      table.insert(state.waiters, {process = name, polled_at = time(figure)})
    end
  end
  return state
end

local function encode(state, now)
  local lines = {("s %.6f %.6f %.6f %.6f"):format(now, state.created_at, state.recovered_at, state.blocked_until)}
  for _, slot in ipairs(state.slots) do lines[#lines + 1] = ("t %s %.6f"):format(slot.call, slot.at) end
  for _, waiter in ipairs(state.waiters) do
    lines[#lines + 1] = ("w %s %.6f"):format(waiter.process, waiter.polled_at)
  end
  return table.concat(lines, "\n")
end

local function filter(list, test)
  local kept = {}
  for _, member in ipairs(list) do
    if test(member) then kept[#kept + 1] = member end
  end
  return kept
end

local function position_of(waiters, process)
  for position, waiter in ipairs(waiters) do
    if waiter.process == process then return position end
  end
  return nil
end

-- A process joins the queue or stays in it. Returns how many are before it.
local function enqueue(state, now, process, timeout)
  state.waiters = filter(state.waiters, function(waiter)
    return waiter.process == process or now - waiter.polled_at < timeout
  end)
  local position = position_of(state.waiters, process)
  if not position then
    position = #state.waiters + 1
    state.waiters[position] = {process = process}
  end
  state.waiters[position].polled_at = now
  return position - 1
end

-- When as many slots will have left the window as those before and this one need; each is needed again a window later.
local function time_of_slot(taken, needed, window)
  table.sort(taken, function(a, b) return a.at < b.at end)
  local rounds = math.floor((needed - 1) / #taken)
  return taken[(needed - 1) % #taken + 1].at + (rounds + 1) * window
end

local function block(state, until_time)
  state.blocked_until = math.max(state.blocked_until, until_time)
end

local function take_slot(state, call, at)
  table.insert(state.slots, {call = call, at = at})
end

local function wait(seconds) return ("wait %.6f"):format(math.max(0, seconds)) end

local operations = {}

--- A call was never sent, and is not going to be.
function operations.release(state, _, call)
  state.slots = filter(state.slots, function(slot) return slot.call ~= call end)
  return "done"
end

--- A call was sent `ago` seconds ago.
function operations.sent(state, now, call, ago)
  operations.release(state, now, call)
  take_slot(state, call, now - tonumber(ago))
  return "done"
end

--- A call is still going to be sent: its lease lasts `lease` seconds from now.
function operations.renew(state, now, call, lease)
  operations.release(state, now, call)
  take_slot(state, call, now + tonumber(lease))
  return "done"
end

--- May this process send a call? `go`, with a lease, or `wait SECONDS`. Should the same call have a lease already, its
--- process never heard so. The process got its last answer `heard` seconds ago (0: none to go by): if the text is
--- younger than that, it was lost, and calls may have been sent in this window that nobody knows of.
function operations.acquire(state, now, process, call, heard, slots, window, timeout, lease)
  window, lease, heard = tonumber(window), tonumber(lease), tonumber(heard)
  operations.release(state, now, call)
  if now - heard < state.created_at - ROUNDING then block(state, state.created_at + window) end
  local ahead = enqueue(state, now, process, tonumber(timeout))
  if state.blocked_until > now then return wait(state.blocked_until - now) end
  state.slots = filter(state.slots, function(slot) return now - slot.at < window end)
  local needed = #state.slots + ahead + 1 - tonumber(slots)
  if needed > 0 then
    -- Where all slots are free, those before this one are about to take them.
    local at = #state.slots > 0 and time_of_slot(state.slots, needed, window) or now
    return wait(at - now)
  end
  table.remove(state.waiters, ahead + 1)
  take_slot(state, call, now + lease)
  return "go"
end

--- A process gave up waiting for an answer `ago` seconds ago, and then others may have, too. Each may go on by itself
--- until it knows better, so no call is let through for `pause` seconds from when the first of them is heard of:
--- `wait SECONDS`.
function operations.recover(state, now, ago, pause)
  if now - tonumber(ago) > state.recovered_at then state.recovered_at = now end
  local over = state.recovered_at + tonumber(pause)
  block(state, over)
  return wait(over - now)
end

--- The text comes from another server, which may have known more, and had another clock: no call is let through for
--- `pause` seconds. After that all has left the window that was let through there.
function operations.move(state, now, pause)
  state.recovered_at = now
  block(state, now + tonumber(pause))
  return "done"
end

--- No call of this process waits any more.
function operations.leave(state, _, process)
  state.waiters = filter(state.waiters, function(waiter) return waiter.process ~= process end)
  return "done"
end

--- The service asked for a pause: no call is let through before so many seconds have passed.
function operations.back_off(state, now, seconds)
  block(state, now + tonumber(seconds))
  return "done"
end

--- Carries an operation out.
---@param text string    what is kept; empty at first
---@param now number     seconds of a clock that is the same for all processes
---@param operation "acquire"|"sent"|"renew"|"release"|"recover"|"move"|"leave"|"back_off"
---@param ... string|number  its arguments, see above
---@return string text   what is to be kept from now on
---@return string answer
function shared_window.apply(text, now, operation, ...)
  local state = decode(text, now, operation == "move")
  local answer = operations[operation](state, now, ...)
  return encode(state, now), answer
end

return shared_window
