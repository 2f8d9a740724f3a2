-- Whether an update package may be rolled out (QueryOTAFirmware, Status): the values are the vendor's, which of them
-- means what is an assumption. It follows from the verification batch, so nothing has to be told when that ends.

local package_status = {NOT_NEEDED = -1, UNVERIFIED = 0, VERIFIED = 1, VERIFYING = 2, FAILED = 3}

local BY_BATCH = {IN_PROGRESS = package_status.VERIFYING, CANCELED = package_status.UNVERIFIED}

---@param package table
---@return integer
function package_status.of(package)
  local batch = package.verification
  if package.Status == package_status.NOT_NEEDED or not batch then return package.Status end
  if BY_BATCH[batch.status] then return BY_BATCH[batch.status] end
  return batch:truth().by_status.SUCCEEDED > 0 and package_status.VERIFIED or package_status.FAILED
end

--- Percent of the verification batch that are through.
---@param package table
---@return integer
function package_status.progress(package)
  local counts = package.verification and package.verification:truth()
  if not counts or counts.total == 0 then return 0 end
  local by_status = counts.by_status
  return math.floor((by_status.SUCCEEDED + by_status.FAILED + by_status.CANCELED) * 100 / counts.total)
end

return package_status
