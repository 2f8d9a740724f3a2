-- Writers: tasks from any iterator, array or function to a file, a stream or a function, in one of nine formats.
local ascii = require "aliota.util.ascii"
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local coverage = require "aliota.show.report_coverage"
local did_you_mean = require "aliota.util.did_you_mean"
local errors = require "aliota.api.errors"
local formats = require "aliota.write.formats"
local narrowing = require "aliota.listing.narrowing"
local now_of = require "aliota.util.now"
local public = require "aliota.util.public"
local target = require "aliota.util.target"
local tasks_of = require "aliota.listing.task_reader"

---@class aliota.write  tasks in files
---@field csv fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.CsvOptions|nil):
---integer|nil, aliota.Error|nil
---@field html fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.HtmlOptions|nil):
---integer|nil, aliota.Error|nil
---@field json fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.JsonOptions|nil):
---integer|nil, aliota.Error|nil
---@field junit fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: nil): integer|nil, aliota.Error|nil
---@field markdown fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.MarkdownOptions|nil):
---integer|nil, aliota.Error|nil
---@field ndjson fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.NdjsonOptions|nil):
---integer|nil, aliota.Error|nil
---@field prometheus fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options:
---aliota.write.PrometheusOptions|nil): integer|nil, aliota.Error|nil
---@field table fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.TableOptions|nil):
---integer|nil, aliota.Error|nil
---@field xlsx fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: aliota.write.XlsxOptions|nil):
---integer|nil, aliota.Error|nil
local write = {}

-- Checking what the caller gave; each returns what is wrong, or nil ---------------------------------------------------

local function tasks_problem(tasks)
  local misuse = tasks_of.misuse(tasks)
  return misuse and "an iterator or an array of tasks expected, not " .. misuse
end

-- Writing -------------------------------------------------------------------------------------------------------------

-- How many tasks went through, and how many names have none; nil and what failed.
local function pump(tasks, out, add)
  local count, absent = 0, 0
  if not out.failure then
    count, absent = tasks_of.each(tasks, function(task)
      add(task)
      return not out.failure
    end)
  end
  if out.failure then return nil, errors.of_file(out.failure) end
  return count, absent
end

local function narrow(tasks, needed, further)
  if not needed then return end
  local fields = narrowing.set(needed)
  for _, name in ipairs(further or {}) do fields[name] = true end
  narrowing.narrow(tasks, fields)
end

local function copy(tasks, out, format, options)
  narrow(tasks, format.looks_at(options))
  local add, finish = format.new(out, options)
  local count, absent = pump(tasks, out, add)
  if not count then return nil, absent end
  finish(coverage.of(tasks, count, absent), tasks.coverage, now_of(tasks))
  local ok, problem = out:commit()
  return ok and count, not ok and errors.of_file(problem) or nil
end

-- Whatever happens, raising included: no half of a file stays, and no request in flight.
local function run(name, tasks, given, options)
  local out, problem = target.open(given)
  if not out then return nil, errors.of_file(problem) end
  local ok, count, err = pcall(copy, tasks, out, require("aliota.write." .. name), options)
  if ok and count then return count end
  out:abort()
  if tasks.close then tasks:close() end
  if not ok then error(count, 0) end
  return nil, err
end

---@alias aliota.Writer fun(tasks: aliota.Tasks, target: aliota.write.Given|nil, options: table|nil): integer|nil,
---aliota.Error|nil
---Returns the count of tasks, or nil and what failed: the listing's error object, or one of kind `file` with what the
---system says about the file, or a stream or function about itself. Tasks are read once; they are closed when something
---fails, but left as they were when the target can't be opened. Without a target it writes to standard output. Options
---are those of the format, see its file. Misuse raises at the caller's line before anything happens.

-- The writer of a format.
local function writer(name)
  return function(tasks, given, options)
    given = given or io.stdout
    local format = require("aliota.write." .. name)
    local read, bad_option = check_options.read(options, format.options)
    local problem = tasks_problem(tasks) or target.check(given) or bad_option
    if problem then blame(("write.%s: %s"):format(name, problem)) end
    narrowing.check(tasks, narrowing.set(format.looks_at(read) or {}))
    return run(name, tasks_of.source(tasks), given, read)
  end
end

local writers = {}
for _, name in ipairs(formats.NAMES) do writers[name] = writer(name) end
for name, write_it in pairs(writers) do write[name] = write_it end

--- The writer of a format, by its name.
---@usage aliota.write.table(client:tasks {JobId = job_id}:take(5))
---@param name string  csv, html, json, junit, markdown, ndjson, prometheus, table or xlsx
---@return aliota.Writer
function write.format(name)
  if not writers[name] then
    blame(("write.format: there is no format %q%s"):format(tostring(name), did_you_mean(name, writers)))
  end
  return writers[name]
end

local function ending_problem(path)
  if type(path) ~= "string" then return "a path expected, not a " .. type(path) end
  local ending = path:match "%.([A-Za-z0-9]+)$"
  if not ending then return ("%q has no ending that names a format"):format(path) end
  if not formats.BY_ENDING[ascii.lower(ending)] then
    return ("there is no format for %q%s"):format(ending, did_you_mean(ending, formats.BY_ENDING))
  end
end

--- Writes a file in the format that its name ends in.
---@usage aliota.write.to(os.tmpname() .. ".html", client:tasks {JobId = job_id})
---@param path string  such as "report.html"
---@param tasks aliota.Tasks
---@param options table|nil  of that format
---@return integer|nil count  of tasks
---@return aliota.Error|nil err  of the listing, or of kind `file`
function write.to(path, tasks, options)
  local problem = ending_problem(path)
  if problem then blame("write.to: " .. problem) end
  return writers[formats.BY_ENDING[ascii.lower(path:match "[A-Za-z0-9]+$")]](tasks, path, options)
end

return public.part(write, "aliota.write")
