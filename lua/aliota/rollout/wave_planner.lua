-- From what a user asks for to a rollout.
local batch_calls = require "aliota.rollout.batch_calls"
local check_options = require "aliota.util.check_options"
local journal = require "aliota.rollout.wave_journal"
local log = require "aliota.plan.journal_file"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local options = require "aliota.rollout.wave_options"
local preconditions = require "aliota.rollout.preconditions"
local rollout = require "aliota.rollout"
local sha256 = require("aliota.core").sign.sha256
local source = require "aliota.call.source"
local sorted_keys = require "aliota.util.sorted_keys"
local time_window = require "aliota.rollout.time_window"
local waves = require "aliota.rollout.waves"

local planner = {}

local CREATE = operations.CreateOTAStaticUpgradeJob
local ID = 16 -- letters of a rollout's id

-- What a rollout says by itself, by the parameters that say it of one batch.
local SAID = {
  TargetSelection = "waves say which devices", TargetDeviceName = "waves say which devices",
  DnListFileUrl = "waves say which devices", GrayPercent = "waves say which devices",
  GroupId = "waves say which devices", GroupType = "waves say which devices",
  ScheduleTime = "between says when", ScheduleFinishTime = "timeout says for how long",
}

-- The operation as a rollout takes it: without these, with room for one more tag, and with what a broken gate cancels.
local function row_of_rollout()
  local params = {}
  for name, spec in pairs(CREATE.params) do params[name] = not SAID[name] and spec or nil end
  params.Tag = merge(params.Tag, {max_items = params.Tag.max_items - 1})
  params.ProductKey = merge(params.ProductKey, {required = false, min = 1}) -- the package's own
  params.CancelInProgressTask = operations.CancelOTATaskByJob.params.CancelInProgressTask
  return merge(CREATE, {params = params})
end

planner.OPERATION = row_of_rollout()

--- What is wrong with what is asked for before its parameters and options are looked at one by one.
---@param params any
---@return string|nil problem
function planner.problem_with(params)
  if type(params) ~= "table" then return nil end
  for _, name in ipairs(sorted_keys(SAID)) do
    if params[name] ~= nil then return ("leave out %s: %s"):format(name, SAID[name]) end
  end
  if params.waves == nil and check_options.knows(params, options.NEW, CREATE.params) then
    return "waves must be given: which devices come first, and which then"
  end
end

local function window_of(ours)
  if ours.between then
    local window, problem = time_window.read(ours.between, ours.utc_offset)
    return window, problem and "between " .. problem
  end
  return nil, ours.utc_offset and "utc_offset is of the hours in between, which is not given" or nil
end

-- What all batches have in common. Lists are the caller's, who may change them.
local function common_params(params, flat)
  local common = {}
  for name in pairs(CREATE.params) do
    local value = params[name]
    common[name] = type(value) == "table" and merge(value) or value
  end
  common.IotInstanceId = flat.IotInstanceId
  return common
end

local function problem_with_tags(parts)
  for i, tag in ipairs(parts.params.Tag or {}) do
    if tag.Key == rollout.TAG then return ("Tag.%d.Key is %q, which the rollout itself sets"):format(i, tag.Key) end
  end
  local with_own = rollout.params_of(parts, parts.steps[#parts.steps])
  for _, rule in ipairs(CREATE.rules) do
    local problem = rule(with_own)
    if problem then return problem end
  end
end

--- The parts of a rollout that need no look at the service.
---@param account aliota.Account
---@param params table  found good one by one
---@param flat table<string, string>
---@param ours table
---@return table|nil parts
---@return string|nil problem
function planner.parts(account, params, flat, ours)
  local parts = {
    id = sha256(account:ask("nonce", "string")):sub(1, ID), params = common_params(params, flat),
    CancelInProgressTask = params.CancelInProgressTask,
  }
  local problem
  parts.window, problem = window_of(ours)
  if problem then return nil, problem end
  parts.waves, parts.steps = waves.of(ours.waves, {gate = ours.gate, soak = ours.soak, timeout = ours.timeout})
  problem = problem_with_tags(parts)
  return not problem and parts or nil, problem
end

local function host_of(account, where)
  return {log = where, start = function(ours) return batch_calls.new(account, ours) end}
end

-- The names of all devices that are named, and whether waves are for others, too.
local function names_of(steps)
  local names, is_for_others = {}, false
  for _, step in ipairs(steps) do
    is_for_others = is_for_others or not step.devices
    for _, name in ipairs(step.devices or {}) do names[#names + 1] = name end
  end
  return names, is_for_others
end

-- Asks the service whether it can be, and for whom.
local function look(account, parts, ours)
  local limits, names, is_for_others = source.limits(account, ours), names_of(parts.steps)
  local params = parts.params
  local err
  parts.package, err = preconditions.package(account, params, limits)
  if not parts.package then return nil, err end
  parts.unfit, err = preconditions.versions(account, params, parts.package, names, limits)
  if not parts.unfit then return nil, err end
  parts.busy, err = preconditions.busy(account, params, parts.package, not is_for_others and names or nil, limits)
  return parts.busy ~= nil, err
end

--- Makes a rollout. Asks the service about its package and devices, and changes nothing.
---@param account aliota.Account
---@param parts table
---@param ours table
---@return aliota.Rollout|nil
---@return aliota.Error|nil
function planner.make(account, parts, ours)
  local where, problem = log.new(ours.journal)
  if not where then return nil, problem end
  local ok, err = look(account, parts, ours)
  if ok then ok, err = where:begin(journal.head(parts)) end
  if not ok then return nil, err end
  return rollout.new(parts, host_of(account, where))
end

--- The rollout of a journal.
---@param account aliota.Account
---@param request {journal: string|function|nil, text: string|nil}  found good
---@return aliota.Rollout|nil
---@return aliota.Error|nil
function planner.resume(account, request)
  local parts, where = log.resume(request, journal.read)
  if not parts then return nil, where end
  return rollout.new(parts, host_of(account, where))
end

return planner
