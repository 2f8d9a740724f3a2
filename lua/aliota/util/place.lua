-- Where a path leads: to a file, which is replaced whole, or to what can only be written into.
local place = {}

---@class aliota.write.Place
---@field given string            as it was given
---@field path string             behind all links
---@field is_plain boolean        whether it is a file, or nothing yet; else a device, a FIFO, a socket
---@field permissions integer|nil of the file that there is
local Place = {}
Place.__index = Place

--- What is said of a file that somebody else is at.
place.IN_USE = "another process writes to this file; one at a time may"

local MOST_LINKS = 40 -- as Linux follows
local BEYOND_RWX = 512 -- setuid and the like, which are for the owner and the file that they were given to

-- What is open in this process has links there whose texts are no paths.
local function is_of_process(path)
  return path:find "^/proc/" or path:find "^/dev/fd/"
end

local function followed(path, link_of)
  for _ = 0, MOST_LINKS do
    local link = not is_of_process(path) and link_of(path)
    if not link then return path end
    path = link:sub(1, 1) == "/" and link or (path:match "^.*/" or "") .. link
  end
  return nil, "Too many levels of symbolic links"
end

--- Looks where a path leads. A folder is no such place.
---@param path string
---@return aliota.write.Place|nil
---@return string|nil problem
function place.of(path)
  local file = require("aliota.core").file -- other targets need no core
  local permissions, kind = file.permissions(path)
  if kind == "folder" then return nil, path .. ": Is a directory" end
  local target, problem = followed(path, file.link)
  if not target then return nil, ("%s: %s"):format(path, problem) end
  local is_plain = kind ~= "other" and not is_of_process(target)
  return setmetatable({
    given = path, path = is_plain and target or path, is_plain = is_plain,
    permissions = permissions and permissions % BEYOND_RWX,
  }, Place)
end

local PRIVATE, USUAL = 384, 438 -- 0600 and 0666, of which the umask takes away

--- The place of another file, for use until this one is finished. Nobody else sees what is in it where this place has
--- permissions.
---@param ending string  of its name
---@return aliota.write.Place
function Place:beside(ending)
  return setmetatable({
    given = self.given, path = self.path .. ending, is_plain = true, permissions = self.permissions and PRIVATE,
  }, Place)
end

--- What keeps others away from a file.
---@param path string
---@return userdata|nil lock
---@return string|nil problem
function Place:lock(path)
  local lock, problem, is_taken = require("aliota.core").file.lock(path)
  if lock then return lock end
  return nil, ("%s: %s"):format(self.given, is_taken and place.IN_USE or problem)
end

--- Begins the file that is to take the place. Where one had permissions, nobody else sees the new one before it has
--- them.
---@param path string  in the same folder; nothing is there
---@return file*|nil
---@return string|nil problem
function Place:create(path)
  local ok, problem = require("aliota.core").file.create(path, self.permissions and PRIVATE or USUAL)
  if not ok then return nil, ("%s: %s"):format(path, problem) end
  return io.open(path, "wb")
end

--- Puts a finished file in the place, with the permissions of the old one. What it holds is on the disk before it has
--- the name, so that whatever ends the system leaves no half of it there. The name is on the disk on return, where the
--- system lets us see to that.
---@param path string
---@return boolean|nil
---@return string|nil problem
function Place:take(path)
  local file = require("aliota.core").file
  local ok, problem = file.sync(path)
  if ok and self.permissions then ok, problem = file.set_permissions(path, self.permissions) end
  if not ok then return nil, ("%s: %s"):format(path, problem) end
  ok, problem = os.rename(path, self.path)
  if ok then file.sync(self.path:match "^.*/" or ".") end
  return ok, problem
end

return place
