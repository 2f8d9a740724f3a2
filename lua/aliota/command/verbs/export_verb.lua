-- aliota export: the tasks of a batch as a file. CSV and NDJSON go on where they were, whatever ended the last run; any
-- other format is written whole or not at all.
local account_client = require "aliota.command.account_client"
local ascii = require "aliota.util.ascii"
local checked = require("aliota.api.errors").checked_file
local kinds = require "aliota.shell.argument_kinds"
local merge = require "aliota.util.merge"
local own_options = require "aliota.command.own_options"
local progress_line = require "aliota.command.progress_line"
local resumable_export = require "aliota.command.resumable_export"
local task_choice = require "aliota.command.task_choice"
local task_output = require "aliota.command.task_output"

---@type aliota.Verb
local verb = {
  summary = "Write the tasks of a batch to a file, and go on where it was after an error, ^C or kill -9.",
  arguments = "JobId FILE",
  example = 'aliota export "$JOB_ID" tasks.csv',
  exits = "0 for a file with all tasks, 1 for an error, 2 for a finished file of which it is not known whether it has "
    .. "all tasks",
}

function verb.offer(parser)
  own_options.offer_job(parser)
  parser:takes("FILE", kinds.TEXT, "The file. A device or a FIFO is written into.")
  task_choice.offer(parser)
  task_output.offer(parser, "csv, xlsx, ndjson, json, markdown, html, prometheus, junit or table (default: what FILE "
    .. "ends in: .csv, .xlsx, .ndjson, .json, .md, .html, .prom, .xml or .txt).")
  own_options.offer(parser, "quiet", nil, "Only say what went wrong.")
end

-- What goes on, by --output or the ending of the file's name: the format, and what its options are once it has begun.
local RESUMABLE = {csv = {name = "csv", rest = {header = false, bom = false}}}
RESUMABLE.ndjson = {name = "ndjson"}
RESUMABLE.jsonl = RESUMABLE.ndjson

local function resumable_of(args)
  local name = args.output or ascii.lower(args.FILE:match "%.([A-Za-z0-9]+)$" or "")
  return not args.DeviceNames and RESUMABLE[name] or nil
end

-- What makes one file another than the next, beside the batch and the state, which the cursor knows.
local function what_of(args, kind)
  local where = task_choice.where(args)
  local parts = {kind.name, args.columns and table.concat(args.columns, ",") or "all fields", "all tasks"}
  if where then parts[3] = tostring(where):gsub("[\r\n]", " ") end
  for _, name in ipairs {"raw", "formulas"} do parts[#parts + 1] = args[name] and name or nil end
  return table.concat(parts, ", ")
end

local function job_of(client, args, kind)
  local where = task_choice.where(args)
  local format = require("aliota.write." .. kind.name)
  local options = task_output.checked(format, task_output.options(args))
  return {
    list = function(cursor)
      local tasks = client:tasks {
        JobId = args.JobId, TaskStatus = args.TaskStatus, strict = args.strict, resume = cursor,
      }
      return where and tasks:where(where) or tasks
    end,
    format = format, options = options, rest = merge(options, kind.rest),
    what = what_of(args, kind),
  }
end

local function write_whole(client, args)
  local tasks, write, options = task_choice.tasks(client, args), require "aliota.write", task_output.options(args)
  if args.output then return tasks, task_output.write(write.format(args.output), tasks, args.FILE, options) end
  return tasks, task_output.write(write.to, args.FILE, tasks, options)
end

local function write(client, args, place)
  local kind = resumable_of(args)
  if not place.is_plain or not kind then return write_whole(client, args) end
  local export = resumable_export.begin(place, args.FILE, job_of(client, args, kind))
  export:run()
  return export, export.rows
end

local function said(args, written, rows)
  local status, message = task_choice.status(written, args.FILE)
  if status == 0 and not args.quiet then
    message = ("%d %s in %s"):format(rows, rows == 1 and "task" or "tasks", args.FILE)
  end
  return status, message
end

function verb.run(script, args)
  local place = checked(require("aliota.util.place").of(args.FILE))
  local progress = progress_line.new(args, "task")
  local client = account_client(script, args, function(event) progress:saw(event) end)
  local status, message = script:outcome(function() return said(args, write(client, args, place)) end)
  progress:finish()
  if status == script.INTERRUPTED and place.is_plain and resumable_of(args) and resumable_export.may_go_on(place) then
    message = message .. "; run the same command again to go on"
  end
  return status, message
end

return verb
