-- What was asked and answered, for whoever wants to know how a client behaved.

local counters = {}

---@class Traffic what went over the wire; with TLS, what was in it
---@field connections_opened integer connections so far
---@field connections_open integer connections at present
---@field bytes_received integer bytes
---@field bytes_sent integer bytes

local Counters = {}
Counters.__index = Counters

---@param now fun(): number seconds of a clock that nobody sets
function counters.new(now)
  local traffic = {connections_opened = 0, connections_open = 0, bytes_received = 0, bytes_sent = 0}
  local self = setmetatable({now = now, traffic = traffic}, Counters)
  self:reset()
  return self
end

--- Starts anew. What is open stays open.
function Counters:reset()
  local traffic = self.traffic
  traffic.connections_opened, traffic.bytes_received, traffic.bytes_sent = traffic.connections_open, 0, 0
  self.requests, self.by_action, self.by_code, self.signature_failures = 0, {}, {}, 0
  self.peaks, self.recent = {}, {}
end

local function count(counts, name)
  counts[name] = (counts[name] or 0) + 1
end

-- The calls of the last second, oldest first.
function Counters:note(account, action)
  local peaks, key, now = self.peaks, account .. "\0" .. action, self.now()
  local recent = self.recent[key]
  if not recent then
    recent = {first = 1, last = 0}
    self.recent[key] = recent
  end
  recent.last = recent.last + 1
  recent[recent.last] = now
  while now - recent[recent.first] >= 1 do
    recent[recent.first] = nil
    recent.first = recent.first + 1
  end
  peaks[account] = peaks[account] or {}
  peaks[account][action] = math.max(peaks[account][action] or 0, recent.last - recent.first + 1)
end

--- Counts an answered request.
---@param action string? what was asked for; nil when that can't be told
---@param account string? whose call it was; nil when it was refused before that was sure
---@param code string of the answer, `Success` for a good one
function Counters:count(action, account, code)
  action = action or "unknown"
  self.requests = self.requests + 1
  count(self.by_action, action)
  count(self.by_code, code)
  if code == "SignatureDoesNotMatch" then self.signature_failures = self.signature_failures + 1 end
  if account then self:note(account, action) end
end

---@return table stats
function Counters:report()
  local traffic = self.traffic
  return {
    requests = self.requests,
    by_action = self.by_action,
    by_code = self.by_code,
    peak_per_second = self.peaks,
    signature_failures = self.signature_failures,
    connections_opened = traffic.connections_opened,
    connections_open = traffic.connections_open,
    bytes_received = traffic.bytes_received,
    bytes_sent = traffic.bytes_sent,
  }
end

return counters
