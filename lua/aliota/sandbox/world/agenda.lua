-- What is due when: numbers in buckets, one bucket a second of virtual time.

local agenda = {}

local Agenda = {}
Agenda.__index = Agenda

---@param second integer the first second that is still to come
function agenda.new(second)
  return setmetatable({next = second, buckets = {}, size = 0}, Agenda)
end

--- Notes something down for a second that is still to come; for a past one, it is done in the next.
---@param second integer
---@param entry number
---@return integer second for which it is noted
function Agenda:add(second, entry)
  if second < self.next then second = self.next end
  local bucket = self.buckets[second]
  if not bucket then
    self.buckets[second] = {entry}
  else
    bucket[#bucket + 1] = entry
  end
  self.size = self.size + 1
  return second
end

-- After so many empty seconds it is cheaper to look for the next that is not.
local PATIENCE = 3600

function Agenda:next_bucket()
  local nearest = math.huge
  for second in pairs(self.buckets) do nearest = math.min(nearest, second) end
  return nearest
end

--- Does what is due in the seconds that are over. Entries of a second are spread over its milliseconds, in order.
---@param now number epoch seconds
---@param handle fun(entry: number, second: integer, milliseconds: integer) may add entries
function Agenda:run(now, handle)
  local floor = math.floor
  local last, idle = floor(now) - 1, 0
  while self.next <= last and self.size > 0 do
    local second = self.next
    self.next = second + 1
    local bucket = self.buckets[second]
    idle = bucket and 0 or idle + 1
    if idle == PATIENCE then self.next, idle = math.min(self:next_bucket(), last + 1), 0 end
    if bucket then
      self.buckets[second] = nil
      local count = #bucket
      self.size = self.size - count
      for i = 1, count do handle(bucket[i], second, second * 1000 + floor((i - 1) * 1000 / count)) end
    end
  end
  if self.next <= last then self.next = last + 1 end
end

return agenda
