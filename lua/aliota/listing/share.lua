-- What the sections of one listing have in common.
local coverage = require "aliota.listing.coverage"
local depth = require "aliota.listing.depth"

local DEFAULT_PASSES = 3

---@class aliota.Shared: aliota.Source
---@field size integer          PageSize that is asked for
---@field seen userdata         the tasks that were read
---@field coverage aliota.Coverage
---@field depth aliota.Depth
---@field passes integer        how often to read everything at most, parts of it added up
---@field largest integer       Total of all there is, the largest that was told

---@param source aliota.Source
---@param size integer
---@param passes integer|nil
---@param state {coverage: table, largest: integer}|nil  of a cursor
---@param seen userdata|nil     of a cursor
---@return aliota.Shared
return function(source, size, passes, state, seen)
  return setmetatable({
    size = size, seen = seen or source.new_set(),
    coverage = coverage.new(state and state.coverage, source.operation.things),
    depth = depth.new(source.prefetch, source.qps), passes = passes or DEFAULT_PASSES,
    largest = state and state.largest or 0,
  }, {__index = source})
end
