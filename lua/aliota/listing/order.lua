-- In which order the service lists, judged by the pages seen so far: the vendor does not say. It matters because rows
-- that change move where a batch is listed by change.

---@class aliota.Order
local Order = {}
Order.__index = Order

local order = {}

---@return aliota.Order
function order.new()
  return setmetatable({ascending = true, descending = true}, Order)
end

--- Looks at one page. A page shows one moment, so it contradicts an order or it does not; what two pages show was true
--- at different moments.
---@param rows table[]
function Order:look_at(rows)
  local before = nil
  for i = 1, #rows do
    local modified = rows[i].UtcModified
    if type(modified) ~= "string" or not (self.ascending or self.descending) then return end
    if before and modified ~= before then -- comparing texts is not cheap
      if modified < before then self.ascending = false else self.descending = false end
    end
    before = modified
  end
end

---@return "unknown"|"stable"|"newest_change_first"|"oldest_change_first"
function Order:name()
  if self.ascending then return self.descending and "unknown" or "oldest_change_first" end
  return self.descending and "newest_change_first" or "stable"
end

return order
