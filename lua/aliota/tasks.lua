-- Tasks as reports, writers and plans take them: from an iterator or an array. Of names with their tasks, such as those
-- of client:devices, the tasks are meant; a name that has none is passed over and counted.
local pair = require "aliota.pair"
local public = require "aliota.public"

local tasks = {}

local function is_iterator(source) return type(source.next) == "function" end

-- What pairs it is of; nil where it is of tasks as they are.
local function kind_of(source)
  if is_iterator(source) then return source.pair end
  return pair.of(source[1])
end

local function misuse_of_array(source, kind)
  if source[1] == nil and next(source) ~= nil then return "one task" end
  for i, one in ipairs(source) do
    if type(one) ~= "table" then return ("an array with a %s at %d"):format(type(one), i) end
    if pair.of(one) ~= kind then return ("an array with something else at %d"):format(i) end
  end
end

--- What somebody gives who should give tasks; nil where these are given, as far as can be told before they are read.
---@param source any
---@return string|nil
function tasks.misuse(source)
  if type(source) ~= "table" then return "a " .. type(source) end
  local other = public.given(source)
  if other then return other end
  local kind, what = kind_of(source), is_iterator(source) and "an iterator of " or "an array of "
  if kind and kind.subject ~= "task" then return what .. tostring(kind) end
  return not is_iterator(source) and misuse_of_array(source, kind) or nil
end

-- A function that is given the source and returns the next value, and what goes with it; the end; or an error.
local function puller(source)
  if is_iterator(source) then return source.next end
  local i = 0
  return function()
    i = i + 1
    return source[i]
  end
end

local function of_tasks(source)
  local pull = puller(source)
  return function()
    local task, err = pull(source)
    if task == nil or type(task) == "table" then return task, err end
    if source.close then source:close() end
    error(("the iterator gave a %s, not a task"):format(type(task)), 0)
  end
end

-- Of names with their tasks: an iterator hands out both, an array has records of them.
local function of_pairs(source, kind, reader)
  local pull = puller(source)
  local function subject_of(value, more)
    if is_iterator(source) then return kind:subject_of(value, more) end
    return value[kind.subject]
  end
  return function()
    while true do
      local value, more = pull(source)
      if value == nil then return nil, more end
      local task = subject_of(value, more)
      if task ~= nil then return task end
      reader.absent = reader.absent + 1
    end
  end
end

---@class aliota.TaskReader
---@field absent integer  names without a task so far
---@field next fun(): aliota.Task|nil, any  nil at the end; nil and an error. Raises where a value is no task

--- Reads each task once.
---@param source aliota.Iterator|aliota.Task[]  found good
---@return aliota.TaskReader
function tasks.reader(source)
  local reader, kind = {absent = 0}, kind_of(source)
  reader.next = kind and of_pairs(source, kind, reader) or of_tasks(source)
  return reader
end

return tasks
