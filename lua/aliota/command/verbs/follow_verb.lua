-- aliota follow: each change of a task's state, as it happens.
local account_client = require "aliota.command.account_client"
local kinds = require "aliota.shell.argument_kinds"
local merge = require "aliota.util.merge"
local own_options = require "aliota.command.own_options"
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

local ABSENT = {[2] = true, [20] = true} -- ENOENT, ENOTDIR

local function read(path)
  local file, problem, code = io.open(path, "rb")
  if ABSENT[code] then return nil end
  local content
  if file then content, problem = file:read "*a" end
  if file then file:close() end
  if not content then error(("%s: %s"):format(path, problem:gsub("^.*: ", "")), 0) end
  return content
end

local function open(path)
  local out, problem = require("aliota.util.target").open(path)
  if not out then error(problem, 0) end
  return out
end

-- Whole or not at all.
local function write(path, content)
  local out = open(path)
  out:write(content)
  local ok, problem = out:commit()
  if ok then return end
  out:abort()
  error(problem, 0)
end

---@class aliota.KeptFollow
---@field path string|nil
---@field follow aliota.Follow
---@field saved_at integer
local Kept = {}
Kept.__index = Kept

function Kept:save()
  if not self.path or not self.follow then return end
  self.saved_at = os.time()
  write(self.path, self.follow:snapshot())
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

local function begin(client, args)
  local since = args.since and read(args.since)
  if args.since then open(args.since):abort() end -- what can't be kept is not begun
  local ok, follow = pcall(client.follow, client, {
    JobId = args.JobId, TaskStatus = args.TaskStatus, where = task_choice.where(args), strict = args.strict,
    since = since or args.from_now and "now" or nil, interval = args.interval,
    longest_interval = args.longest_interval, timeout = args.timeout,
  })
  if not ok then refuse(since and args.since, follow) end
  return follow
end

local function print_changes(script, args, kept)
  local line_of, follow = LINES[args.output or "text"], kept.follow
  while true do
    local task, before = follow:next()
    if not task then return before end
    script:say(line_of(task, before))
    script:flush()
    kept:note()
  end
end

function verb.run(script, args)
  local kept = setmetatable({path = args.since, saved_at = 0}, Kept)
  local client = account_client(script, args, function(event)
    if event.type == "look" and not event.err then kept:save() end -- all of it has been printed
  end)
  kept.follow = begin(client, args)
  local ok, err = pcall(print_changes, script, args, kept)
  if kept.follow.coverage.looks > 0 or kept.follow.coverage.changes > 0 then kept:save() end
  if not ok then error(err, 0) end
  if err and err.kind == "timeout" then return 2, script:worded(tostring(err)) end
  if err then error(err, 0) end
end

return verb
