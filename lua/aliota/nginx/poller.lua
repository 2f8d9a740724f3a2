-- Looks at the batches every interval, in whichever worker has the lease, on whichever host has its turn, and stores
-- what it saw.
local aliota = require "aliota"
local batch_names = require "aliota.nginx.batch_names"
local budget = require "aliota.nginx.budget"
local failure = require "aliota.nginx.failure"
local hosts = require "aliota.nginx.hosts"
local lease = require "aliota.nginx.lease"
local loop = require "aliota.loop"
local merge = require "aliota.util.merge"
local new_queue = require("aliota.nginx.queue").new
local number = require "aliota.show.number"
local operation = require "aliota.api.task_list"
local options = require "aliota.nginx.feed_options"
local take = require "aliota.nginx.figures"
local text = require "aliota.show.text"

local LEAST_DEADLINE = 15 -- seconds for one batch, besides those that the quota takes
local PLACES = 4          -- batches that are looked at together

-- A lease lasts one interval and is asked for four times in it, so that a worker that dies is missed for little more
-- than one.
local TICKS = 4

local STRETCHED = "a look at %s takes %d requests, for which a quota of %s a second needs %d s: they are "
  .. "looked at every so often, not every %s s"
local TOO_OLD = "; figures are shown for %s s only (max_age), so that some will be too old"

local FULL = "the shared dict %q is full: what is new can't be stored; give it more memory (lua_shared_dict)"

---@class aliota.nginx.Poller
local Poller = {}
Poller.__index = Poller

local poller = {}

---@param given aliota.nginx.Options
---@param client aliota.Client
---@param store aliota.nginx.Store
---@return aliota.nginx.Poller
function poller.new(given, client, store)
  local account = client.account
  local qps = account and account:calls_a_second(operation)
  local mark = lease.new_mark()
  local self = setmetatable({
    given = given, client = client, store = store, canceller = aliota.canceller(), qps = qps, unstored = {},
    queue = new_queue(PLACES), asking = false,
    deadline = math.max(LEAST_DEADLINE, given.interval) + budget.wait(PLACES, given.failures, qps),
    lease = lease.new(store.dict, store:key "lease", given.interval, mark),
  }, Poller)
  self.hosts = given.redis and self:with_others(mark) or hosts.alone
  return self
end

-- For the log, where nothing may steer a terminal or begin a line.
local function note(problem)
  ngx.log(ngx.ERR, "aliota feed: ", text.line(problem))
end

function Poller:with_others(mark)
  return hosts.new(self.given, self.store, mark, {
    note = note,
    time = function() return self:time() end,
    note_stored = function(...) self:note_stored(...) end,
    note_list = function(ids) self:forget_unstored(ids) end,
  })
end

-- The service's time, as well as the client knows it.
function Poller:time()
  local account = self.client.account
  return account and account:service_time() or ngx.now()
end

-- Visitors are told what kind of error it is, the log all of it.
function Poller:failure(what, err, code)
  note(("%s: %s"):format(what, tostring(err)))
  return failure(err, self:time(), code)
end

function Poller:note_stored(what, ok, problem)
  self.unstored[what] = not ok or nil
  self.store:note_full(next(self.unstored) ~= nil)
  if ok then return end
  note(("%s can't be stored: %s"):format(what, problem == "no memory" and FULL:format(self.given.dict) or problem))
end

-- The batches ---------------------------------------------------------------------------------------------------------

-- Two values of a function that is the user's: what it returned, or nil and what went wrong.
local function asked(f, client)
  local ok, ids, err = pcall(f, client)
  if not ok then return nil, ids end
  if ids == nil then return nil, err or "the function for batches returned nil" end
  local problem = options.batches_problem(ids)
  if problem then return nil, "the function for batches: " .. problem end
  return ids
end

-- When a function fails, those that were known before go on being looked at.
function Poller:list_batches()
  local batches = self.given.batches
  if type(batches) == "table" then return batches end
  local ids, err = asked(batches, self.client)
  local list = {ids = ids, error = not ids and self:failure("the list of batches", err, "BadBatches") or nil}
  list.ids = ids or (self.store:list() or {}).ids or {}
  self:note_stored("the list of batches", self.store:put_list(list))
  return list.ids, list.error
end

-- A JobId that no call takes, or a client's `on_event` that raises, is no reason not to look at the next batch.
function Poller:look_at(id, last)
  local clock = {now = loop.now, machine = ngx.now, time = function() return self:time() end}
  local ok, snapshot, err = pcall(take, self.client, {
    JobId = id, failures = self.given.failures, deadline = self.deadline, cancel = self.canceller,
  }, last, clock)
  if ok then return snapshot, err end
  return nil, snapshot
end

-- Returns whether nothing failed.
function Poller:poll_batch(id)
  local last = self.store:batch(id)
  local snapshot, err = self:look_at(id, last and last.snapshot)
  if self.canceller.reason then return end
  local record = {
    looked = loop.now(), snapshot = snapshot or (last and last.snapshot), names = last and last.names,
    error = err and self:failure(id, err, "Raised") or nil,
  }
  self:note_stored(id, self.store:put_batch(id, record, last))
  self.store:note_offset(self:time() - ngx.now())
  if snapshot then record = self:learn_names(id, record) end
  self.hosts:tell_batch(id, record)
  return not err
end

function Poller:may_look() return self.lease:hold() and self.hosts.leads end

-- Figures are worth more than names, so these come after them, and a batch without names is as good as any. Returns the
-- record with what is known then.
function Poller:learn_names(id, record)
  local now = loop.now()
  if not self.given.names or not batch_names.are_wanted(record.names, now) then return record end
  local ok, names, err = pcall(batch_names.ask, self.client, {
    JobId = id, deadline = LEAST_DEADLINE, cancel = self.canceller,
  }, now)
  if self.canceller.reason then return record end
  if not ok or err then note(("%s: its names: %s"):format(id, tostring(ok and err or names))) end
  local named = merge(record, {names = ok and names or {asked = now}})
  self:note_stored(id, self.store:put_batch(id, named, record))
  return named
end

-- What it does from one look to the next: as long as the lease lasts, for one batch after the other.
function Poller:look_on(id)
  while id do
    local ok, is_good = pcall(self.poll_batch, self, id)
    self.queue:done(id, ok and is_good)
    if not ok then note(is_good) end
    id = not self.canceller.reason and self:may_look() and self.queue:take()
  end
  if self.canceller.reason and self.queue:is_idle() then self:release() end
end

-- Rounds --------------------------------------------------------------------------------------------------------------

-- What a round takes by the quota, be it longer than the interval.
function Poller:note_interval(count)
  local seconds, given = budget.interval(count, self.qps), self.given
  self.store:note_interval(seconds)
  if seconds > given.interval and seconds ~= self.noted then
    local said = STRETCHED:format(number.of(count, "batch", "batches"), budget.requests(count), text.of(self.qps),
      seconds, text.of(given.interval))
    if given.max_age and given.max_age < seconds then said = said .. TOO_OLD:format(text.of(given.max_age)) end
    ngx.log(ngx.WARN, "aliota feed: ", said)
  end
  self.noted = seconds
end

-- Those that the list has no more can't be missed.
function Poller:forget_unstored(ids)
  local kept = {}
  for _, id in ipairs(ids) do kept[id] = self.unstored[id] end
  self.unstored = kept
end

function Poller:begin_round()
  self.store:begin_round(loop.now())
  local ids, problem = self:list_batches()
  self:forget_unstored(ids)
  self:note_interval(#ids)
  self.hosts:tell_list({ids = ids, error = problem}, self.store:interval())
  self.queue:fill(ids, function(id) return self.store:batch(id) end)
end

-- Time ----------------------------------------------------------------------------------------------------------------

-- Another worker, or host, need not wait until it expires.
function Poller:release()
  self.lease:release()
  self.hosts:leave()
end

-- The worker is leaving: what is under way ends.
function Poller:leave()
  self.canceller:cancel "the worker is shutting down"
  if self.queue:is_idle() then self:release() end
end

function Poller:is_due()
  return not self.asking and self.queue:is_through() and loop.now() - self.store:round() >= self.given.interval
end

-- Why it can't work, as visitors are told; the log is told once.
function Poller:set_problem(code, said)
  if code and code ~= self.problem then note(said) end
  self.problem = code
end

-- A place that became free goes to the next one; the others wait for their ends in light threads.
function Poller:fill_places()
  local id = not self.canceller.reason and self.queue:take()
  while id do
    ngx.thread.spawn(self.look_on, self, id)
    id = self.queue:take()
  end
end

function Poller:tick()
  local held, problem = self.lease:hold()
  if held then held, problem = self.store:reserve() end
  self:set_problem(problem == "no memory" and "DictFull" or nil, FULL:format(self.given.dict))
  if held then self.hosts:take_turn() end
  if not held or not self.hosts.leads then return self.queue:clear() end
  if self:is_due() then
    self.asking = true
    local ok, raised = pcall(self.begin_round, self)
    self.asking = false
    if not ok then note(raised) end
  end
  self:fill_places()
end

--- Begins, in the worker that calls it, beside the others.
function Poller:start()
  local function tick(premature)
    if premature then return self:leave() end
    if not self.canceller.reason then self:tick() end
  end
  local ok, problem = ngx.timer.at(0, tick)
  if ok then ok, problem = ngx.timer.every(self.given.interval / TICKS, tick) end
  self:set_problem(not ok and "NoTimer" or nil, problem)
end

return poller
