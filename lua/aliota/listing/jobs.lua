-- Lists of batches: of one package, or of all packages of a product, one after the other.
local Iterator = require "aliota.listing.iterator"
local check_options = require "aliota.util.check_options"
local coverage = require "aliota.listing.coverage"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local options = require "aliota.listing.listing_options"
local rows = require "aliota.listing.rows"

local jobs = {}

local PACKAGES = operations.ListOTAFirmware
-- The vendor gives no limit for these lists; the one for tasks is taken.
local PAGE_SIZE = operations.ListOTATaskByJob.params.PageSize.max
-- Stands in the parameters where each package's own id will be.
local EACH = "(each)"

---@class aliota.JobsForm how batches are asked for
---@field operation aliota.Operation
---@field params table
---@field of_each boolean  of every package of the product
---@field problem string|nil

--- How batches are asked for.
---@param params any not yet checked
---@return aliota.JobsForm
function jobs.form(params)
  if type(params) ~= "table" then return {operation = operations.ListOTAJobByFirmware, params = params} end
  local request = merge({PageSize = PAGE_SIZE}, params)
  local form = {
    operation = operations[request.DeviceName ~= nil and "ListOTAJobByDevice" or "ListOTAJobByFirmware"],
    params = request, of_each = request.FirmwareId == nil and request.ProductKey ~= nil, product = request.ProductKey,
  }
  if request.CurrentPage ~= nil then
    form.problem = "CurrentPage makes no sense: batches are listed from the first on"
  end
  local names_none = request.FirmwareId == nil and request.ProductKey == nil and request.DeviceName == nil
  if names_none and check_options.knows(request, options.JOBS, operations.ListOTAJobByDevice.params) then
    form.problem = "FirmwareId, or ProductKey for all packages of the product, must be given"
  end
  request.CurrentPage = 1 -- the operation wants one
  if form.of_each then
    request.FirmwareId = EACH
    if request.DeviceName == nil then request.ProductKey = nil end
  end
  return form
end

-- The same source for one package.
local function for_package(from, id)
  return setmetatable({start = function(extra, accept)
    extra.FirmwareId = id
    return from.start(extra, accept)
  end}, {__index = from})
end

-- The batches of package after package.
local function of_packages(packages, projection, batches_of)
  local seen, current = coverage.new(nil, operations.ListOTAJobByFirmware.things), nil
  local complete = true
  local function next_package()
    local package, err = packages:next()
    if package then
      current = batches_of(package)
    elseif not err then
      seen.complete = complete and packages.coverage.complete
    end
    return package, err
  end
  return Iterator.new(function()
    while true do
      if not current then
        local ok, err = next_package()
        if not ok then return nil, err end
      end
      local row, err = current:next()
      if row or err then return row, err end
      seen:add(current.coverage)
      complete = complete and current.coverage.complete
      current = nil
    end
  end, function()
    packages:close()
    if current then current:close() end
  end, {coverage = seen, projection = projection})
end

--- The batches that were asked for.
---@param source_of fun(operation: aliota.Operation, flat: table<string, string>): aliota.Source  makes the sources of
---its lists, which share their limits
---@param form aliota.JobsForm
---@param flat table<string, string>
---@param ours {passes: integer|nil, strict: boolean|nil}
---@return aliota.Iterator of aliota.Job
function jobs.list(source_of, form, flat, ours)
  local size, from = form.params.PageSize, source_of(form.operation, flat)
  if not form.of_each then return rows(from, form.params, ours) end
  local of_product = {ProductKey = form.product, IotInstanceId = flat.IotInstanceId}
  local packages = rows(source_of(PACKAGES, of_product), {ProductKey = form.product, PageSize = size}, ours)
  return of_packages(packages, from.projection, function(package)
    local id = package.FirmwareId
    return rows(for_package(from, id), {FirmwareId = id, ProductKey = form.params.ProductKey, PageSize = size}, ours)
  end)
end

return jobs
