-- What the sections of one listing have in common.
local coverage = require "aliota.listing.coverage"
local criteria = require "aliota.listing.criteria"
local doubt = require "aliota.listing.doubt"
local prefetch = require "aliota.listing.prefetch"

local DEFAULT_PASSES = 3

---@class aliota.Shared: aliota.Source
---@field size integer          PageSize that is asked for
---@field seen userdata         the tasks that were read
---@field coverage aliota.Coverage
---@field prefetch aliota.Prefetch
---@field passes integer        how often to read everything at most, parts of it added up
---@field largest integer       Total of all there is, the largest that was told since it was smaller than before
---@field has_shrunk boolean     whether it was: then some of what was seen is gone, and counting proves nothing
---@field criteria aliota.Criterion[]  what rows must have
---@field doubt aliota.Doubt

---@param source aliota.Source
---@param params table            parameters, among them PageSize
---@param passes integer|nil
---@param state {coverage: table, largest: integer, has_shrunk: boolean|nil}|nil  of a cursor
---@param seen userdata|nil     of a cursor
---@return aliota.Shared
return function(source, params, passes, state, seen)
  state = state or {}
  local so_far = coverage.new(state.coverage, source.operation.things, params.JobId)
  so_far.earlier = state.coverage and so_far.unique
  local wanted = criteria.of(source.operation, params)
  for _, criterion in ipairs(wanted) do source.projection:need(criterion.name) end
  return setmetatable({
    size = params.PageSize, seen = seen or source.new_set(), coverage = so_far,
    prefetch = prefetch.new(source.prefetch, source.qps, source.active), passes = passes or DEFAULT_PASSES,
    largest = state.largest or 0, has_shrunk = state.has_shrunk or false,
    criteria = wanted, doubt = doubt.new(),
  }, {__index = source})
end
