-- The rows of a list in pages that is not of tasks, such as batches: every one once, and never fewer than there are
-- without saying so. Little leaves such a list, so as many different rows as Total are all of them.
local Iterator = require "aliota.listing.iterator"
local errors = require "aliota.api.errors"
local movement = require "aliota.listing.movement"
local share = require "aliota.listing.share"

local function incomplete(shared)
  return nil, errors.new {
    code = "Incomplete", action = shared.operation.name,
    message = "the list is not known to be complete: " .. tostring(shared.coverage),
  }
end

--- The rows of a list. Sends nothing before the first is asked for.
---@param source aliota.Source
---@param params table  parameters, among them PageSize
---@param options {passes: integer|nil, strict: boolean|nil}
---@return aliota.Iterator
return function(source, params, options)
  local shared = share(source, params, options.passes)
  local list
  return Iterator.of_arrays(function()
    list = list or movement.new(shared, {aim = "batch"})
    local page, err = list:next()
    if page then
      shared.projection:trim(page.tasks)
      return page.tasks
    end
    if err then return nil, err end
    shared.coverage.complete = list.outcome == "complete"
    if options.strict and not shared.coverage.complete then return incomplete(shared) end
    return nil
  end, function()
    if list then list:close() end
  end, {coverage = shared.coverage, projection = source.projection})
end
