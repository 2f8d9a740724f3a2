-- Asking again for a page that contradicts itself: often the next answer is better. Where that has been in vain a few
-- times the service just is like that, and every further page is taken as it is.
local page = require "aliota.listing.page"

-- Requests, since one of them was of use.
local MOST_IN_VAIN = 5

---@class aliota.Doubt
---@field vain integer
local Doubt = {}
Doubt.__index = Doubt

local doubt = {}

---@return aliota.Doubt
function doubt.new()
  return setmetatable({vain = 0}, Doubt)
end

--- The last judgement of a call (see aliota.CallOptions, `accept`) on a page.
---@param operation aliota.Operation
---@param read fun(...): {page: aliota.Page}|nil, aliota.Error|nil  what makes something of an answer
---@return fun(...): {page: aliota.Page}|nil, aliota.Error|nil, {page: aliota.Page}|nil
function Doubt:judge(operation, read)
  local asked_again = false
  return function(...)
    local reading, err = read(...)
    if not reading then return nil, err end
    if not reading.page.problems then
      if asked_again then self.vain = 0 end
      return reading
    end
    if self.vain >= MOST_IN_VAIN then return reading end
    asked_again, self.vain = true, self.vain + 1
    return nil, page.contradiction(operation, reading.page), reading
  end
end

return doubt
