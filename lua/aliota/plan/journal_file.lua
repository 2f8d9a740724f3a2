-- Where a journal is kept: in a file, to which it grows line by line, or with a function of the caller's.
local errors = require "aliota.api.errors"
local place_of = require("aliota.util.place").of
local put = require "aliota.util.put"
local text_of = require "aliota.util.content"
local target = require "aliota.util.target"

local log = {}

---@class aliota.PlanLog
---@field begin fun(self, text: string): boolean|nil, aliota.Error|nil  writes the first lines
---@field add fun(self, line: string): boolean|nil, aliota.Error|nil  adds one; it is on the disk on return

-- No log: a plan that ends with its process.
local NONE = {begin = function() return true end, add = function() return true end}

-- Functions ----------------------------------------------------------------------------------------------------------

local Caller = {}
Caller.__index = Caller

-- Functions often return nothing: a failure is told by its reason.
function Caller:add(text)
  local ok, problem = self.write(text)
  if not ok and problem then return nil, errors.of_file(problem) end
  return true
end

Caller.begin = Caller.add

-- Files --------------------------------------------------------------------------------------------------------------

local File = {}
File.__index = File

local function fail(problem, code) return nil, errors.of_file(problem, code) end

-- To read from a device or a FIFO might take for ever. Behind an error: whether that is all, that there is no file.
local function content_of(path)
  local place, problem = place_of(path)
  if not place then return fail(problem) end
  if not place.is_plain then return fail(path .. ": a journal is a file, which can be read again") end
  local text, why, is_absent = text_of(path)
  if text then return text end
  return nil, errors.of_file(why), is_absent
end

-- Whole or not at all: a journal that breaks off within the plan can't be told from another file.
function File:begin(text)
  local ok, problem = target.write(self.path, text)
  if not ok then return fail(problem) end
  self.size = #text
  return true
end

function File:failed(problem, code) return fail(("%s: %s"):format(self.path, problem), code) end

function File:in_use()
  return self:failed("another process writes to this journal; one at a time may go on with a plan", "JournalInUse")
end

-- Where a line could not be written, a part of it may stand there, which goes.
function File:heal()
  local text, err = content_of(self.path)
  if not text then return nil, err end
  local surplus = text:sub(self.size + 1)
  if surplus ~= self.torn:sub(1, #surplus) then return true end -- somebody else's, which is noticed
  local ok
  ok, err = self:begin(text:sub(1, self.size))
  if ok then self.torn = nil end
  return ok, err
end

local function append(file, line, path)
  local ok, problem = put(file, line)
  local is_closed, why = file:close()
  if not ok or not is_closed then return nil, problem or why end
  return require("aliota.core").file.sync(path)
end

-- The file must be as we left it: else another process goes on with the same plan.
function File:append(line)
  local file, problem = io.open(self.path, "r+b")
  if not file then return fail(problem) end
  if file:seek "end" ~= self.size then
    file:close()
    return self:in_use()
  end
  local ok
  ok, problem = append(file, line, self.path)
  if not ok then
    self.torn = line
    return self:failed(problem)
  end
  self.size = self.size + #line
  return true
end

function File:add(line)
  local lock, problem, is_taken = require("aliota.core").file.lock(self.path)
  if is_taken then return self:in_use() end
  if not lock then return self:failed(problem) end
  local ok, err = true, nil
  if self.torn then ok, err = self:heal() end
  if ok then ok, err = self:append(line) end
  lock:release()
  return ok, err
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Where a new plan's journal goes.
---@param journal string|function|nil  a path where no file is yet, or what is given each piece of text
---@return aliota.PlanLog|nil
---@return aliota.Error|nil
function log.new(journal)
  if not journal then return NONE end
  if type(journal) == "function" then return setmetatable({write = journal}, Caller) end
  local text, err, is_free = content_of(journal)
  if text then return fail(journal .. ": there is such a file", "JournalExists") end
  if not is_free then return nil, err end
  local out, problem = target.open(journal) -- where none can be is told before anything is asked for
  if not out then return fail(problem) end
  out:abort()
  return setmetatable({path = journal}, File)
end

--- Writes down what is about to be done. What can't be written down is not done.
---@param where aliota.PlanLog
---@param line string
---@return boolean|nil
---@return aliota.Error|nil
function log.write(where, line)
  local ok, cause = where:add(line)
  if ok then return true end
  return nil, errors.new {
    code = "Journal", message = "the journal could not be written: " .. cause.message, cause = cause,
    hint = cause.hint, may_have_run = false,
  }
end

--- The journal that a file has, and the log that goes on with it.
---@param path string
---@return string|nil text
---@return aliota.PlanLog|aliota.Error log or what is wrong with the file
function log.open(path)
  local text, err = content_of(path)
  if not text then return nil, err end
  return text, setmetatable({path = path, size = #text}, File)
end

-- The text goes on where it came from. One that was given may begin a file.
local function source_of(request)
  if not request.text then return log.open(request.journal) end
  local where, problem = log.new(request.journal)
  return where and request.text, where or problem, type(request.journal) == "string"
end

--- Goes on with a journal: reads what it is about, and leaves it so that the next line can be added.
---@param request {journal: string|function|nil, text: string|nil}  found good
---@param read fun(text: string): table|nil, string  returns what it is about, and the text as far as it is whole; or
---nil, and what is wrong with it
---@return table|nil parts
---@return aliota.PlanLog|aliota.Error log or what is wrong
function log.resume(request, read)
  local text, where, is_new = source_of(request)
  if not text then return nil, where end
  local parts, good = read(text)
  if not parts then return fail(("%s: %s"):format(request.journal and tostring(request.journal) or "text", good)) end
  if is_new or (not request.text and #good < #text) then
    local ok, problem = where:begin(good)
    if not ok then return nil, problem end
  end
  return parts, where
end

return log
