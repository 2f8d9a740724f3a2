-- An export that goes on where it was, whatever ended it. Rows go to out.csv.part, which is named out.csv once it is
-- whole. Meanwhile out.csv.checkpoint says, once a second, up to which byte that file is good, and where the listing
-- was then. Memory holds the pages in flight, and 8 bytes a task to tell known ones from new ones. Where out.csv is a
-- link, all this is beside the file that it leads to.
local checkpoint = require "aliota.command.export_checkpoint"

local checked = checkpoint.checked

-- The file -----------------------------------------------------------------------------------------------------------

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

local function open_part(place, paths, state)
  if state then
    restore(place, paths, state.size)
    return checked(paths.given, io.open(paths.part, "ab"))
  end
  os.remove(paths.part)
  return checked(paths.given, place:create(paths.part))
end

-- What writes a task to the file, and what begins a new one.
local function row_writer(format, file, path, options)
  local out = {}
  function out.write(_, text) checked(path, file:write(text)) end
  function out:write_all(texts) self:write(table.concat(texts)) end
  return (format.new(out, options))
end

-- The export ---------------------------------------------------------------------------------------------------------

---@class aliota.ResumableExport
---@field rows integer      tasks in the file, those of earlier runs included
---@field coverage aliota.Coverage
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
  local state = checkpoint.read(paths.checkpoint)
  check_what(paths, state, job.what)
  local tasks = list(job, paths, state)
  local file = open_part(place, paths, state)
  return setmetatable({
    place = place, paths = paths, what = job.what, tasks = tasks, coverage = tasks.coverage, file = file,
    rows = state and state.rows or 0, is_saved = state ~= nil,
    write_row = row_writer(job.format, file, given, state and job.rest or job.options),
  }, Export)
end

-- Rows first: a checkpoint may only speak of what the system has got.
local function save(self)
  self.is_saved = true
  checked(self.paths.given, self.file:flush())
  checkpoint.write(self.paths.checkpoint, {
    size = self.file:seek "end", rows = self.rows, what = self.what, cursor = self.tasks:cursor(),
  })
end

-- A batch that can't be listed leaves nothing behind.
local function fail(self, err)
  if self.rows == 0 then
    os.remove(self.paths.part)
    error(err, 0)
  end
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

--- Writes the file. The last checkpoint is that of the whole file, so that no moment is a bad one to be ended at.
function Export:run()
  write_rows(self)
  save(self)
  checked(self.paths.given, self.file:close())
  checked(self.paths.given, self.place:take(self.paths.part))
  checked(self.paths.checkpoint, os.remove(self.paths.checkpoint))
end

--- After an interrupt: whether there is something to go on with. What is nothing is taken away.
---@param place aliota.write.Place
---@return boolean
function resumable_export.may_go_on(place)
  local saved = io.open(place.path .. ".checkpoint")
  if not saved then os.remove(place.path .. ".part") end
  return saved ~= nil and saved:close()
end

return resumable_export
