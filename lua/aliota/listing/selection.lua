-- The tasks of a batch for which a predicate is true, asked for in the way that costs least and still misses none: what
-- the server can filter is left to it, and the predicate is checked on every row all the same.
local Iterator = require "aliota.listing.iterator"
local by_clock_of = require("aliota.filter.predicate").by_clock_of
local coverage = require "aliota.listing.coverage"
local filter = require "aliota.filter"
local listing = require "aliota.listing"
local merge = require "aliota.util.merge"
local plan = require "aliota.filter.query_plan"

---@class aliota.Selection
local Selection = {}
Selection.__index = Selection

-- The figures of all listings so far.
local function add_figures(sum, part)
  sum:add_effort(part)
  for status, total in pairs(part.over_cap) do sum.over_cap[status] = total end
  sum.order = part.order
  sum.total_first, sum.total_last = sum.total_first or part.total_first, part.total_last
end

-- Complete when all listings are, or the one of the whole batch. Between listings of states tasks may move unseen.
function Selection:note(before)
  local seen, listings = self.coverage, self.plan.listings
  local is_first, may_slip_by = self.at == 2, #listings > 1 and listings[1].TaskStatus ~= nil
  add_figures(seen, before)
  seen.complete = before.complete and (self.has_asked_all or not may_slip_by and (is_first or seen.complete))
end

-- What to ask for when the listing before is through; nil when that was all.
function Selection:next_params()
  local more = self.plan.listings[self.at]
  if self.tasks then self:note(self.tasks.coverage) end
  if not more and self.plan.otherwise and self.tasks and not self.coverage.complete and not self.has_asked_all then
    self.has_asked_all = true
    more = self.plan.otherwise
  end
  self.at = self.at + 1
  return more
end

function Selection:next_listing()
  local more = self:next_params()
  if not more then return false end
  -- One that does not come out complete is no error as long as there is another way.
  local strict = self.options.strict and (not self.plan.otherwise or self.has_asked_all)
  self.tasks = listing.tasks(self.source, merge(self.params, more), {passes = self.options.passes, strict = strict})
  return true
end

-- What time it is, the answer has told that the first task was in.
function Selection:is_wanted(task)
  self.test = self.test or by_clock_of(self.plan.where, self.source).test
  return self.test(task)
end

-- A task may be met in several listings.
function Selection:is_new(task)
  return self.seen:add(task.TaskId)
end

function Selection:next()
  while self.tasks or self:next_listing() do
    local task, err = self.tasks:next()
    if err then
      err.cursor = nil -- of one of the listings, from which this can't go on
      return nil, err
    end
    if not task then
      if not self:next_listing() then return nil end
    elseif self:is_wanted(task) and self:is_new(task) then
      self.coverage.unique = self.coverage.unique + 1
      return self.source.projection:finish(task)
    end
  end
  return nil
end

-- What tells whether a task is handed out; nil where nobody knows.
local function fields_of(self)
  local where = self.plan.where.fields
  return where and merge(where, {[self.source.operation.id] = true})
end

-- It looks at fields itself, whatever is handed out.
local function narrowing_of(self)
  local projection, own = self.source.projection, fields_of(self)
  projection:need_late(own)
  return {
    lacks = function(_, fields) return projection:lacks(fields) end,
    narrow = function(_, fields) if own then projection:narrow(merge(fields, own)) end end,
  }
end

--- The tasks for which a predicate is true.
---@param source aliota.Source
---@param params table  what listing.with_paging made, found good
---@param where aliota.Predicate|function|table  what aliota.filter understands
---@param options {exact: boolean|nil, passes: integer|nil, strict: boolean|nil}
---@return aliota.Iterator of aliota.Task
return function(source, params, where, options)
  local self = setmetatable({
    source = source, params = params, options = options, at = 1,
    plan = plan(filter.read(where), {exact = options.exact}), seen = source.new_set(),
    coverage = coverage.new(nil, nil, params.JobId),
  }, Selection)
  return Iterator.new(function() return self:next() end, function()
    if self.tasks then self.tasks:close() end
  end, {coverage = self.coverage, clock = source.clock, projection = narrowing_of(self)})
end
