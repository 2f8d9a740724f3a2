-- From what a user asks for to a plan: of tasks that are given, of tasks that have to be listed, or of a whole batch.
local build = require "aliota.plan.build"
local check_options = require "aliota.util.check_options"
local filter = require "aliota.filter"
local journal = require "aliota.plan.journal"
local kinds = require "aliota.plan.kinds"
local listing = require "aliota.listing"
local log = require "aliota.plan.journal_file"
local operations = require "aliota.api.operations"
local options = require "aliota.plan.plan_options"
local parameters = require "aliota.api.parameters"
local plan = require "aliota.plan"
local predicate = require "aliota.filter.predicate"
local selection = require "aliota.listing.selection"
local service = require "aliota.plan.calls"
local sorted_keys = require "aliota.util.sorted_keys"
local source = require "aliota.call.source"
local summary = require "aliota.listing.counts"

local planner = {}

local LIST = operations.ListOTATaskByJob

---@class aliota.PlanForm how a plan is asked for
---@field kind aliota.PlanKind
---@field operation aliota.Operation  that the parameters must fit
---@field params table
---@field allowed aliota.OptionSet
---@field problem string|nil  with what is asked for
---@field make fun(account: aliota.Account, form: aliota.PlanForm, flat: table, ours: table): table|nil, any  its parts

-- Tasks that are given -----------------------------------------------------------------------------------------------

local function of_tasks(_, form, flat, ours)
  return build.of_tasks(form.kind, ours.tasks, flat.IotInstanceId)
end

local EXCLUDED_BY_TASKS = {"JobId", "TaskStatus", "DeviceNames", "where"}

local function form_of_tasks(kind, params)
  for _, name in ipairs(EXCLUDED_BY_TASKS) do
    if params[name] ~= nil then
      return {problem = ("tasks and %s exclude each other: the tasks are chosen already"):format(name)}
    end
  end
  local row = {
    name = kind.operation.name, params = {IotInstanceId = kind.operation.params.IotInstanceId}, rules = {},
  }
  return {kind = kind, operation = row, params = params, allowed = options.OF_TASKS, make = of_tasks}
end

-- Tasks to be listed -------------------------------------------------------------------------------------------------

local function from_list(account, form, flat, ours)
  local tasks = selection(source.new(account, LIST, flat, ours), form.params, form.where, ours)
  local parts, err = build.of_tasks(form.kind, tasks, flat.IotInstanceId)
  if parts then parts.where = tostring(form.where) end
  return parts, err
end

-- TaskStatus may be of several listings, so it is a matter of the predicate.
local function form_of_list(kind, params)
  local form = {
    kind = kind, operation = LIST, params = params, allowed = options.OF_LIST, make = from_list,
  }
  form.params = listing.with_paging(params)
  form.status, form.params.TaskStatus = params.TaskStatus, nil
  return form
end

-- Batches ------------------------------------------------------------------------------------------------------------

local function from_counts(account, form, flat, ours)
  local query = assert(parameters(LIST, {JobId = flat.JobId, IotInstanceId = flat.IotInstanceId}))
  local counts, err = summary(source.new(account, LIST, query, ours), flat.JobId)
  if not counts then return nil, err end
  local params = {}
  for name in pairs(form.operation.params) do params[name] = form.params[name] end
  params.IotInstanceId = flat.IotInstanceId
  return build.of_batch(params, counts)
end

local function form_of_batch(params)
  local kind = kinds.cancel_batch
  return {
    kind = kind, operation = kind.operation, params = params, allowed = options.OF_BATCH,
    make = from_counts,
  }
end

local CHOOSES_TASKS = {where = true, TaskStatus = true, DeviceNames = true}

local function chooses_tasks(params)
  for name in pairs(params) do
    if CHOOSES_TASKS[name] then return true end
  end
  return false
end

-- ---------------------------------------------------------------------------------------------------------------------

--- How a plan is asked for.
---@param name "retry"|"confirm"|"cancel"
---@param params table  not yet checked
---@return aliota.PlanForm
function planner.form(name, params)
  local kind = kinds[name]
  if params.tasks ~= nil then return form_of_tasks(kind, params) end
  if params.JobId == nil and check_options.knows(params, options.OF_LIST, LIST.params) then
    return {problem = "JobId, or tasks, must be given"}
  end
  if name == "cancel" and not chooses_tasks(params) then return form_of_batch(params) end
  return form_of_list(kind, params)
end

local function has_common(a, b)
  for name in pairs(a) do
    if b[name] then return true end
  end
  return false
end

--- Puts what a form says about tasks into one predicate.
---@param form aliota.PlanForm
---@param where any  what filter.read has found good, or nil
---@return string|nil problem
function planner.choose(form, where)
  local kind, parts = form.kind, {}
  if where ~= nil then parts[1] = filter.read(where) end
  if parts[1] and parts[1].always then return "where is true for every task: say which are meant, or leave it out" end
  if form.status ~= nil then
    local part, problem = filter.read {TaskStatus = form.status}
    if not part then return problem end
    parts[#parts + 1] = part
  end
  local choice = predicate.all(parts)
  if not choice.statuses then
    parts[#parts + 1] = assert(filter.read {TaskStatus = sorted_keys(kind.by_default)})
    choice = predicate.all(parts)
  elseif choice.always ~= false and not has_common(choice.statuses, kind.operation.takes) then
    return ("it takes tasks in %s, none of which is asked for"):format(
      table.concat(sorted_keys(kind.operation.takes), ", "))
  end
  form.where = choice
end

local function host_of(account, where)
  return {
    log = where,
    start = function(ours) return service.new(account, ours) end,
    calls_a_second = function(operation) return account:calls_a_second(operation) end,
  }
end

-- The journal has the whole plan before there is one.
local function begin(account, parts, where)
  local ok, problem = where:begin(journal.head(parts))
  if not ok then return nil, problem end
  return plan.new(parts, host_of(account, where))
end

--- Makes a plan of its parts.
---@param account aliota.Account
---@param parts table  what plan/build.lua made
---@param path string|function|nil  its journal
---@return aliota.Plan|nil
---@return aliota.Error|nil
function planner.of_parts(account, parts, path)
  local where, problem = log.new(path)
  if not where then return nil, problem end
  return begin(account, parts, where)
end

--- Makes a plan. Asks the service for tasks or counts, and changes nothing.
---@param account aliota.Account
---@param form aliota.PlanForm
---@param flat table  the parameters, found good
---@param ours table
---@return aliota.Plan|nil
---@return aliota.Error|nil
function planner.make(account, form, flat, ours)
  local where, problem = log.new(ours.journal)
  if not where then return nil, problem end
  local parts, err = form.make(account, form, flat, ours)
  if not parts then return nil, err end
  return begin(account, parts, where)
end

-- Going on -----------------------------------------------------------------------------------------------------------

--- What is wrong with the options of `resume`.
---@param request any
---@return string|nil problem
function planner.problem_with_resume(request)
  local problem = check_options.problem_with(request, options.RESUME)
  if problem then return problem end
  if not request or not (request.text or type(request.journal) == "string") then
    return "the path of a journal, or its text, must be given"
  end
end

--- The plan of a journal.
---@param account aliota.Account
---@param request {journal: string|function|nil, text: string|nil}  found good
---@return aliota.Plan|nil
---@return aliota.Error|nil
function planner.resume(account, request)
  local parts, where = log.resume(request, journal.read)
  if not parts then return nil, where end
  return plan.new(parts, host_of(account, where))
end

return planner
