-- What is to be posted, in a file that is whole at any moment: it survives ^C and kill -9. One process at a time.
--
-- The file says that a message is about to be posted before it is, and that it was as soon as it is. Who finds it in
-- between, after the process has died, can't know whether it was: it is in doubt, and handed out no more.
local json = require "aliota.util.json_codec"
local place_of = require("aliota.util.place").of
local read_json = require("aliota.core").json.decode
local task = require "aliota.api.task"

---@class aliota.Outbox
---@field snapshot string|nil      see follow:snapshot; nil at first
---@field waiting aliota.Task[]    to be posted, the oldest first
---@field doubtful aliota.Task[]   of which nobody knows whether they were
---@field posting integer          how many of those that wait are being posted
local Outbox = {}
Outbox.__index = Outbox

local outbox = {}

local ABSENT = 2 -- ENOENT

-- What goes wrong with a file is told with its name, which the system's own words often have, too.
local function checked(path, result, message)
  if not result then error(path .. ": " .. tostring(message):gsub("^.*: ", ""), 0) end
  return result
end

local function save(self)
  local path = self.place.path
  local new = path .. ".new"
  os.remove(new)
  local file = checked(new, self.place:create(new))
  checked(new, file:write(json.encode {
    snapshot = self.snapshot, waiting = json.list(self.waiting), posting = self.posting,
  }))
  checked(new, file:close())
  checked(path, self.place:take(new))
end

local function read(path)
  local file, message, code = io.open(path, "rb")
  if code == ABSENT then return {waiting = {}, posting = 0} end
  local text = checked(path, file, message):read "*a"
  file:close()
  local data = read_json(text or "", true)
  if type(data) ~= "table" or type(data.waiting) ~= "table" or type(data.posting) ~= "number" then
    error(path .. " is not what this program has written; to start over, delete it", 0)
  end
  return data
end

-- The first of a list, and the others.
local function split(list, count)
  local first, others = {}, {}
  for i, item in ipairs(list) do table.insert(i <= count and first or others, item) end
  return first, others
end

--- Reads the file, if there is one. What is wrong with it is raised, as for all that follows.
---@param path string
---@return aliota.Outbox
function outbox.open(path)
  local place = checked(path, place_of(path))
  if not place.is_plain then error(path .. " is no file", 0) end
  local data = read(place.path)
  for _, one in ipairs(data.waiting) do setmetatable(one, task.metatable) end
  local doubtful, waiting = split(data.waiting, data.posting)
  return setmetatable({
    place = place, snapshot = data.snapshot, waiting = waiting, doubtful = doubtful, posting = 0,
  }, Outbox)
end

--- Takes tasks up, and what is known of the batch with them.
---@param tasks aliota.Task[]
---@param snapshot string
function Outbox:add(tasks, snapshot)
  for _, one in ipairs(tasks) do table.insert(self.waiting, one) end
  self.snapshot = snapshot
  save(self)
end

--- The oldest ones, which are about to be posted.
---@param most integer
---@return aliota.Task[]  none when none wait
function Outbox:take(most)
  local first = split(self.waiting, most)
  self.posting = #first
  if self.posting > 0 then save(self) end
  return first
end

--- They were posted.
function Outbox:taken()
  self.waiting, self.posting = select(2, split(self.waiting, self.posting)), 0
  save(self)
end

--- They certainly were not.
function Outbox:refused()
  self.posting = 0
  save(self)
end

return outbox
