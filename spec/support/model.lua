-- A service in a few lines for specs of listings: tasks in a table, no network, a clock of its own. What happens
-- between two answers is up to the spec.
local core = require "aliota.core"
local answer_rows = require "aliota.api.answer_rows"
local json = require "aliota.util.json_codec"
local operations = require "aliota.api.operations"
local projection = require "aliota.listing.projection"
local schema = require "aliota.api.task"

local model = {}

local Model = {}
Model.__index = Model

local STRIDE = 7919 -- a prime, so that every task has its turn

-- Time passes by one millisecond with each change.
local function text_of(time)
  local second = math.floor(time / 1000)
  return os.date("!%Y-%m-%dT%H:%M:%S", 1700000000 + second) .. (".%03dZ"):format(time % 1000)
end

--- A batch of `total` tasks in QUEUED that were created in order and changed in another. `order` is how it is listed.
function model.new(total, order)
  local self = setmetatable({order = order or "stable", time = 0, tasks = {}, known = {}, last = total}, Model)
  for i = 1, total do
    self.tasks[i] = {
      TaskId = "t" .. i, DeviceName = "d" .. i, TaskStatus = "QUEUED", Progress = "1.00", created = i,
      UtcCreate = text_of(0),
    }
  end
  for i = 1, total do self:touch(self.tasks[i * STRIDE % total + 1]) end
  self.time = self.time + 60000 -- long before anybody lists
  return self
end

function Model:touch(task, status)
  self.time, self.known = self.time + 1, {}
  task.time, task.UtcModified, task.TaskStatus = self.time, text_of(self.time), status or task.TaskStatus
end

function Model:add(status)
  local number = self.last + 1
  local task = {TaskId = "t" .. number, DeviceName = "d" .. number, TaskStatus = status, created = number}
  self.last = number
  self.tasks[#self.tasks + 1] = task
  self:touch(task)
  task.UtcCreate = task.UtcModified
end

--- Takes a task out of the batch, as if its device had been deleted.
function Model:remove(task)
  for i, known in ipairs(self.tasks) do
    if known == task then table.remove(self.tasks, i) end
  end
  self.time, self.known = self.time + 1, {}
end

local ORDERS = {
  stable = function(a, b) return a.created < b.created end,
  newest_change_first = function(a, b) return a.time > b.time end,
  oldest_change_first = function(a, b) return a.time < b.time end,
}

--- The tasks in a state, or all, as they are listed.
function Model:listed(status)
  local listed = self.known[status or "all"]
  if listed then return listed end
  listed = {}
  for _, task in ipairs(self.tasks) do
    if not status or task.TaskStatus == status then listed[#listed + 1] = task end
  end
  table.sort(listed, ORDERS[self.order])
  self.known[status or "all"] = listed
  return listed
end

-- As the decoder would make it.
local function row_of(task)
  local row = {}
  for name, value in pairs(task) do row[name] = value end
  row.time, row.created = nil, nil
  return row
end

-- Those of named devices, in whatever state.
function Model:named(extra)
  local names, named = {}, {}
  for name, value in pairs(extra) do names[name:find "^DeviceNames" and value or 0] = true end
  for _, task in ipairs(self:listed()) do
    if names[task.DeviceName] then named[#named + 1] = task end
  end
  return named
end

function Model:answer(extra)
  local number, size = tonumber(extra.CurrentPage), tonumber(extra.PageSize)
  local listed = extra["DeviceNames.1"] and self:named(extra) or self:listed(extra.TaskStatus)
  local rows = {}
  for i = (number - 1) * size + 1, math.min(number * size, #listed) do rows[#rows + 1] = row_of(listed[i]) end
  return {
    CurrentPage = number, PageSize = size, Total = #listed, PageCount = math.ceil(#listed / size),
    RequestId = "R" .. number, Data = {SimpleOTATaskInfo = rows},
  }
end

--- The source of a listing of this batch.
---   fields  a set: what rows are to have (all)
---   twist(response, extra)  may change an answer, or return nil and an error
---   between(model)          what happens before each answer
---   pick(count)             which of so many requests under way is answered next (the oldest)
---   retries                 how often is asked again for an answer that is not accepted (0)
function Model:source(options)
  options = options or {}
  local under_way = {}
  local source = {
    operation = operations.ListOTATaskByJob, prefetch = options.prefetch or 4,
    projection = projection.new(schema, options.fields), new_set = core.fingerprints.new, ids_of = core.fingerprints.of,
    events = {}, requests = {}, cancelled = 0,
    codec = {
      encode = core.sign.encode, sha256 = core.sign.sha256, read_json = core.json.decode, write_json = json.encode,
      load = core.fingerprints.load,
    },
  }
  function source.tell(kind, event) source.events[#source.events + 1] = {kind, event} end
  function source.begun() return text_of(self.time - 1000):sub(1, 19), text_of(self.time - 86400000):sub(1, 19) end
  local function answer(call)
    if options.between then options.between(self) end
    local response, err, makeshift = self:answer(call.extra), nil, nil
    if options.twist then response, err = options.twist(response, call.extra) end
    if response then
      answer_rows.follow(answer_rows.of(response, source.operation.items), source.projection.schema)
      call.result, err, makeshift = call.accept(response, {seconds = 0.001, headers = {}})
    end
    call.attempts[#call.attempts + 1] = {}
    if err and err.retryable and #call.attempts <= (options.retries or 0) then return answer(call) end
    call.done, call.err, call.result = true, not makeshift and err or nil, call.result or makeshift
  end
  function source.start(extra, accept)
    local call = {extra = extra, accept = accept, attempts = {}, done = false}
    function call.advance() return math.huge end
    function call.cancel()
      if not call.done then source.cancelled = source.cancelled + 1 end
      call.done, call.err = true, call.err or {kind = "cancelled"}
    end
    under_way[#under_way + 1] = call
    source.requests[#source.requests + 1] = extra
    return call
  end
  function source.run(progress)
    while not progress(0) do
      local call = table.remove(under_way, options.pick and options.pick(#under_way) or 1)
      if not call.done then answer(call) end
    end
  end
  return source
end

--- A generator of numbers that is the same everywhere: random(n) is from 1 to n.
function model.random(seed)
  local state = seed
  return function(most)
    state = (state * 16807) % 2147483647
    return state % most + 1
  end
end

return model
