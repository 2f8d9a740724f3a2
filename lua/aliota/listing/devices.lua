-- The tasks of named devices, any number of them: in chunks of 50, in the order given, with a word on each.
local lazy = require "aliota.util.lazy"
local Iterator = require "aliota.listing.iterator"
local ascii = require "aliota.util.ascii"
local blame = require "aliota.util.blame"
local blank = require "aliota.util.blank"
local coverage = require "aliota.listing.coverage"
local cursor = lazy "aliota.listing.cursor"
local doubt = require "aliota.listing.doubt"
local errors = lazy "aliota.api.errors"
local named = require "aliota.listing.named_devices"
local operation = require "aliota.api.task_list"
local pair = require "aliota.listing.pair"
local pipeline = require "aliota.listing.pipeline"
local prefetch = require "aliota.listing.prefetch"

local CHUNK = operation.params.DeviceNames.max_items
-- Of one chunk, where the same names come again and again.
local MOST_NAMES = 1000
local PAGE_SIZE = operation.params.PageSize.max
-- IoT codes: some services refuse names that they don't know, rather than leaving them out.
local UNKNOWN_DEVICE = "iot.device.notexisteddevice"

local NAME_AND_TASK = pair.new("name", "task", "task")

local devices = {}

---@class aliota.Devices
local Devices = {}
Devices.__index = Devices

-- Names --------------------------------------------------------------------------------------------------------------

--- What is wrong with a name.
---@param i integer  which it is
---@param name any
---@return string|nil problem
function devices.problem_with_name(i, name)
  local problem = type(name) ~= "string" and "is a " .. type(name) or blank(name)
  return problem and ("DeviceNames: name %d %s, it must be a string that is not empty"):format(i, problem)
end

local function reader_of(names)
  if type(names) == "function" or (getmetatable(names) or {}).__call then return names end
  local at = 0
  return function()
    at = at + 1
    return names[at]
  end
end

function Devices:read_name()
  local name
  if not self.exhausted then name = self.next_name() end
  if name == nil then
    self.exhausted = true
    return nil
  end
  self.name_count = self.name_count + 1
  local problem = devices.problem_with_name(self.name_count, name)
  if problem then blame("devices: " .. problem) end
  return name
end

-- A name that is given twice in a chunk is asked for once. Nothing is lost where reading a name raises.
function Devices:next_chunk()
  local chunk = self.unfinished or {names = {}, distinct = {}, is_known = {}}
  self.unfinished = chunk
  while #chunk.distinct < CHUNK and #chunk.names < MOST_NAMES do
    local name = self:read_name()
    if name == nil then break end
    chunk.names[#chunk.names + 1] = name
    if not chunk.is_known[name] then
      chunk.is_known[name] = true
      chunk.distinct[#chunk.distinct + 1] = name
    end
  end
  self.unfinished = nil
  return chunk.names[1] and chunk or nil
end

-- Requests -----------------------------------------------------------------------------------------------------------

function Devices:start(names)
  return named.start(self.source, {JobId = self.job_id, DeviceNames = names, PageSize = PAGE_SIZE}, self.doubt)
end

local function halves_of(names)
  local halves, middle = {{}, {}}, math.ceil(#names / 2)
  for i, name in ipairs(names) do
    local half = halves[i <= middle and 1 or 2]
    half[#half + 1] = name
  end
  return halves
end

-- Asks again for each half of a chunk that was refused for a name in it.
function Devices:find_in_halves(names, found)
  local searching = pipeline.of(halves_of(names), function(half) return self:start(half) end, self.source.run)
  for _ = 1, 2 do
    local ok, err = self:take(searching:next())
    if not ok then
      searching:close()
      return nil, err
    end
    for name, task in pairs(ok) do found[name] = task end
  end
  return found
end

-- A name whose task is not known may be in the batch all the same.
local function incomplete(seen)
  return nil, errors.new {
    code = "Incomplete", action = operation.name,
    message = "it is not known of some devices whether they are in the batch: " .. tostring(seen),
    hint = "the service contradicts itself, or does not heed names; ask again, or list the batch",
  }
end

-- Takes an answer into account.
function Devices:note(reading)
  self.prefetch:note(reading.seconds)
  self.coverage:note_flaws(reading)
  if named.is_whole(reading) then return true end
  self.doubtful = true
  if self.strict then return incomplete(self.coverage) end
  return true
end

-- The tasks that a call brought, by name; nil and an error when it failed.
function Devices:take(names, call)
  local seen, err = self.coverage, call.err
  seen.requests = seen.requests + #call.attempts
  if err and ascii.lower(err.code or "") == UNKNOWN_DEVICE then
    if #names == 1 then return {} end
    return self:find_in_halves(names, {})
  end
  local ok
  if not err then ok, err = self:note(call.result) end
  if not ok then return nil, err end
  local found = {}
  local tasks = call.result.page.tasks
  for _, task in ipairs(tasks) do found[task.DeviceName] = task end
  self.source.projection:trim(tasks)
  return found
end

-- The listing --------------------------------------------------------------------------------------------------------

-- Names that were answered before a cursor are read again, as only their owner has them.
function Devices:skip(count, sum)
  for _ = 1, count do
    local name = self:read_name()
    if name == nil then break end
    self:note_handed_out(name)
  end
  if self.sum ~= sum then blame("resume: the cursor is of another listing: the names before it are not the same") end
end

function Devices:note_handed_out(name)
  self.handed_out, self.sum = self.handed_out + 1, self.source.codec.sha256(self.sum .. name)
end

function Devices:next_found()
  if self.skipped then
    self:skip(self.skipped.handed_out, self.skipped.sum)
    self.skipped = nil
  end
  local chunk, call = self.pipeline:next()
  if not call then
    self.coverage.complete = not self.doubtful
    if self.source.tell then self.source.tell("coverage", {coverage = self.coverage}) end
    return nil
  end
  if not chunk then return nil, call.err end
  local found, err = self:take(chunk.distinct, call)
  if not found then return nil, err end
  self.names, self.found, self.at = chunk.names, found, 0
  return true
end

function Devices:next()
  while self.at == #self.names do
    local ok, err = self:next_found()
    if err and not err.cursor then err.cursor = self:position() end
    if not ok then return nil, err end
  end
  self.at = self.at + 1
  local name = self.names[self.at]
  local task = self.found[name]
  self:note_handed_out(name)
  self.coverage:note_named(task ~= nil)
  return name, task
end

function Devices:position()
  local empty, at = self.source.new_set(), self.skipped or self
  return cursor.write(self.source.codec, {devices = self.job_id, given = at.handed_out, sum = at.sum}, empty, empty)
end

local function resumed(source, job_id, text)
  local state, problem = cursor.read(source.codec, text)
  if not state then return nil, problem end
  if state.devices ~= job_id then return nil, "the cursor is of another listing: its JobId is not the same" end
  return state
end

--- The tasks of named devices.
---@param source aliota.Source
---@param params {JobId: string, DeviceNames: string[]|fun(): string|nil}
---@param options {resume: string|nil, strict: boolean|nil}  strict: that a device is not in the batch must be certain
---@return aliota.Iterator|nil of a name and its task, nil for a device that is not in the batch
---@return string|nil problem with the cursor
function devices.list(source, params, options)
  local state
  if options.resume then
    local problem
    state, problem = resumed(source, params.JobId, options.resume)
    if not state then return nil, problem end
  end
  local self = setmetatable({
    source = source, job_id = params.JobId, next_name = reader_of(params.DeviceNames), name_count = 0,
    names = {}, at = 0,
    coverage = coverage.new({absent = 0}, nil, params.JobId),
    prefetch = prefetch.new(source.prefetch, source.qps, source.active), handed_out = 0, sum = "",
    skipped = state and {handed_out = state.given, sum = state.sum}, doubt = doubt.new(), strict = options.strict,
  }, Devices)
  self.pipeline = pipeline.new {
    next_job = function() return self:next_chunk() end,
    start = function(_, chunk) return self:start(chunk.distinct) end,
    prefetch = function() return self.prefetch:get() end,
    run = source.run,
  }
  return Iterator.new(function() return self:next() end, function() self.pipeline:close() end, {
    coverage = self.coverage, position = function() return self:position() end, clock = source.clock,
    pair = NAME_AND_TASK, projection = source.projection,
  })
end

return devices
