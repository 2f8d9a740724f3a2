-- Who lists now. A listing takes calls from those who look at the batches and from other visitors, so there are two at
-- a time on a host, and one of each batch, state and format, which can't begin again at once: a visitor who reloads
-- asks for little, and waits like the others.
local lease = require "aliota.nginx.lease"

local turns = {}

local PLACES = 2

-- Seconds: what a turn lasts that nobody keeps, as of a worker that died; after which the same may be listed again.
local LASTS, PAUSE = 30, 5

---@class aliota.nginx.Turn
---@field private place aliota.nginx.Lease
---@field private batch aliota.nginx.Lease
local Turn = {}
Turn.__index = Turn

--- Goes on.
function Turn:keep()
  self.place:hold()
  self.batch:hold()
end

--- Ends it; may be called again.
function Turn:leave()
  if self.is_over then return end
  self.is_over = true
  self.place:release()
  self.batch.seconds = PAUSE
  self.batch:hold()
end

local function take_place(store, mark)
  for i = 1, PLACES do
    local place = lease.new(store.dict, store:key("listing:" .. i), LASTS, mark)
    if place:hold() then return place end
  end
end

--- Takes a turn, if it is free.
---@param store aliota.nginx.Store
---@param order aliota.nginx.Order
---@param mark string  which no other request has
---@return aliota.nginx.Turn|nil
---@return integer|nil seconds  after which to try again
function turns.take(store, order, mark)
  local key = ("listing:%s:%s:%s"):format(order.format, order.TaskStatus, order.JobId)
  local batch = lease.new(store.dict, store:key(key), LASTS, mark)
  if not batch:hold() then return nil, PAUSE end
  local place = take_place(store, mark)
  if place then return setmetatable({place = place, batch = batch}, Turn) end
  batch:release()
  return nil, PAUSE
end

return turns
