-- A file that is to take a place. It is written beside it and then renamed, so that at any moment there is the old file
-- or the new one, whole; after a failure there is nothing beside it.
local put = require "aliota.util.put"

local replacement = {}

---@class aliota.Replacement
---@field place aliota.write.Place
---@field path string  where it is meanwhile
---@field file file*
local Replacement = {}
Replacement.__index = Replacement

-- Beside the file, as renaming stays within a file system; by a name that nobody can guess and lay a link under.
local function name_beside(path)
  return (path:match "^.*/" or "") .. ".aliota-" .. require("aliota.core").sign.nonce() .. ".tmp"
end

-- What went wrong is told of the path as it was given: the one that failed may be one that nobody gave.
local function told(self, ok, problem)
  if ok then return true end
  local prefix = self.path .. ": "
  if problem:sub(1, #prefix) == prefix then problem = problem:sub(#prefix + 1) end
  return nil, ("%s: %s"):format(self.place.given, problem)
end

--- Begins a file.
---@param place aliota.write.Place
---@param path string|nil  where it is meanwhile; what is there is in nobody's use (default: by a name of its own)
---@return aliota.Replacement|nil
---@return string|nil problem
function replacement.begin(place, path)
  local self = setmetatable({place = place, path = path or name_beside(place.path)}, Replacement)
  if path then os.remove(path) end
  local file, problem = place:create(self.path)
  if not file then return told(self, nil, problem) end
  self.file = file
  return self
end

---@param text string
---@return boolean|nil
---@return string|nil problem
function Replacement:write(text) return told(self, put(self.file, text)) end

--- Puts it in the place. Its content is on the disk before it is there.
---@return boolean|nil
---@return string|nil problem  `abort` must follow
function Replacement:finish()
  local ok, problem = self.file:close()
  if ok then ok, problem = self.place:take(self.path) end
  return told(self, ok, problem)
end

--- Takes it away.
function Replacement:abort()
  if io.type(self.file) == "file" then self.file:close() end
  os.remove(self.path)
end

return replacement
