-- A shared dict of nginx for specs outside of it: its time is told, and its room is a number of values.
local Dict = {}
Dict.__index = Dict

local function entry_of(self, key)
  local entry = self.entries[key]
  if entry and entry.expires and entry.expires <= self.now then
    self.entries[key] = nil
    return nil
  end
  return entry
end

local function count(self)
  local entries = 0
  for key in pairs(self.entries) do entries = entries + (entry_of(self, key) and 1 or 0) end
  return entries
end

function Dict:get(key)
  local entry = entry_of(self, key)
  return entry and entry.value
end

function Dict:safe_set(key, value, seconds)
  if not entry_of(self, key) and count(self) >= self.room then return nil, "no memory" end
  self.entries[key] = {value = value, expires = seconds and self.now + seconds}
  return true
end

function Dict:safe_add(key, value, seconds)
  if entry_of(self, key) then return false, "exists" end
  return self:safe_set(key, value, seconds)
end

function Dict:expire(key, seconds)
  local entry = entry_of(self, key)
  if not entry then return nil, "not found" end
  entry.expires = self.now + seconds
  return true
end

function Dict:delete(key) self.entries[key] = nil end

---@param room integer|nil
return function(room)
  return setmetatable({now = 0, room = room or math.huge, entries = {}}, Dict)
end
