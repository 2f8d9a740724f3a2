-- A file in which one process at a time keeps what it knows, to go on with after whatever ends it. It is whole at any
-- moment: each text replaces the one before.
local content_of = require "aliota.util.content"
local place = require "aliota.util.place"
local replacement = require "aliota.util.replacement"

local state_file = {}

---@class aliota.StateFile
---@field place aliota.write.Place
---@field lock userdata|nil  of the file that there is
local StateFile = {}
StateFile.__index = StateFile

local function fail(self, problem) return nil, ("%s: %s"):format(self.place.given, problem) end

--- Opens one, for this process alone. Makes none.
---@param path string
---@return aliota.StateFile|nil
---@return string|nil problem
function state_file.open(path)
  local where, problem = place.of(path)
  if not where then return nil, problem end
  local self = setmetatable({place = where}, StateFile)
  if not where.is_plain then return fail(self, "it is no file") end
  if not where.permissions then return self end
  self.lock, problem = where:lock(where.path)
  if not self.lock then return nil, problem end
  return self
end

--- What it holds.
---@return string|nil text     nil: there is none yet
---@return string|nil problem  why it can't be read
function StateFile:read()
  local text, problem, is_absent = content_of(self.place.path)
  if text or is_absent then return text end
  return nil, problem
end

--- Lets others have it.
function StateFile:close()
  if self.lock then self.lock:release() end
  self.lock = nil
end

-- Whether nobody has put another file there.
local function is_ours(self)
  local path = self.place.path
  if self.lock then return self.lock:is_of(path) end
  return not require("aliota.core").file.permissions(path)
end

-- The new file is locked before it has the name, and the lock stays with it.
local function replace(self, new, text)
  local lock, problem = self.place:lock(new.path)
  if not lock then return nil, problem end
  local ok
  ok, problem = new:write(text)
  if ok then ok, problem = new:finish() end
  if not ok then
    lock:release()
    return nil, problem
  end
  self:close()
  self.lock = lock
  return true
end

-- What is to replace what it holds.
local function begin(self)
  if not is_ours(self) then return fail(self, place.IN_USE) end
  return replacement.begin(self.place, self.place.path .. ".new")
end

--- Whether it could be written now.
---@return boolean|nil
---@return string|nil problem
function StateFile:check()
  local new, problem = begin(self)
  if not new then return nil, problem end
  new:abort()
  return true
end

--- Replaces what it holds; the text is on the disk on return.
---@param text string
---@return boolean|nil
---@return string|nil problem  it holds what it did
function StateFile:write(text)
  local new, problem = begin(self)
  if not new then return nil, problem end
  local ok
  ok, problem = replace(self, new, text)
  if not ok then new:abort() end
  return ok, problem
end

return state_file
