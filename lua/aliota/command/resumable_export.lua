-- An export that goes on where it was, whatever ended it. Rows go to out.csv.part, which is named out.csv once it is
-- whole. Meanwhile out.csv.checkpoint says, once a second, up to which byte that file is good, and where the listing
-- was then. Memory holds the pages in flight, and 8 bytes a task to tell known ones from new ones. Where out.csv is a
-- link, all this is beside the file that it leads to.
local checked = require("aliota.api.errors").checked_file
local checkpoint = require "aliota.command.export_checkpoint"
local place_in_use = require("aliota.util.place").IN_USE
local put = require "aliota.util.put"
local replacement = require "aliota.util.replacement"
local state_file = require "aliota.util.state_file"

-- The file -----------------------------------------------------------------------------------------------------------

-- What goes wrong with a file is told of the path that was given, and the system's own words may have another.
local function checked_of(path, result, problem)
  return checked(result, not result and ("%s: %s"):format(path, tostring(problem):gsub("^.*: ", "")))
end

-- What a checkpoint speaks of: the unfinished file, or the finished one if the last run ended just after naming it.
local function source_of(paths, size)
  local file = io.open(paths.part, "rb")
  local found = file and file:seek "end" >= size
  if not file then
    file = io.open(paths.finished, "rb")
    found = file and file:seek "end" == size
  end
  if not found then checkpoint.refuse(paths.checkpoint, "promises more than there is in " .. paths.part) end
  file:seek "set"
  return file
end

local BLOCK = 65536

local function copy(source, target, left)
  while left > 0 do
    local block = source:read(math.min(left, BLOCK))
    if not block then return nil, target.place.given .. ": can't be read" end
    local ok, problem = target:write(block)
    if not ok then return nil, problem end
    left = left - #block
  end
  return target:finish()
end

-- Takes away what was written after a checkpoint. Plain Lua can't shorten a file, so the good part is copied.
local function restore(part, paths, size)
  local source = source_of(paths, size)
  local target = checked(replacement.begin(part, paths.part .. ".new"))
  local ok, problem = copy(source, target, size)
  source:close()
  if not ok then target:abort() end
  checked(ok, problem)
end

-- The unfinished file, at its end, and what keeps others away from it.
local function open_part(where, paths, state)
  local part, core = where:beside ".part", require "aliota.core"
  local old = core.file.permissions(paths.part) and checked(part:lock(paths.part))
  if state then
    restore(part, paths, state.size)
  else
    os.remove(paths.part)
    checked_of(paths.given, part:create(paths.part)):close()
  end
  local lock = checked(part:lock(paths.part))
  if old then old:release() end
  return checked_of(paths.given, io.open(paths.part, "ab")), lock
end

-- What writes a task to the file, and what begins a new one.
local function row_writer(format, file, path, options)
  local out = {}
  function out.write(_, text) checked_of(path, put(file, text)) end
  function out:write_all(texts) self:write(table.concat(texts)) end
  return (format.new(out, options))
end

-- The export ---------------------------------------------------------------------------------------------------------

---@class aliota.ResumableExport
---@field rows integer      tasks in the file, those of earlier runs included
---@field coverage aliota.Coverage
---@field file file*        the unfinished file
---@field lock userdata     of it
---@field saved aliota.StateFile  the checkpoint
local Export = {}
Export.__index = Export

local resumable_export = {}

local function paths_of(place, given)
  local path = place.path
  return {given = given, finished = path, part = path .. ".part", checkpoint = path .. ".checkpoint"}
end

local function check_what(paths, state, what)
  if state and state.what ~= what then
    checkpoint.refuse(paths.checkpoint, ("does not fit: it is of an export of %s, not of %s"):format(state.what, what))
  end
end

-- The listing, from the checkpoint on; the library raises where that is of another one.
local function list(job, paths, state)
  local ok, tasks = pcall(job.list, state and state.cursor)
  if ok then return tasks end
  local problem = tostring(tasks):match "resume: (.*)$"
  if problem and state then checkpoint.refuse(paths.checkpoint, "does not fit: " .. problem) end
  error(tasks, 0)
end

---@class aliota.ExportJob
---@field list fun(cursor: string|nil): aliota.Iterator
---@field format table     a format of aliota.write that streams, and whose text can be gone on with
---@field options table    of it
---@field rest table       of it, for a file that is gone on with
---@field what string      a line: what it is an export of

--- Begins an export, or goes on with one.
---@param place aliota.write.Place
---@param given string  the path, as it was given
---@param job aliota.ExportJob
---@return aliota.ResumableExport
function resumable_export.begin(place, given, job)
  local paths = paths_of(place, given)
  local saved = checked(state_file.open(paths.checkpoint))
  local state = checkpoint.read(saved)
  check_what(paths, state, job.what)
  local tasks = list(job, paths, state)
  local file, lock = open_part(place, paths, state)
  return setmetatable({
    place = place, paths = paths, what = job.what, tasks = tasks, coverage = tasks.coverage, file = file, lock = lock,
    saved = saved, rows = state and state.rows or 0, is_saved = state ~= nil,
    write_row = row_writer(job.format, file, given, state and job.rest or job.options),
  }, Export)
end

-- Rows first: a checkpoint may only speak of what is on the disk.
local function save(self)
  self.is_saved = true
  checked_of(self.paths.given, self.file:flush())
  checked_of(self.paths.given, require("aliota.core").file.sync(self.paths.part))
  checkpoint.write(self.saved, {
    size = self.file:seek "end", rows = self.rows, what = self.what, cursor = self.tasks:cursor(),
  })
end

-- What was listed before an error is kept.
local function fail(self, err)
  if self.rows == 0 then error(err, 0) end
  save(self)
  error(("%s\nafter %d tasks; run the same command again to go on"):format(tostring(err), self.rows), 0)
end

-- Once a second the state is saved, and at the first row, so that whatever was written can be gone on with.
local function write_rows(self)
  local tasks, saved_at = self.tasks, os.time()
  while true do
    local task, err = tasks:next()
    if err then fail(self, err) end
    if not task then return end
    self.write_row(task)
    self.rows = self.rows + 1
    if not self.is_saved or os.time() ~= saved_at then
      saved_at = os.time()
      save(self)
    end
  end
end

-- The last checkpoint is that of the whole file, so that no moment is a bad one to be ended at.
local function write_file(self)
  local paths = self.paths
  write_rows(self)
  save(self)
  checked_of(paths.given, self.file:close())
  checked_of(paths.given, self.lock:is_of(paths.part), place_in_use)
  checked_of(paths.given, self.place:take(paths.part))
  checked_of(paths.checkpoint, os.remove(paths.checkpoint))
end

--- Whether there is something to go on with. What is nothing is taken away.
---@param where aliota.write.Place
---@return boolean
function resumable_export.may_go_on(where)
  local core = require "aliota.core"
  local is_saved = core.file.permissions(where.path .. ".checkpoint") ~= nil
  if not is_saved then os.remove(where.path .. ".part") end
  return is_saved
end

--- Writes the file.
function Export:run()
  local ok, err = pcall(write_file, self)
  if ok then return end
  if io.type(self.file) == "file" then self.file:close() end
  resumable_export.may_go_on(self.place)
  error(err, 0)
end

return resumable_export
