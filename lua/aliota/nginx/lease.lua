-- A right that one worker has at a time, on the honour of all: a key of the shared dict that holds the worker's mark
-- and until when, and expires unless it is renewed. A worker that dies loses it by dying.
--
-- The dict goes by this machine's time of day. Where that is set back, a key stays for as much longer; so what counts
-- is the moment in its value, on the clock of loop.now, which is one for the whole machine and nobody sets. Where it is
-- set forth, the key goes too early, and the lease to whoever asks first.
local loop = require "aliota.loop"
local nonce = require("aliota.core").sign.nonce

---@class aliota.nginx.Lease
---@field dict table      ngx.shared.…
---@field key string
---@field seconds number  how long it lasts without being renewed
---@field mark string     which no other worker has
local Lease = {}
Lease.__index = Lease

local lease = {}

--- A mark which no other worker has, nor this one for anything else; in nginx.
---@return string
function lease.new_mark() return ngx.worker.pid() .. "-" .. nonce() end

---@return aliota.nginx.Lease
function lease.new(dict, key, seconds, mark)
  return setmetatable({dict = dict, key = key, seconds = seconds, mark = mark}, Lease)
end

-- Milliseconds of a moment, in as many digits at any time: a value of the same length finds its room again.
local FORM, MOST = "%s %015.0f", 1e14

-- Until when it is whose, and the value that says so.
local function holder(self)
  local value = self.dict:get(self.key)
  if not value then return nil end
  local mark, milliseconds = value:match "^(.*) (%d+)$"
  return mark, tonumber(milliseconds) / 1000, value
end

local function is_mine(self) return holder(self) == self.mark end

-- Takes away what has outlived its moment. Whoever is first to say so does it, as a second one might take away what
-- came after it.
local function clear(self)
  local _, ends_at, value = holder(self)
  if not ends_at or loop.now() < ends_at then return end
  if self.dict:safe_add(("%s:after:%s"):format(self.key, value), true, self.seconds) then self.dict:delete(self.key) end
end

--- Takes or renews it.
---@return boolean|nil held
---@return string|nil err "exists" when another worker has it, "no memory" when the dict is full
function Lease:hold()
  local value = FORM:format(self.mark, math.min(MOST, (loop.now() + self.seconds) * 1000))
  if is_mine(self) then return self.dict:safe_set(self.key, value, self.seconds) end
  clear(self)
  return self.dict:safe_add(self.key, value, self.seconds)
end

--- Gives it up at once, so that nobody has to wait for it.
function Lease:release()
  if is_mine(self) then self.dict:delete(self.key) end
end

return lease
