-- Tasks as reports, writers, plans and chains take them: from an iterator or an array, or from a function as a `for`
-- loop takes it. Of names with their tasks, such as those of client:devices, the tasks are meant; a name that has none
-- is passed over and counted.
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
---@param origin aliota.Tasks  found good
---@return aliota.Iterator|aliota.Task[]
function tasks.source(origin)
  if not tasks.is_function(origin) then return origin end
  local last
  return Iterator.new(function()
    local value, more = origin(nil, last)
    last = value
    return value, more
  end, function()
    if type(origin) == "table" and type(origin.close) == "function" then origin:close() end
  end)
end

local function close(source)
  if type(source.close) == "function" then source:close() end
end

-- The next values of an array, or of records those that they are made of.
local function array_puller(source, kind)
  local at = 0
  return function()
    at = at + 1
    local value = source[at]
    if kind and value ~= nil then return value[kind.first], value[kind.second] end
    return value
  end
end

local function all_of(count)
  return {rows = count, unique = count, total_first = count, total_last = count, complete = true}
end

--- An iterator of what somebody gives, whatever it is.
---@param origin aliota.Tasks  found good
---@return aliota.Iterator
function tasks.iterator(origin)
  local source = tasks.source(origin)
  if is_iterator(source) then return source end
  local kind = kind_of(source)
  return Iterator.new(array_puller(source, kind), nil, {pair = kind, coverage = all_of(#source)})
end

-- A function that returns the next value, and what goes with it; nil at the end; nil and an error.
local function puller(source, kind)
  if not is_iterator(source) then return array_puller(source, kind) end
  return function() return source:next() end
end

-- The task in what was pulled.
local function checked(source, task)
  if type(task) == "table" then return task end
  close(source)
  local what = is_iterator(source) and "iterator" or "array"
  blame(("the %s gave a %s, not a task"):format(what, type(task)))
end

local function of_tasks(source)
  local pull = puller(source)
  return function()
    local task, err = pull()
    if task == nil then return nil, err end
    return checked(source, task)
  end
end

-- Of names with their tasks.
local function of_pairs(source, kind, reader)
  local pull = puller(source, kind)
  return function()
    while true do
      local value, more = pull()
      if value == nil then return nil, more end
      local task = kind:subject_of(value, more)
      if task ~= nil then return checked(source, task) end
      reader.absent = reader.absent + 1
    end
  end
end

---@alias aliota.Tasks aliota.Iterator<any, any, any>|aliota.Task[]|fun(): any, any

---@class aliota.TaskReader
---@field absent integer  names without a task so far
---@field next fun(): aliota.Task|nil, any  nil at the end; nil and an error. Raises where a value is no task

--- Reads each task once.
---@param source aliota.Iterator|aliota.Task[]  what `source` returned
---@return aliota.TaskReader
function tasks.reader(source)
  local reader, kind = {absent = 0}, kind_of(source)
  reader.next = kind and of_pairs(source, kind, reader) or of_tasks(source)
  return reader
end

--- Hands each task to a function, once, in order. What goes wrong is told in one way, whoever reads: an error with
--- which the source ends is returned; what the source or the function raises is raised as it is, and so is a value that
--- is no task. In either case the source is closed.
---@param source aliota.Iterator|aliota.Task[]  what `source` returned
---@param f fun(task: aliota.Task): false|any  false: no more
---@return integer|nil count  of the tasks
---@return integer|any absent  names without a task; the error
function tasks.each(source, f)
  local reader, count = tasks.reader(source), 0
  local next_task = reader.next -- looked up once: there may be 100,000 tasks
  local ok, err = pcall(function()
    local task, failure
    repeat
      task, failure = next_task()
      if task == nil then return failure end
      count = count + 1
    until f(task) == false
    close(source)
  end)
  if ok and err == nil then return count, reader.absent end
  close(source)
  if not ok then error(err, 0) end
  return nil, err
end

return tasks
