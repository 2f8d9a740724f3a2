-- Tasks as reports, writers and plans take them: from an iterator or an array, or from a function as a `for` loop takes
-- it. Of names with their tasks, such as those of client:devices, the tasks are meant; a name that has none is passed
-- over and counted.
local Iterator = require "aliota.listing.iterator"
local blame = require "aliota.util.blame"
local pair = require "aliota.listing.pair"
local public = require "aliota.util.public"

local tasks = {}

local function is_iterator(source) return type(source.next) == "function" end

--- Whether it is an iterator of plain Lua: a function, or what can be called like one.
---@param source any
---@return boolean
function tasks.is_function(source)
  if type(source) ~= "table" then return type(source) == "function" end
  local meta = getmetatable(source)
  return not is_iterator(source) and type(meta) == "table" and type(meta.__call) == "function"
end

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
  local other = public.given(source)
  if other then return other end
  if tasks.is_function(source) then return nil end
  if type(source) ~= "table" then return "a " .. type(source) end
  if getmetatable(source) == Iterator and source:used_up() then return "one that is used up: " .. source:used_up() end
  local kind, what = kind_of(source), is_iterator(source) and "an iterator of " or "an array of "
  if kind and kind.subject ~= "task" then return what .. tostring(kind) end
  return not is_iterator(source) and misuse_of_array(source, kind) or nil
end

--- An iterator or an array of what somebody gives: of a function an iterator, which ends as a `for` loop over it would,
--- or with what goes with the last nil as its error. What has a method `close` is closed with it.
---@param source aliota.Tasks  found good
---@return aliota.Iterator|aliota.Task[]
function tasks.given(source)
  if not tasks.is_function(source) then return source end
  local last
  return Iterator.new(function()
    local value, more = source(nil, last)
    last = value
    return value, more
  end, function()
    if type(source) == "table" and type(source.close) == "function" then source:close() end
  end)
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
    blame(("the iterator gave a %s, not a task"):format(type(task)))
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

---@alias aliota.Tasks aliota.Iterator|aliota.Task[]|fun(): aliota.Task|nil, any

---@class aliota.TaskReader
---@field absent integer  names without a task so far
---@field next fun(): aliota.Task|nil, any  nil at the end; nil and an error. Raises where a value is no task

--- Reads each task once.
---@param source aliota.Iterator|aliota.Task[]  what `given` returned
---@return aliota.TaskReader
function tasks.reader(source)
  local reader, kind = {absent = 0}, kind_of(source)
  reader.next = kind and of_pairs(source, kind, reader) or of_tasks(source)
  return reader
end

return tasks
