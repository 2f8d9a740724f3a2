-- Lazy pages and tasks of a batch: every task once, and never fewer than there are without saying so. Knows no network,
-- no clock and no C: it is given what starts a request and what waits.
local lazy = require "aliota.util.lazy"
local Iterator = require "aliota.listing.iterator"
local compat = require "aliota.util.compat"
local cursor = lazy "aliota.listing.cursor"
local errors = lazy "aliota.api.errors"
local itinerary = require "aliota.listing.itinerary"
local merge = require "aliota.util.merge"
local operation = require "aliota.api.task_list"
local share = require "aliota.listing.share"

local listing = {}

---@class aliota.Source what a listing is given
---@field operation aliota.Operation  whose rows are listed
---@field start fun(extra: table<string, string>, accept: function): aliota.Call  one request of the batch, which may
---                                             keep `extra`; rows of its answer that are tasks follow their row schema
---@field run fun(progress: fun(now: number): boolean, number)   waits, see loop.run
---@field begun fun(answer: table): string|nil, string|nil  a time before the service looked, and one long before: UTC,
---                                                         in the form of UtcModified
---@field new_set fun(): userdata               see core.fingerprints
---@field ids_of fun(rows: table[], field: string): string|nil, integer|nil  see fingerprints.of
---@field projection aliota.Projection  which fields rows have
---@field codec aliota.Codec
---@field tell (fun(kind: string, event: table))|nil  nil where nobody listens: then no event is made
---@field prefetch integer|"auto"
---@field qps number|nil
---@field active (fun(): integer)|nil  requests under way in this Lua VM

local NONE = {}
local BYTES = 8 -- of a row's id, see fingerprints.of

---@class aliota.Listing
local Listing = {}
Listing.__index = Listing

-- What a cursor must have in common with the listing that goes on from it.
local function identity_of(params)
  return {
    JobId = params.JobId, TaskStatus = params.TaskStatus, PageSize = params.PageSize, CurrentPage = params.CurrentPage,
    DeviceNames = params.DeviceNames and table.concat(params.DeviceNames, "\0"),
  }
end

local function difference(identity, other)
  for _, name in ipairs {"JobId", "TaskStatus", "DeviceNames", "PageSize", "CurrentPage"} do
    if identity[name] ~= other[name] then
      return ("the cursor is of another listing: its %s is not the same"):format(name)
    end
  end
end

--- What is sent for a listing: the parameters given, and the largest pages from the first on where they say nothing.
---@param params table parameters of ListOTATaskByJob
---@return table a copy
function listing.with_paging(params)
  return merge({CurrentPage = 1, PageSize = operation.params.PageSize.max}, params)
end

-- Names are compared with those of rows that come later, when the caller's table may hold others.
local function with_own_names(params)
  local names = params.DeviceNames
  return names and merge(params, {DeviceNames = {compat.unpack(names)}}) or params
end

---@param source aliota.Source
---@param params table  what with_paging made, found good
---@param options {passes: integer|nil, strict: boolean|nil, resume: string|nil}
---@return aliota.Listing|nil
---@return string|nil problem with the cursor
local function new(source, params, options)
  local state, seen = nil, nil
  params = with_own_names(params)
  if options.resume then
    state, seen = cursor.read(source.codec, options.resume)
    if not state then return nil, seen end
    local problem = difference(identity_of(params), state.identity or {}) -- a list of devices has none
    if problem then return nil, problem end
  end
  local shared = share(source, params, options.passes, state, seen)
  return setmetatable({
    shared = shared, params = params, strict = options.strict, ended = state and state.ended or false,
    itinerary = itinerary.new(shared, params, state and state.at), tasks = NONE, ids = "",
  }, Listing)
end

function Listing:incomplete()
  local seen = self.shared.coverage
  return nil, errors.new {
    code = "Incomplete", action = operation.name,
    message = "the listing is not known to be complete: " .. tostring(seen),
    hint = "tasks changed state faster than they could be listed, more are in one state than pages can reach, or the "
      .. "service contradicts itself; go on from err.cursor if there is one, allow more passes, list again when less "
      .. "is going on, or ask for the missing ones by client:devices",
  }
end

function Listing:finish()
  self.ended = true
  local shared = self.shared
  shared.coverage.complete = self.itinerary.complete
  if shared.tell then shared.tell("coverage", {coverage = shared.coverage}) end
end

--- The next page that shows something new. The one before has been handed out, and is let go before it would only be in
--- the way of the collector.
---@return aliota.Page|nil
---@return aliota.Error|nil
function Listing:next()
  self.tasks, self.ids = NONE, ""
  while not self.ended do
    self.section = self.section or self.itinerary:next()
    local page, err = self.section:next()
    if page then
      self.shared.projection:trim(page.tasks)
      self.number, self.tasks, self.ids, self.untaken = page.CurrentPage, page.tasks, self.section.ids, page
      if self.shared.tell then self.shared.tell("page", {page = page, coverage = self.shared.coverage}) end
      return page
    end
    if err then return nil, err end
    self.section = self.itinerary:next(self.section)
    if not self.section then self:finish() end
    self.number = nil
  end
  if self.strict and not self.shared.coverage.complete then return self:incomplete() end
  return nil
end

-- A page that was found, but not handed out because an event handler raised, comes again.
function Listing:take()
  local page, err = self.untaken, nil
  if not page then page, err = self:next() end
  self.untaken = nil
  return page, err
end

function Listing:close()
  if self.section then self.section:close() end
end

local function figures_of(seen)
  local figures = merge(seen)
  for _, name in ipairs {"over_cap", "problems"} do figures[name] = next(seen[name]) and seen[name] or nil end
  return figures
end

--- Where the listing is, when so many tasks of the last page have been handed out.
---@param count integer
---@return string
function Listing:cursor(count)
  local shared, pending = self.shared, self.shared.new_set()
  pending:add_all(self.ids:sub(BYTES * count + 1))
  local figures = figures_of(shared.coverage)
  figures.unique, figures.rows = figures.unique - #pending, figures.rows - #pending
  if self.section then figures.passes = figures.passes - 1 end -- it is begun again
  -- What must be complete and is not goes on to look for what is missing.
  local ended = self.ended and (figures.complete or not self.strict)
  return cursor.write(shared.codec, {
    identity = identity_of(self.params), coverage = figures, largest = shared.largest, has_shrunk = shared.has_shrunk,
    ended = ended,
    at = self.section and {
      stop = self.itinerary.stop, round = self.itinerary.round,
      section = self.section:position(self.number),
    },
  }, shared.seen, pending)
end

-- An error tells where to go on.
local function with_cursor(err, where)
  if err and not err.cursor then err.cursor = where() end
  return err
end

--- The pages of a batch, from `params.CurrentPage` on.
---@param source aliota.Source
---@param params table  what with_paging made, found good
---@param options {passes: integer|nil, strict: boolean|nil, resume: string|nil}
---@return aliota.Iterator|nil of aliota.Page
---@return string|nil problem with the cursor
function listing.pages(source, params, options)
  local self, problem = new(source, params, options)
  if not self then return nil, problem end
  local function where() return self:cursor(self.untaken and 0 or #self.tasks) end
  return Iterator.new(function()
    local page, err = self:take()
    return page, with_cursor(err, where)
  end, function() self:close() end, {
    coverage = self.shared.coverage, position = where, clock = source.clock, projection = source.projection,
  })
end

--- The tasks of a batch.
---@param source aliota.Source
---@param params table  what with_paging made, found good
---@param options {passes: integer|nil, strict: boolean|nil, resume: string|nil}
---@return aliota.Iterator|nil of aliota.Task
---@return string|nil problem with the cursor
function listing.tasks(source, params, options)
  local self, problem = new(source, params, options)
  if not self then return nil, problem end
  local tasks
  local function where() return self:cursor(tasks.at) end
  tasks = Iterator.of_arrays(function()
    local page, err = self:take()
    if not page then return nil, with_cursor(err, where) end
    return page.tasks
  end, function() self:close() end, {
    coverage = self.shared.coverage, position = where, clock = source.clock, projection = source.projection,
  })
  return tasks
end

return listing
