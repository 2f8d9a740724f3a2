-- Where the journal of a plan is kept: in a file, to which it grows line by line, or with a function of the caller's.
local place_of = require("aliota.util.place").of
local target = require "aliota.util.target"

local log = {}

---@class aliota.PlanLog
---@field begin fun(self, text: string): boolean|nil, string|nil  writes the first lines
---@field add fun(self, line: string): boolean|nil, string|nil    adds a line; it is in the system's hands on return

-- No log: a plan that ends with its process.
local NONE = {begin = function() return true end, add = function() return true end}

-- Functions ----------------------------------------------------------------------------------------------------------

local Caller = {}
Caller.__index = Caller

function Caller:add(text)
  self.write(text)
  return true
end

Caller.begin = Caller.add

-- Files --------------------------------------------------------------------------------------------------------------

local File = {}
File.__index = File

local ENOENT = 2

-- To read from a device or a FIFO might take for ever.
local function content_of(path)
  local place, problem = place_of(path)
  if not place then return nil, problem end
  if not place.is_plain then return nil, path .. ": a journal is a file, which can be read again" end
  local file, code
  file, problem, code = io.open(path, "rb")
  if not file then return nil, problem, code end
  local text
  text, problem = file:read "*a"
  file:close()
  if not text then return nil, ("%s: %s"):format(path, problem) end
  return text
end

-- Whole or not at all: a journal that breaks off within the plan can't be told from another file.
function File:begin(text)
  local out, problem = target.open(self.path)
  if not out then return nil, problem end
  out:write(text)
  local ok
  ok, problem = out:commit()
  if not ok then
    out:abort()
    return nil, problem
  end
  self.size = #text
  return true
end

function File:failed(problem)
  return nil, ("%s: %s"):format(self.path, problem)
end

-- The file must be as we left it, before and after: else another process goes on with the same plan.
function File:check_size(file)
  local size, problem = file:seek "end"
  if not size then return self:failed(problem) end
  if size == self.size then return true end
  return self:failed "another process writes to this journal; one at a time may go on with a plan"
end

function File:open()
  local problem
  if not self.file then self.file, problem = io.open(self.path, "ab") end
  return self.file, problem
end

function File:add(line)
  local file, problem = self:open()
  if not file then return nil, problem end
  local ok
  ok, problem = self:check_size(file)
  if not ok then return nil, problem end
  ok, problem = file:write(line)
  if ok then ok, problem = file:flush() end
  if not ok then return self:failed(problem) end
  self.size = self.size + #line
  return self:check_size(file)
end

-- ---------------------------------------------------------------------------------------------------------------------

--- Where a new plan's journal goes.
---@param journal string|function|nil  a path where no file is yet, or what is given each piece of text
---@return aliota.PlanLog|nil
---@return string|nil problem
function log.new(journal)
  if not journal then return NONE end
  if type(journal) == "function" then return setmetatable({write = journal}, Caller) end
  local text, problem, code = content_of(journal)
  if text then
    return nil, journal .. ": there is such a file; go on with its plan by client:resume_plan, or delete it"
  end
  if code ~= ENOENT then return nil, problem end
  return setmetatable({path = journal}, File)
end

--- The journal that a file has, and the log that goes on with it.
---@param path string
---@return string|nil text
---@return aliota.PlanLog|string log or what is wrong with the file
function log.open(path)
  local text, problem = content_of(path)
  if not text then return nil, problem end
  return text, setmetatable({path = path, size = #text}, File)
end

return log
