-- What of a predicate the server can be asked for, without losing a row.
local operations = require "aliota.api.operations"
local sorted_keys = require "aliota.util.sorted_keys"
local task_status = require "aliota.api.task_status"

local PAGE = operations.ListOTATaskByJob.params.PageSize.max
local MOST_NAMES = operations.ListOTATaskByJob.params.DeviceNames.max_items

---@class aliota.PlanOptions
---@field exact boolean|nil     true; false accepts that tasks which change state meanwhile may be missed
---@field total integer|nil     how many tasks the batch has, if that is known
---@field by_status table<string, integer>|nil  how many of them are in each state, if that is known

---@class aliota.FilterPlan
---@field listings table[] one listing each: what to add to the parameters of ListOTATaskByJob. {{}} is the whole batch;
---                        {} means that no task can match
---@field otherwise table|nil   one more listing, for when those did not come out complete
---@field where aliota.Predicate to be checked on every row, whatever was asked
---@field why string
local Plan = {}
Plan.__index = Plan
Plan.__name = "aliota.FilterPlan"

local function asked(listing)
  if listing.TaskStatus then return "TaskStatus = " .. listing.TaskStatus end
  if listing.DeviceNames then return ("DeviceNames (%d)"):format(#listing.DeviceNames) end
  return "every task of the batch"
end

--- What is asked of the server, what is checked here, and why.
---@return string lines
function Plan:explain()
  local lines = {}
  for i, listing in ipairs(self.listings) do lines[i] = asked(listing) end
  local server = #lines > 0 and table.concat(lines, "; then ") or "nothing"
  if self.otherwise then server = server .. "; " .. asked(self.otherwise) .. " if that can't be proved whole" end
  return ("server: %s\nhere:   %s\nwhy:    %s"):format(server, self.where.text, self.why)
end

Plan.__tostring = Plan.explain

local function pages(rows) return math.max(1, math.ceil(rows / PAGE)) end

local function by_names(names)
  local listings = {}
  for first = 1, #names, MOST_NAMES do
    local some = {}
    for i = first, math.min(first + MOST_NAMES - 1, #names) do some[#some + 1] = names[i] end
    listings[#listings + 1] = {DeviceNames = some}
  end
  return listings
end

-- A device stays in its batch, so asking for names loses nothing; the question is only which takes fewer requests.
local function of_devices(devices, options)
  local names = sorted_keys(devices)
  local most = options.total and pages(options.total) or 1
  local listings = by_names(names)
  if #listings > most then return nil end
  return listings, "no more requests than for the whole batch, and a device does not leave its batch"
end

-- In the order of a task's life: what moves on between two listings is seen twice rather than never.
local function by_statuses(statuses)
  local listings = {}
  for i, name in ipairs(task_status.sorted(statuses)) do
    listings[i] = {TaskStatus = name}
  end
  return listings
end

-- How many requests they take; nil when that is not known.
local function requests_of(listings, by_status)
  local requests = 0
  for _, listing in ipairs(listings) do
    local count = by_status and by_status[listing.TaskStatus]
    if not count then return nil end
    requests = requests + pages(count)
  end
  return requests
end

local WHOLE = {{}}

local function is_cheaper(listings, options)
  local requests = requests_of(listings, options.by_status)
  if requests and options.total then return requests * 2 <= pages(options.total) end
  return #listings < #task_status.NAMES
end

local function of_statuses(statuses, options)
  local listings = by_statuses(statuses)
  if not is_cheaper(listings, options) then return WHOLE, "asking by TaskStatus would not halve the requests" end
  if options.exact == false then return listings, "exact = false: tasks that change state meanwhile may be missed" end
  if #listings == 1 then return listings, "a listing of one state can prove itself whole when nothing moves", {} end
  return WHOLE, "a task may move from one state to another between two listings; exact = false asks by TaskStatus"
end

local function choose(where, options)
  local devices, statuses = where.devices, where.statuses
  if devices and not next(devices) or statuses and not next(statuses) then return {}, "no task can match" end
  local listings, why
  if devices then listings, why = of_devices(devices, options) end
  if listings then return listings, why, {} end
  if statuses then return of_statuses(statuses, options) end
  return WHOLE, "the server filters by one TaskStatus or by DeviceNames only"
end

--- Decides what to ask the server for. The predicate is checked on every row all the same, so this never changes what
--- comes out of a batch that stands still. Of a batch that moves:
---
--- * By DeviceNames: asked when it takes no more requests than the whole batch would. Loses nothing; where the answer
---   is not about these names, the whole batch is to be listed after all.
--- * By TaskStatus: asked where the requests are at most half as many, or nothing is known about that. Tasks enter and
---   leave such a listing while its pages are read; where its `coverage` does not come out complete, the whole batch
---   is to be listed after all (`otherwise`). Between listings of several states tasks may move unseen, so several are
---   asked, one listing each, only where `exact = false` accepts that; nothing is asked `otherwise` then.
--- * Rows of several listings are to be told apart by TaskId.
---@param where aliota.Predicate
---@param options aliota.PlanOptions|nil
---@return aliota.FilterPlan
return function(where, options)
  local listings, why, otherwise = choose(where, options or {})
  return setmetatable({listings = listings, otherwise = otherwise, where = where, why = why}, Plan)
end
