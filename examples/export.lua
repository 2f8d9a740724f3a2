-- Exports the update tasks of a batch to a CSV file (RFC 4180), and goes on where it was, whatever ended it.
--
--   lua5.4 examples/export.lua JOB_ID out.csv [--status FAILED]
--
-- Rows go to out.csv.part, which is named out.csv once it is whole. Meanwhile out.csv.checkpoint says, once a second,
-- up to which byte that file is good, and where the listing was then: after an error, ^C or kill -9, run the same
-- command again. Memory holds the pages in flight, and 8 bytes a task to tell known ones from new ones. Where out.csv
-- is a link, all this is beside the file that it leads to; a device or a FIFO is written into, without a way to go on.
--
-- Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local csv = require "aliota.write.csv"
local kinds = require "aliota.shell.argument_kinds"
local place_of = require("aliota.util.place").of
local sha256 = require("aliota.core").sign.sha256

-- What goes wrong with a file is told with its name, which the system's own words often have, too.
local function checked(path, result, message)
  if not result then error(path .. ": " .. message:gsub("^.*: ", ""), 0) end
  return result
end

-- Checkpoints --------------------------------------------------------------------------------------------------------
-- Three lines: a checksum of the other two, how many bytes of the file are good, the listing's cursor.

local function refuse(path, problem)
  error(("%s %s; to start over, delete it"):format(path, problem), 0)
end

-- At any moment there is the old file or the new one, and nothing between.
local function write_checkpoint(path, size, cursor)
  local new, body = path .. ".new", ("%d\n%s"):format(size, cursor)
  local file = checked(new, io.open(new, "wb"))
  checked(new, file:write(sha256(body), "\n", body))
  checked(new, file:close())
  checked(path, os.rename(new, path))
end

local ABSENT = {[2] = true, [20] = true} -- ENOENT, ENOTDIR

local function read_checkpoint(path)
  local file, message, code = io.open(path, "rb")
  if ABSENT[code] then return nil end
  local text = checked(path, file, message):read "*a"
  file:close()
  local sum, body = text:match "^(%x+)\n(.*)$"
  if not sum or sha256(body) ~= sum then refuse(path, "is damaged") end
  local size, cursor = body:match "^(%d+)\n(.*)$"
  return {size = tonumber(size), cursor = cursor}
end

-- The file -----------------------------------------------------------------------------------------------------------

-- What a checkpoint speaks of: the unfinished file, or the finished one if the last run ended just after naming it.
local function source_of(paths, size)
  local file = io.open(paths.part, "rb")
  local found = file and file:seek "end" >= size
  if not file then
    file = io.open(paths.finished, "rb")
    found = file and file:seek "end" == size
  end
  if not found then refuse(paths.checkpoint, "promises more than there is in " .. paths.part) end
  file:seek "set"
  return file
end

local BLOCK = 65536

-- Takes away what was written after a checkpoint. Plain Lua can't shorten a file, so the good part is copied.
local function restore(place, paths, size)
  local source, new, left = source_of(paths, size), paths.part .. ".new", size
  os.remove(new)
  local target = checked(paths.given, place:create(new))
  while left > 0 do
    local block = checked(paths.given, source:read(math.min(left, BLOCK)), "can't be read")
    checked(paths.given, target:write(block))
    left = left - #block
  end
  source:close()
  checked(paths.given, target:close())
  checked(paths.given, os.rename(new, paths.part))
end

local function open_part(place, paths, checkpoint)
  if checkpoint then
    restore(place, paths, checkpoint.size)
    return checked(paths.given, io.open(paths.part, "ab"))
  end
  os.remove(paths.part)
  return checked(paths.given, place:create(paths.part))
end

-- What writes a task to the file, and the header line to a new one.
local function row_writer(file, path, is_new)
  local out = {}
  function out.write(_, text) checked(path, file:write(text)) end
  function out:write_all(texts) self:write(table.concat(texts)) end
  return (csv.new(out, {header = is_new}))
end

-- Progress -----------------------------------------------------------------------------------------------------------

local Progress = {}
Progress.__index = Progress

local PLAIN_EVERY = 5 -- seconds

local function is_terminal()
  local status = os.execute "test -t 2"
  return status == true or status == 0 -- Lua 5.4, LuaJIT
end

local function new_progress()
  return setmetatable({rewrites = is_terminal(), shown_at = 0}, Progress)
end

-- This run's rows begin to count.
function Progress:begin(rows)
  self.first, self.started = rows, os.time()
end

function Progress:show(rows, total)
  local now = os.time()
  if not self.rewrites and now - self.shown_at < PLAIN_EVERY then return end
  self.shown_at = now
  local rate = math.max(1, rows - self.first) / math.max(1, now - self.started)
  local percent, left = math.floor(rows / math.max(total, rows) * 100), math.max(0, math.ceil((total - rows) / rate))
  local line = ("%d of %d tasks, %d %%, %.0f a second, %d:%02d left"):format(
    rows, total, percent, rate, math.floor(left / 60), left % 60)
  io.stderr:write(self.rewrites and "\r" .. line .. "\27[K" or line .. "\n")
end

-- Leaves the line to whatever is said next.
function Progress:finish()
  if self.rewrites and self.shown_at > 0 then io.stderr:write "\n" end
end

-- The export ---------------------------------------------------------------------------------------------------------

local Export = {}
Export.__index = Export

local function list(client, args, paths, checkpoint)
  local params = {JobId = args.job_id, TaskStatus = args.status, resume = checkpoint and checkpoint.cursor}
  local ok, tasks = pcall(client.tasks, client, params)
  if ok then return tasks end
  local problem = tasks:match "resume: (.*)$"
  if problem then refuse(paths.checkpoint, "does not fit: " .. problem) end
  error(tasks, 0)
end

local function paths_of(args, place)
  local path = place.path
  return {given = args.file, finished = path, part = path .. ".part", checkpoint = path .. ".checkpoint"}
end

local function new_export(client, args, place, progress)
  local paths = paths_of(args, place)
  local checkpoint = read_checkpoint(paths.checkpoint)
  local tasks = list(client, args, paths, checkpoint)
  local rows = tasks.coverage.unique
  if progress then progress:begin(rows) end
  local file = open_part(place, paths, checkpoint)
  return setmetatable({
    place = place, paths = paths, tasks = tasks, rows = rows, file = file, progress = progress,
    write_row = row_writer(file, paths.given, not checkpoint), is_saved = checkpoint ~= nil,
  }, Export)
end

-- Rows first: a checkpoint may only speak of what the system has got.
function Export:save()
  self.is_saved = true
  checked(self.paths.given, self.file:flush())
  write_checkpoint(self.paths.checkpoint, self.file:seek "end", self.tasks:cursor())
end

-- A batch that can't be listed leaves nothing behind.
function Export:fail(err)
  if self.rows == 0 then
    os.remove(self.paths.part)
    error(err, 0)
  end
  self:save()
  error(("%s\nafter %d tasks; run the same command again to go on"):format(tostring(err), self.rows), 0)
end

-- Once a second the state is saved, and at the first row, so that whatever was written can be gone on with.
function Export:write_rows()
  local tasks, saved_at = self.tasks, os.time()
  while true do
    local task, err = tasks:next()
    if err then self:fail(err) end
    if not task then return end
    self.write_row(task)
    self.rows = self.rows + 1
    if not self.is_saved then self:save() end
    if os.time() ~= saved_at then
      saved_at = os.time()
      self:save()
      if self.progress then self.progress:show(self.rows, tasks.coverage.total_last) end
    end
  end
end

-- The last checkpoint is that of the whole file, so that no moment is a bad one to be ended at.
function Export:run()
  self:write_rows()
  self:save()
  checked(self.paths.given, self.file:close())
  checked(self.paths.given, self.place:take(self.paths.part))
  checked(self.paths.checkpoint, os.remove(self.paths.checkpoint))
  return self.tasks.coverage
end

-- The command line ---------------------------------------------------------------------------------------------------

local parser = script:parser("export", "Exports the update tasks of a batch to a CSV file; goes on where it ended.", {
  account = true,
  exits = "0 for a file with all tasks, 1 for an error, 2 for a finished file of which it is not known whether it has "
    .. "all tasks, 130 when interrupted",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("file", kinds.TEXT, "The file to write, such as out.csv.")
parser:takes("--status", kinds.STATUS, "Only tasks in this state, such as FAILED.")
parser:flag("--quiet", "Only say what went wrong.")
local args = parser:parse()

local function new_client()
  return aliota.new {region = args.region, instance_id = args.instance_id, qps = args.qps}
end

local function written_into(client, path)
  local tasks = client:tasks {JobId = args.job_id, TaskStatus = args.status}
  local count, problem = aliota.write.csv(tasks, path)
  if not count then error(problem, 0) end
  return tasks.coverage
end

local progress, place, coverage = not args.quiet and new_progress(), nil, nil
local status, message = script:outcome(function()
  local problem
  place, problem = place_of(args.file)
  if not place then error(problem, 0) end
  local client = new_client()
  coverage = place.is_plain and new_export(client, args, place, progress):run() or written_into(client, args.file)
  return coverage.complete and 0 or 2
end)

if status == 2 then
  message = ("%s is finished, but there may be more: %s"):format(args.file, tostring(coverage))
elseif status == 0 and not args.quiet then
  message = ("%d tasks in %s"):format(coverage.unique, args.file)
elseif status == script.INTERRUPTED and place and place.is_plain then
  local saved = io.open(place.path .. ".checkpoint")
  if saved then message = message .. "; run the same command again to go on" else os.remove(place.path .. ".part") end
end
if progress then progress:finish() end
script:exit(status, message)
