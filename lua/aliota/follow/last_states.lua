-- In which state each task of a batch was last seen: some bytes a task, whatever their number.
--
-- A task has a mark (see core.marks), of three that belong to its state: it is in it; it is in it and was met by the
-- reading of that state that is under way; it was in it and has left, as a reading of the state has proved, to where
-- nobody has seen yet.

local last_states = {}

local IS_IN, IS_MET, HAS_LEFT = 1, 2, 3
local KINDS = 3
local MOST_STATES = math.floor(255 / KINDS)

---@class aliota.LastStates
---@field names string[]             states by their numbers
---@field numbers table<string, integer>
---@field marks userdata             see core.marks
local LastStates = {}
LastStates.__index = LastStates

---@param new_marks fun(): userdata  see core.marks
---@return aliota.LastStates
function last_states.new(new_marks)
  return setmetatable({names = {}, numbers = {}, marks = new_marks()}, LastStates)
end

-- There is room for more states than a vendor makes up; whatever comes beyond them is one.
local function number_of(self, status)
  local number = self.numbers[status]
  if number then return number end
  number = math.min(#self.names + 1, MOST_STATES)
  self.names[number], self.numbers[status] = self.names[number] or status, number
  return number
end

local function mark_of(self, status, kind) return (number_of(self, status) - 1) * KINDS + kind end

--- Notes a task that was met in a state.
---@param status string
---@param id string   its fingerprint, see fingerprints.of
---@return string mark  that it had, for `put_back`
function LastStates:meet(status, id)
  return self.marks:put(id, string.char(mark_of(self, status, IS_MET)))
end

--- What a mark says.
---@param mark string
---@return string|nil status  that the task was last seen in; nil of one that was never seen
---@return boolean has_left   whether it is known to have left that
---@return boolean is_met     whether the reading under way has met it
function LastStates:read(mark)
  local byte = mark:byte()
  if byte == 0 then return nil, false, false end
  local kind = (byte - 1) % KINDS + 1
  return self.names[(byte - kind) / KINDS + 1], kind == HAS_LEFT, kind == IS_MET
end

--- Undoes what `meet` noted, for as long as somebody has not heard of it; `ids` and `marks` of several in a row.
---@param ids string
---@param marks string
---@return string marks  that they had
function LastStates:put_back(ids, marks) return self.marks:put(ids, marks) end

--- How many tasks are in a state, as far as is known.
---@param status string
---@return integer
function LastStates:count(status)
  return self.marks:count(mark_of(self, status, IS_IN)) + self.marks:count(mark_of(self, status, IS_MET))
end

--- How many of those have not been met by the reading under way.
---@param status string
---@return integer
function LastStates:unmet(status) return self.marks:count(mark_of(self, status, IS_IN)) end

--- How many have left a state, and were not seen since.
---@param status string
---@return integer
function LastStates:left(status) return self.marks:count(mark_of(self, status, HAS_LEFT)) end

--- How many are known in all, those that have left their state included.
---@return integer
function LastStates:total() return #self.marks end

--- The reading of a state is over.
---@param status string
---@param is_whole boolean  whether it has met all that are in the state, so that the others have left it
function LastStates:settle(status, is_whole)
  local is_in = mark_of(self, status, IS_IN)
  if is_whole then self.marks:turn(is_in, mark_of(self, status, HAS_LEFT)) end
  self.marks:turn(mark_of(self, status, IS_MET), is_in)
end

---@class aliota.LastStatesDump
---@field status string
---@field present string[]  dumps of those that are in it, see fingerprints.dump
---@field left string       and of those that have left

--- All that is known, as plain data.
---@return aliota.LastStatesDump[]
function LastStates:dump()
  local list = {}
  for i, status in ipairs(self.names) do
    local function dump(kind) return self.marks:dump(mark_of(self, status, kind)) end
    list[i] = {status = status, present = {dump(IS_IN), dump(IS_MET)}, left = dump(HAS_LEFT)}
  end
  return list
end

local function is_dump(value)
  if type(value) ~= "table" or type(value.status) ~= "string" or type(value.present) ~= "table" then return false end
  for _, text in ipairs(value.present) do
    if type(text) ~= "string" then return false end
  end
  return type(value.left) == "string"
end

local function load_one(self, dumped)
  if not is_dump(dumped) then return nil, "it holds no states" end
  local status = dumped.status
  for _, text in ipairs(dumped.present) do
    local ok, damage = self.marks:load(text, mark_of(self, status, IS_IN))
    if not ok then return nil, damage end
  end
  return self.marks:load(dumped.left, mark_of(self, status, HAS_LEFT))
end

--- Takes what was dumped.
---@param list aliota.LastStatesDump[]
---@return boolean|nil ok
---@return string|nil damage
function LastStates:load(list)
  for _, dumped in ipairs(list) do
    local ok, damage = load_one(self, dumped)
    if not ok then return nil, damage end
  end
  return true
end

return last_states
