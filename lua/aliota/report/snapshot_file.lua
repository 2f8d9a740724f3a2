-- The states of a batch's devices as a few bytes each.
--
-- Names of devices resemble each other. A name is its stem and its last two bytes; devices of one stem stand together,
-- three bytes each: the ending and the state's number. Stems are sorted, and each gives only what differs from the one
-- before (front coding). Numbers are 7 bits a byte, the lowest first, texts have their length before them.

local byte_order = require "aliota.util.byte_order"

local sub = string.sub

local snapshot_file = {}

local MAGIC = "aliota snapshot 1\n"
local ENTRY, ENDING = 3, 2
local WHOLE = 128 -- added to the state's number: the stem is the whole name, which is too short to have an ending
local UNKNOWN, COMPLETE, INCOMPLETE = 0, 1, 2

--- The most states that can be told apart.
snapshot_file.MOST_STATES = WHOLE - 1

--- Adds a device to stems.
---@param stems table<string, string> their entries
---@param name string
---@param mark string the byte of the state's number, 1 to MOST_STATES
function snapshot_file.add(stems, name, mark)
  local stem, ending = sub(name, 1, -ENDING - 1), sub(name, -ENDING)
  if #name < ENDING then stem, ending, mark = name, "\0\0", string.char(mark:byte() + WHOLE) end
  stems[stem] = (stems[stem] or "") .. ending .. mark
end

---@class aliota.SnapshotData
---@field taken integer    epoch seconds
---@field coverage aliota.ReportCoverage
---@field states string[]  by their numbers
---@field sections {JobId: string, ProductKey: string, stems: table<string, string>}[]  stems: their entries; "" is an
---id that there is not

-- Writing ------------------------------------------------------------------------------------------------------------

local function number(value)
  local bytes = {}
  while value >= 128 do
    bytes[#bytes + 1] = string.char(value % 128 + 128)
    value = math.floor(value / 128)
  end
  return table.concat(bytes) .. string.char(value)
end

local function counted(text) return number(#text) .. text end

-- A number that there may not be.
local function optional(value) return number(value and value + 1 or 0) end

local function shared_bytes(a, b)
  local count = 0
  while count < #a and a:byte(count + 1) == b:byte(count + 1) do count = count + 1 end
  return count
end

local function encode_stems(pieces, stems)
  local names, before = {}, ""
  for stem in pairs(stems) do names[#names + 1] = stem end
  byte_order.sort(names)
  pieces[#pieces + 1] = number(#names)
  for _, stem in ipairs(names) do
    local shared = shared_bytes(before, stem)
    pieces[#pieces + 1] = number(shared) .. counted(stem:sub(shared + 1)) .. counted(stems[stem])
    before = stem
  end
end

local function completeness(coverage)
  if coverage.complete == nil then return UNKNOWN end
  return coverage.complete and COMPLETE or INCOMPLETE
end

---@param data aliota.SnapshotData
---@return string text
function snapshot_file.encode(data)
  local coverage = data.coverage
  local pieces = {
    MAGIC, number(data.taken), number(coverage.tasks), number(completeness(coverage)), optional(coverage.unique),
    optional(coverage.total), number(#data.states),
  }
  for _, state in ipairs(data.states) do pieces[#pieces + 1] = counted(state) end
  pieces[#pieces + 1] = number(#data.sections)
  for _, section in ipairs(data.sections) do
    pieces[#pieces + 1] = counted(section.JobId) .. counted(section.ProductKey)
    encode_stems(pieces, section.stems)
  end
  return table.concat(pieces)
end

-- Reading ------------------------------------------------------------------------------------------------------------
-- What is wrong with the text is raised, and caught in `decode`.

local Reader = {}
Reader.__index = Reader

function Reader:take(count)
  local text = self.text:sub(self.position, self.position + count - 1)
  if #text < count then error("it ends too early", 0) end
  self.position = self.position + count
  return text
end

function Reader:number()
  local value, weight = 0, 1
  repeat
    local byte = self:take(1):byte()
    value, weight = value + byte % 128 * weight, weight * 128
    if value >= 2 ^ 53 then error("it has a number beyond all bounds", 0) end
  until byte < 128
  return value
end

function Reader:counted() return self:take(self:number()) end

function Reader:optional()
  local value = self:number()
  return value > 0 and value - 1 or nil
end

local function check_entries(entries, states)
  if #entries % ENTRY ~= 0 then error("it has half an entry", 0) end
  for i = ENTRY, #entries, ENTRY do
    local state = entries:byte(i) % WHOLE
    if state == 0 or state > states then error("it has a state that it does not name", 0) end
  end
  return #entries / ENTRY
end

local function decode_stems(reader, states)
  local list, before, tasks = {}, "", 0
  for i = 1, reader:number() do
    local shared = reader:number()
    if shared > #before then error("it has a name without a beginning", 0) end
    local stem, entries = before:sub(1, shared) .. reader:counted(), reader:counted()
    list[i] = {stem = stem, entries = entries}
    before, tasks = stem, tasks + check_entries(entries, states)
  end
  return list, tasks
end

local COMPLETENESS = {[COMPLETE] = true, [INCOMPLETE] = false}

local function decode_head(reader)
  if reader:take(math.min(#MAGIC, #reader.text)) ~= MAGIC then error("it is no snapshot of this kind", 0) end
  local data = {taken = reader:number(), states = {}, sections = {}}
  data.coverage = {tasks = reader:number(), complete = COMPLETENESS[reader:number()]}
  data.coverage.unique, data.coverage.total = reader:optional(), reader:optional()
  for i = 1, reader:number() do data.states[i] = reader:counted() end
  return data
end

local function decode(text)
  local reader = setmetatable({text = text, position = 1}, Reader)
  local data, tasks = decode_head(reader), 0
  for i = 1, reader:number() do
    local job, product = reader:counted(), reader:counted()
    local list, devices = decode_stems(reader, #data.states)
    data.sections[i], tasks = {JobId = job, ProductKey = product, list = list}, tasks + devices
  end
  if reader.position <= #text then error("it does not end where it should", 0) end
  if tasks ~= data.coverage.tasks then error("it has not as many tasks as it says", 0) end
  return data
end

--- Reads what `encode` wrote, with `list`, stems with their entries, in place of `stems`.
---@param text string
---@return table|nil data
---@return string|nil problem
function snapshot_file.decode(text)
  local ok, data = pcall(decode, text)
  if not ok then return nil, data end
  return data
end

--- The device and the state's number of the i-th entry of a stem.
---@param group {stem: string, entries: string}
---@param i integer
---@return string|nil name nil behind the last
---@return integer|nil state
function snapshot_file.entry(group, i)
  local last = i * ENTRY
  local state = group.entries:byte(last)
  if not state then return nil end
  if state > WHOLE then return group.stem, state - WHOLE end
  return group.stem .. group.entries:sub(last - ENDING, last - 1), state
end

return snapshot_file
