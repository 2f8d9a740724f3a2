-- aliota follow: each change of a task's state, as it happens.
local account_client = require "aliota.command.account_client"
local checked = require("aliota.api.errors").checked_file
local held_interrupt = require "aliota.command.held_interrupt"
local kinds = require "aliota.shell.argument_kinds"
local merge = require "aliota.util.merge"
local own_options = require "aliota.command.own_options"
local state_file = require "aliota.util.state_file"
local task_choice = require "aliota.command.task_choice"
local text = require "aliota.show.text"

---@type aliota.Verb
local verb = {
  summary = "Print each change of a task's state once, as it happens, until the batch is over.",
  arguments = "JobId",
  example = 'aliota follow "$JOB_ID" --task-status FAILED --since failures.snapshot',
  exits = "0 when the batch is over, 1 for an error, 2 after the time-out",
}

local OUTPUTS = {text = "text", ndjson = "ndjson"}

function verb.offer(parser)
  own_options.offer_job(parser)
  own_options.offer(parser, "TaskStatus", kinds.STATUS, "Only tasks that come into this state, such as FAILED.")
  task_choice.offer_where(parser)
  own_options.offer(parser, "since", kinds.TEXT,
    "Go on from the snapshot in this file, if it is there, and keep it there: nothing is told twice."):argname "FILE"
  own_options.offer(parser, "from_now", nil, "Where there is no snapshot: don't tell what the first look shows.")
  own_options.offer_looks(parser)
  own_options.offer(parser, "strict", nil, "A broken text is an error.")
  parser:takes("--output", kinds.one_of(OUTPUTS, "text or ndjson"), "text (default) or ndjson.")
end

-- The snapshot's file -------------------------------------------------------------------------------------------------

---@class aliota.KeptFollow
---@field file aliota.StateFile|nil
---@field follow aliota.Follow
---@field saved_at integer
local Kept = {}
Kept.__index = Kept

function Kept:save()
  if not self.file or not self.follow then return end
  self.saved_at = os.time()
  checked(self.file:write(self.follow:snapshot()))
end

-- After a change has been printed: once a second, as a snapshot of a large batch is large.
function Kept:note()
  if os.time() ~= self.saved_at then self:save() end
end

-- Lines ---------------------------------------------------------------------------------------------------------------

local LINES = {}

function LINES.text(task, before)
  local reason = text.line(task.TaskDesc or "")
  return ("%s  %-24s %-11s > %-11s%s"):format(text.line(task.UtcModified or "?"), text.line(task.DeviceName),
    text.line(before or "new"), text.line(task.TaskStatus), reason == "" and "" or "  " .. reason)
end

function LINES.ndjson(task, before)
  local pieces = {}
  local out = {
    write = function(_, piece) pieces[#pieces + 1] = piece end,
    write_all = function(_, all) pieces[#pieces + 1] = table.concat(all) end,
  }
  require("aliota.write.object").writer(out)(merge(task, {before = before or require("aliota.util.json_codec").null}))
  return table.concat(pieces)
end

-- ---------------------------------------------------------------------------------------------------------------------

local function refuse(path, raised)
  local problem = tostring(raised):match "since (.*)$"
  if not path or not problem then error(raised, 0) end
  error(("%s %s; to start over, delete it"):format(path, problem:gsub(": what follow.*$", "")), 0)
end

-- What it holds; what can't be kept is not begun.
local function read(file)
  local since, problem = file:read()
  checked(not problem, problem)
  checked(file:check())
  return since
end

local function begin(client, args, file)
  local since = file and read(file)
  local ok, follow = pcall(client.follow, client, {
    JobId = args.JobId, TaskStatus = args.TaskStatus, where = task_choice.where(args), strict = args.strict,
    since = since or args.from_now and "now" or nil, interval = args.interval,
    longest_interval = args.longest_interval, timeout = args.timeout,
  })
  if not ok then refuse(since and args.since, follow) end
  return follow
end

local function print_changes(script, args, kept)
  local line_of = LINES[args.output or "text"]
  local task, before = kept.follow:next()
  while task do
    script:say(line_of(task, before))
    script:flush()
    kept:note()
    held_interrupt.check()
    task, before = kept.follow:next()
  end
  return before
end

-- What can't be printed is found again by the next run.
local function keep_last(script, kept)
  local coverage = kept.follow.coverage
  if not script.lost and (coverage.looks > 0 or coverage.changes > 0) then kept:save() end
end

local function follow(script, args)
  local kept = setmetatable({file = args.since and checked(state_file.open(args.since)), saved_at = 0}, Kept)
  local client = account_client(script, args, function(event)
    if event.type == "look" and not event.err then kept:save() end -- all of it has been printed
  end, held_interrupt.loop)
  kept.follow = begin(client, args, kept.file)
  local ok, err = pcall(print_changes, script, args, kept)
  keep_last(script, kept)
  if not ok then error(err, 0) end
  if err and err.kind == "timeout" then return 2, script:worded(tostring(err)) end
  if err then error(err, 0) end
end

function verb.run(script, args)
  return held_interrupt.during(follow, script, args)
end

return verb
