-- One of several processes that make as many calls as a quota they share lets them, from one moment to another.
local aliota = require "aliota"
local loop = require "aliota.loop"

-- Makes a quota note the transfers that use its slots.
local function noted(quota, transfers)
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

---@param told table  endpoint, credentials, JobId; kind ("shdict" or "redis") and settings of the quota; start, finish
---@return number[] times when the requests went out, by a clock that all processes of the machine share
return function(told)
  if told.kind == "redis" then require "spec.support.redis" end
  local transfers, times = {}, {}
  local client = aliota.new {
    endpoint = told.endpoint, credentials = told.credentials, proxy = false, retries = 0,
    quota = noted(require("aliota.quota." .. told.kind).new(told.settings), transfers),
  }
  client:call("QueryOTAFirmware", {FirmwareId = "none"}) -- so that the connection is there
  transfers[1] = nil
  while loop.now() < told.start do loop.http():wait(told.start - loop.now()) end
  while loop.now() < told.finish do client:query_ota_job {JobId = told.JobId} end
  for i, transfer in ipairs(transfers) do times[i] = transfer:sent() end
  return times
end
