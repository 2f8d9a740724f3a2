-- Follows of a client: what ties them, which know no network, to an account.
local Iterator = require "aliota.listing.iterator"
local blame = require "aliota.util.blame"
local check_self = require "aliota.util.check_self"
local core = require "aliota.core"
local filter = require "aliota.filter"
local follower = require "aliota.follow.follower"
local job_query = require "aliota.watch.job_query"
local listing = require "aliota.listing"
local operation = require("aliota.api.operations").ListOTATaskByJob
local pair = require "aliota.listing.pair"
local snapshot_text = require "aliota.follow.snapshot_text"
local source = require "aliota.call.source"
local watch = require "aliota.watch"

local TASK_AND_STATE = pair.new("task", "before", "task")

local function parts_of(account, flat, ours)
  local function limits(seconds_left) return source.within(account, seconds_left, ours) end
  return {
    source = function(seconds_left) return source.new(account, operation, flat, limits(seconds_left)) end,
    job = function(seconds_left) return job_query(account, flat, limits(seconds_left)) end,
    new_marks = core.marks.new, codec = source.codec, time = watch.time(account.config, ours.cancel),
    cancel = ours.cancel, tell = function(kind, event) account:tell(kind, event) end,
  }
end

-- What was known before; a text that is none raises.
local function state_of(since, params, states)
  if not since or since == "now" then return nil end
  local state, problem = snapshot_text.read(source.codec, since, {JobId = params.JobId, states = states},
    core.marks.new)
  if not state then blame("follow: since " .. problem) end
  return state
end

--- The changes of a batch.
---@param account aliota.Account
---@param flat table<string, string>  JobId, and IotInstanceId where there is one
---@param params table  JobId and, where it is followed alone, TaskStatus
---@param ours table  checked options
---@return aliota.Follow
return function(account, flat, params, ours)
  local where = ours.where and filter.read(ours.where)
  local states = follower.states(params.TaskStatus, where)
  ours.where, ours.states, ours.from_now = where, states, ours.since == "now"
  ours.state = state_of(ours.since, params, states)
  local one = follower.new(parts_of(account, flat, ours), listing.with_paging {JobId = params.JobId}, ours)
  ---@class aliota.Follow: aliota.Iterator<aliota.Task, string|nil, {task: aliota.Task, before: string|nil}>  of a task
  ---and the state in which it was last seen
  ---@field coverage aliota.FollowCoverage
  local changes = Iterator.new(function() return one:next() end, function() one:close() end, {
    pair = TASK_AND_STATE, paced = true, coverage = one.coverage,
  })
  --- The next changes, at least one: waits for it, and takes with it what the same look has found besides.
  ---@param most integer  at once
  ---@return {task: aliota.Task, before: string|nil}[]|nil  nil when the batch is over
  ---@return aliota.Error|nil
  function changes:some(most)
    check_self(self, Iterator, "follow:some")
    if type(most) ~= "number" or most < 1 then blame("follow:some: a number of changes expected, 1 or more") end
    if self.closed then return nil, self.failure end
    local list, err = one:some(most)
    if not list then err = self:finish(err) end
    return list, err
  end
  --- What is known, as a text: pass it as `since` to go on in another process, another day, with nothing told twice.
  ---@return string
  function changes:snapshot()
    check_self(self, Iterator, "follow:snapshot")
    return one:snapshot()
  end
  return changes
end
