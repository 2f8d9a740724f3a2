-- Which batch is looked at next. Some are at a time, so that one for which the service takes long keeps no other one.
-- Once there are some that can be had, those that may take long, as they failed or nobody has seen them yet, have half
-- of the places at most, so that many of them don't either. Pure.

---@class aliota.nginx.Queue
---@field places integer  batches that are looked at together at most
---@field waiting {id: string, is_doubtful: boolean}[]  the longest unseen first
---@field under_way table<string, {is_doubtful: boolean}>  by JobId
---@field good table<string, true>  JobIds of those whose last look succeeded
local Queue = {}
Queue.__index = Queue

local queue = {}

---@param places integer
---@return aliota.nginx.Queue
function queue.new(places)
  return setmetatable({places = places, waiting = {}, under_way = {}, good = {}}, Queue)
end

--- Begins a round: all that are not under way wait, in the order in which they were last looked at. What still waited
--- was looked at long ago and comes first.
---@param ids string[] JobIds
---@param record_of fun(id: string): aliota.nginx.Record|nil
function Queue:fill(ids, record_of)
  self.waiting, self.good = {}, {}
  for i, id in ipairs(ids) do
    local record = record_of(id) or {}
    self.good[id] = record.snapshot and not record.error and true or nil
    if not self.under_way[id] then
      self.waiting[#self.waiting + 1] = {
        id = id, place = i, looked = record.looked or -math.huge, is_doubtful = not self.good[id],
      }
    end
  end
  table.sort(self.waiting, function(a, b)
    if a.looked ~= b.looked then return a.looked < b.looked end
    return a.place < b.place
  end)
end

--- Lets nobody wait any more.
function Queue:clear() self.waiting = {} end

local function count(self)
  local all, doubtful = 0, 0
  for _, entry in pairs(self.under_way) do
    all, doubtful = all + 1, doubtful + (entry.is_doubtful and 1 or 0)
  end
  return all, doubtful
end

--- Takes the next one, which is under way until `done`.
---@return string|nil JobId  nil: there is none, or no place for one
function Queue:take()
  local all, doubtful = count(self)
  local most = next(self.good) and self.places / 2 or self.places
  if all >= self.places then return nil end
  for i, entry in ipairs(self.waiting) do
    if not entry.is_doubtful or doubtful < most then
      table.remove(self.waiting, i)
      self.under_way[entry.id] = entry
      return entry.id
    end
  end
end

---@param id string JobId
---@param is_good boolean whether the look succeeded
function Queue:done(id, is_good)
  self.under_way[id], self.good[id] = nil, is_good or nil
end

--- Whether a round is through, as far as the next one has to wait for it.
---@return boolean
function Queue:is_through()
  for _, entry in ipairs(self.waiting) do
    if not entry.is_doubtful then return false end
  end
  return true
end

--- Whether nothing is under way.
---@return boolean
function Queue:is_idle() return next(self.under_way) == nil end

return queue
