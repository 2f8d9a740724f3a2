-- When calls went out, as the transfers tell that used a quota's slots. When they arrive is up to a busy machine, too.
local sent_calls = {}

--- Makes a quota note the transfers that use its slots.
---@param quota aliota.Quota
---@param transfers userdata[]  to which each is added
---@return aliota.Quota the same
function sent_calls.noted(quota, transfers)
  local reserve = quota.reserve
  function quota.reserve(...)
    local reservation = reserve(...)
    local attach = reservation.attach
    function reservation.attach(self, transfer)
      transfers[#transfers + 1] = transfer
      attach(self, transfer)
    end
    return reservation
  end
  return quota
end

--- What spec/support/pacing.lua judges.
---@param transfers userdata[]
---@return {at: number}[] in the order of time
function sent_calls.times(transfers)
  local sent = {}
  for i, transfer in ipairs(transfers) do sent[i] = {at = transfer:sent()} end
  table.sort(sent, function(a, b) return a.at < b.at end)
  return sent
end

return sent_calls
