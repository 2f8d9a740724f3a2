-- What is to be posted, in a file that is whole at any moment: it survives ^C, kill -9 and the end of the system. One
-- process at a time.
--
-- The file says that a message is about to be posted before it is, and that it was as soon as it is. Who finds it in
-- between, after the process has died, can't know whether it was: it is in doubt, and handed out no more.
local checked = require("aliota.api.errors").checked_file
local json = require "aliota.util.json_codec"
local read_json = require("aliota.core").json.decode
local state_file = require "aliota.util.state_file"
local task = require "aliota.api.task"

---@class aliota.Outbox
---@field snapshot string|nil      see follow:snapshot; nil at first
---@field waiting aliota.Task[]    to be posted, the oldest first
---@field doubtful aliota.Task[]   of which nobody knows whether they were
---@field posting integer          how many of those that wait are being posted
---@field file aliota.StateFile
local Outbox = {}
Outbox.__index = Outbox

local outbox = {}

local function save(self)
  checked(self.file:write(json.encode {
    snapshot = self.snapshot, waiting = json.list(self.waiting), posting = self.posting,
  }))
end

local function read(file, path)
  local text, problem = file:read()
  if not text then
    checked(not problem, problem)
    return {waiting = {}, posting = 0}
  end
  local data = read_json(text, true)
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

-- What is damaged is nobody's.
local function read_or_close(file, path)
  local ok, data = pcall(read, file, path)
  if ok then return data end
  file:close()
  error(data, 0)
end

--- Reads the file, if there is one, which is this process's alone from then on. What is wrong with it is raised, as for
--- all that follows.
---@param path string
---@return aliota.Outbox
function outbox.open(path)
  local file = checked(state_file.open(path))
  local data = read_or_close(file, path)
  for _, one in ipairs(data.waiting) do setmetatable(one, task.metatable) end
  local doubtful, waiting = split(data.waiting, data.posting)
  return setmetatable({
    file = file, snapshot = data.snapshot, waiting = waiting, doubtful = doubtful, posting = 0,
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

--- Lets another process have the file.
function Outbox:close() self.file:close() end

return outbox
