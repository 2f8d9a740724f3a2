-- A right that one worker has at a time, on the honour of all: a key of the shared dict that holds the worker's mark
-- and expires unless it is renewed. A worker that dies loses it by dying.

---@class aliota.nginx.Lease
---@field dict table      ngx.shared.…
---@field key string
---@field seconds number  how long it lasts without being renewed
---@field mark string     which no other worker has
local Lease = {}
Lease.__index = Lease

local lease = {}

---@return aliota.nginx.Lease
function lease.new(dict, key, seconds, mark)
  return setmetatable({dict = dict, key = key, seconds = seconds, mark = mark}, Lease)
end

local function is_mine(self)
  return self.dict:get(self.key) == self.mark
end

--- Takes or renews it.
---@return boolean|nil held
---@return string|nil err "exists" when another worker has it, "no memory" when the dict is full
function Lease:hold()
  if is_mine(self) and self.dict:expire(self.key, self.seconds) then return true end
  return self.dict:safe_add(self.key, self.mark, self.seconds)
end

--- Gives it up at once, so that nobody has to wait for it.
function Lease:release()
  if is_mine(self) then self.dict:delete(self.key) end
end

return lease
