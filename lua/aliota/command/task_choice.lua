-- Which tasks of a batch a verb is for, and the options that say so.
local compat = require "aliota.util.compat"
local kinds = require "aliota.shell.argument_kinds"
local own_options = require "aliota.command.own_options"
local where_words = require "aliota.command.where_words"

local task_choice = {}

--- Adds the options.
---@param parser aliota.Parser
function task_choice.offer(parser)
  own_options.offer(parser, "TaskStatus", kinds.STATUS, "Only tasks in this state, such as FAILED.")
  own_options.offer(parser, "DeviceNames", own_options.NAMES,
    "Only tasks of these devices: names, separated by commas, or @FILE with one a line (@- is standard input).")
  task_choice.offer_where(parser)
  own_options.offer(parser, "strict", nil, "What is not known to be complete, or holds a broken text, is an error.")
end

--- Adds the one that chooses by anything.
---@param parser aliota.Parser
function task_choice.offer_where(parser)
  own_options.offer(parser, "where", where_words,
    "Only tasks of which this is true, such as SrcVersion=1.0.*, TaskStatus=FAILED,CANCELED, DeviceName!=lab-*, "
    .. "'reason=download failed', older_than=2h, newer_than=15m, changed_since=2026-01-05T12:00:00Z, "
    .. "progress=50..99. All that are given must be true."):count "*":argname "NAME=VALUE"
end

--- What all conditions come to.
---@param args table
---@param ... aliota.Predicate|table|nil  further ones
---@return aliota.Predicate|nil
function task_choice.where(args, ...)
  local filter = require "aliota.filter"
  local parts = {compat.unpack(args.where)}
  for i = 1, select("#", ...) do parts[#parts + 1] = (select(i, ...)) end
  return parts[1] and filter.all(compat.unpack(parts)) or nil
end

local function status_of(args) return args.TaskStatus and {TaskStatus = args.TaskStatus} or nil end

--- Lists the tasks that are meant. Of devices that are named, what is not in the batch is counted.
---@param client aliota.Client
---@param args table
---@return aliota.Iterator
function task_choice.tasks(client, args)
  if not args.DeviceNames then
    return client:tasks {
      JobId = args.JobId, TaskStatus = args.TaskStatus, where = task_choice.where(args), strict = args.strict,
    }
  end
  local tasks = client:devices {JobId = args.JobId, DeviceNames = args.DeviceNames, strict = args.strict}
  local where = task_choice.where(args, status_of(args))
  return where and tasks:where(where) or tasks
end

--- What a plan is to be asked for.
---@param args table
---@return table params
function task_choice.params(args)
  local named = args.DeviceNames and {DeviceName = args.DeviceNames}
  return {
    JobId = args.JobId, TaskStatus = args.TaskStatus, where = task_choice.where(args, named), strict = args.strict,
  }
end

--- What the exit status is of what was read, and a message where that is not known to be all.
---@param tasks aliota.Iterator
---@param what string  that is there nevertheless, such as "the list"
---@return integer status
---@return string|nil message
function task_choice.status(tasks, what)
  if tasks.coverage.complete then return 0 end
  return 2, ("%s is finished, but there may be more: %s"):format(what, tostring(tasks.coverage))
end

return task_choice
