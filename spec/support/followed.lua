-- A batch in memory that moves while it is followed, and what of it was told: see told_changes.lua.
local core = require "aliota.core"
local follower = require "aliota.follow.follower"
local model = require "spec.support.model"
local snapshot_text = require "aliota.follow.snapshot_text"
local task_status = require "aliota.api.task_status"
local what_is_wrong = require "spec.support.told_changes"

local assert = require "luassert"

local followed = {}

local NEXT = {
  CONFIRM = {"QUEUED", "CANCELED"}, QUEUED = {"NOTIFIED", "NOTIFIED", "FAILED", "CANCELED"},
  NOTIFIED = {"IN_PROGRESS", "IN_PROGRESS", "FAILED", "CANCELED"}, IN_PROGRESS = {"SUCCEEDED", "SUCCEEDED", "FAILED"},
}
-- Of a batch that tries failed tasks again.
local AGAIN = {FAILED = {"QUEUED"}}

local Followed = {}
Followed.__index = Followed

---@param options table  total, order, per_answer and per_pause (changes), reports (before each answer), page_size,
---seed, states, where, is_dynamic, retries (whether failed tasks are tried again), begins_in (the state of all tasks,
---QUEUED), looks (how many there are at most)
function followed.new(options)
  local self = setmetatable({
    options = options, batch = model.new(options.total, options.order), random = model.random(options.seed or 1),
    tick = 0, now = 0, lives = {}, told = {}, looks = {}, requests = 0,
  }, Followed)
  for _, task in ipairs(self.batch.tasks) do
    task.TaskStatus = options.begins_in or task.TaskStatus
    self.lives[task.TaskId] = {{status = task.TaskStatus, from = 0}}
  end
  self.follower = self:start(options.state)
  return self
end

function Followed:change(task, status)
  self.batch:touch(task, status)
  table.insert(self.lives[task.TaskId], {status = status, from = self.tick})
end

-- A device reports how far it is, which is a change of its task but none of its state.
function Followed:report(count)
  local under_way = self.batch:listed "IN_PROGRESS"
  for _ = 1, math.min(count, #under_way) do self.batch:touch(under_way[self.random(#under_way)]) end
end

function Followed:move(count)
  local tasks = self.batch.tasks
  for _ = 1, count do
    local task = tasks[self.random(#tasks)]
    local ways = NEXT[task.TaskStatus] or (self.options.retries and AGAIN[task.TaskStatus])
    if ways then self:change(task, ways[self.random(#ways)]) end
  end
end

function Followed:add(count)
  for _ = 1, count do
    self.batch:add "QUEUED"
    local task = self.batch.tasks[#self.batch.tasks]
    self.lives[task.TaskId] = {{status = "QUEUED", from = self.tick}}
  end
end

function Followed:is_settled()
  for _, task in ipairs(self.batch.tasks) do
    if task_status.IS_OPEN[task.TaskStatus] then return false end
  end
  return true
end

function Followed:job()
  local is_over = self:is_settled() and self.tick > 0
  return {
    JobStatus = is_over and "COMPLETED" or "IN_PROGRESS", RetryCount = self.options.retries and 1 or nil,
    SelectionType = self.options.is_dynamic and "DYNAMIC" or "STATIC",
  }
end

-- One look's source; changes happen before each of its answers.
function Followed:source()
  local source = self.batch:source {
    prefetch = self.options.prefetch or 3, twist = self.options.twist,
    between = function()
      self.tick = self.tick + 1
      self:move(self.options.per_answer or 0)
      self:report(self.options.reports or 0)
    end,
  }
  local start = source.start
  function source.start(...)
    self.requests = self.requests + 1
    return start(...)
  end
  return source
end

function Followed:start(state)
  local options = self.options
  local function pause(at)
    self.batch.time = self.batch.time + (at - self.now) * 1000
    self.now, self.tick = at, self.tick + 1
    local moves = options.per_pause
    self:move(type(moves) == "function" and moves(#self.looks) or moves or 0)
    if options.is_dynamic then self:add(self.random(3)) end
    self.batch.time = self.batch.time + 3000 -- what changes just before a look may be taken for later
  end
  return follower.new({
    source = function()
      self.tick = self.tick + 1
      self.looks[#self.looks + 1] = {from = self.tick, requests = self.requests}
      return self:source()
    end,
    job = function() return self:job() end, new_marks = core.marks.new, codec = self.batch:source().codec,
    time = {now = function() return self.now end, pause = pause},
    tell = function(_, event)
      local look = self.looks[#self.looks]
      self.tick = self.tick + 1
      look.to, look.requests, look.err = self.tick, self.requests - look.requests, event.err
    end,
  }, {JobId = "j", PageSize = options.page_size or 10}, {
    states = options.states, where = options.where, from_now = options.from_now or false,
    interval = 10, longest_interval = 10, timeout = options.looks and (options.looks - 0.5) * 10, state = state,
  })
end

--- Goes on with what was known at a moment, as another process would.
function Followed:go_on(text)
  local codec = self.batch:source().codec
  self.follower = self:start(assert(snapshot_text.read(codec, text, {JobId = "j", states = self.options.states},
    core.marks.new)))
end

--- The next change, which is written down; nil when the batch is over, or the time is.
function Followed:next()
  local task, before = self.follower:next()
  if not task then return nil, before end
  table.insert(self.told, {id = task.TaskId, status = task.TaskStatus, before = before, tick = self.tick})
  return task, before
end

--- Follows until the batch is over, or for `looks` looks; returns any other error.
function Followed:run()
  while true do
    local task, err = self:next()
    if not task then return err and err.kind ~= "timeout" and err or nil end
  end
end

--- Each state in which a task was for two whole looks was told once, by the end of the second; nothing was told twice,
--- or made up.
---@param is_followed (fun(status: string): boolean)|nil  whether a state is followed; all are
function Followed:check(is_followed)
  local problems = what_is_wrong(self.lives, self.told, self.looks, is_followed)
  assert(not problems[1], problems[1])
end

return followed
