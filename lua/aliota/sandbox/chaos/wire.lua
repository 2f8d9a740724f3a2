-- Faults of the wire: a request that arrives late; an answer that comes late, in pieces, or not to its end.

local needed = require "aliota.util.needed"
local cqueues = needed "cqueues"

local chance = require "aliota.sandbox.world.chance"
local http_writer = require "aliota.sandbox.http_writer"
local reset = require "aliota.sandbox.chaos.reset"

local wire = {}

---@class Line a connection with an answer to send
---@field socket userdata
---@field send fun(bytes: string): boolean ok
---@field head fun(framing: string): string
---@field body string
---@field last boolean

local function whole(line)
  return line.head(http_writer.length_of(line.body)) .. line.body
end

local function half(line)
  return line.head(http_writer.length_of(line.body)) .. line.body:sub(1, math.floor(#line.body / 2))
end

-- What arrives before a reset is lost if the client has not read it yet, so the client is given the time.
local READING_TIME = 0.05 -- seconds

local function reset_after(line, bytes)
  if bytes then
    line.send(bytes)
    cqueues.sleep(READING_TIME)
  end
  reset(line.socket)
  return false
end

local TICK = 0.1 -- seconds

-- Each sends an answer and returns whether the connection may go on. One strikes at most: the first of these.
local ENDINGS = {
  {"refused_connection", function(_, strike, server)
    server:refuse(strike.seconds)
    return false
  end},
  {"reset_before", function(line) return reset_after(line, nil) end},
  {"reset_in_body", function(line) return reset_after(line, half(line)) end},
  {"reset_after", function(line) return reset_after(line, whole(line)) end},
  {"truncated_wrong_length", function(line)
    line.send(half(line))
    return false
  end},
  {"trickle", function(line, strike)
    local bytes, step = whole(line), math.max(1, math.floor(strike.bytes_per_second * TICK))
    for first = 1, #bytes, step do
      if not line.send(bytes:sub(first, first + step - 1)) then return false end
      cqueues.sleep(step / math.max(strike.bytes_per_second, 1))
    end
    return not line.last
  end},
  {"chunked", function(line, strike)
    local step = math.max(1, math.floor(strike.bytes))
    if not line.send(line.head("transfer-encoding: chunked")) then return false end
    for first = 1, #line.body, step do
      local chunk = line.body:sub(first, first + step - 1)
      if not line.send(("%x\r\n%s\r\n"):format(#chunk, chunk)) then return false end
    end
    return line.send("0\r\n\r\n") and not line.last
  end},
}

-- Milliseconds. The long tail is Pareto's with the exponent 1.2: one in 16 waits ten times the least.
local DISTRIBUTIONS = {
  fixed = function(strike) return strike.ms end,
  uniform = function(strike) return strike.ms + (strike.max_ms - strike.ms) * strike.fraction end,
  long_tail = function(strike) return math.min(strike.ms * (1 - strike.fraction) ^ (-1 / 1.2), strike.max_ms) end,
}

--- Keeps a request on its way for up to `jitter` milliseconds, each as likely as any other, drawn apart from how late
--- its answer is. Requests of other connections may overtake it.
---@param strike Strike
---@param sleep fun(seconds: number)
function wire.travel(strike, sleep)
  if strike.jitter == 0 then return end
  sleep(strike.jitter / 1000 * chance.fraction(chance.draw(strike.draw, 1, 1)))
end

--- How late the answer is.
---@param strike Strike
---@return number seconds
function wire.latency(strike)
  return DISTRIBUTIONS[strike.distribution](strike) / 1000
end

--- Sends an answer with the faults that strike it.
---@param server table
---@param socket userdata
---@param response aliota.sandbox.Response  with `wire`, the strikes
---@param last boolean the connection ends after this answer
---@return boolean goes_on
function wire.send(server, socket, response, last)
  local strikes = response.wire
  local line = {
    socket = socket,
    body = response.body,
    last = last,
    send = function(bytes) return http_writer.send(socket, server.traffic, bytes) end,
    head = function(framing) return http_writer.head(response, framing, last) end,
  }
  if strikes.latency then cqueues.sleep(wire.latency(strikes.latency)) end
  for _, ending in ipairs(ENDINGS) do
    local strike = strikes[ending[1]]
    if strike then return ending[2](line, strike, server) end
  end
  return line.send(whole(line)) and not last
end

return wire
