-- Looks at the batches every interval, in whichever worker has the lease, and stores what it saw.
local aliota = require "aliota"
local failure = require "aliota.nginx.failure"
local lease = require "aliota.nginx.lease"
local loop = require "aliota.loop"
local nonce = require("aliota.core").sign.nonce
local options = require "aliota.nginx.options"
local take = require "aliota.nginx.snapshot"
local text = require "aliota.text"

local LEAST_DEADLINE = 15 -- seconds for one batch

-- A lease lasts one interval and is asked for four times in it, so that a worker that dies is missed for little more
-- than one.
local TICKS = 4

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
  return setmetatable({
    given = given, client = client, store = store, canceller = aliota.canceller(), polling = false,
    deadline = math.max(LEAST_DEADLINE, given.interval),
    lease = lease.new(store.dict, store:key "lease", given.interval, ngx.worker.pid() .. "-" .. nonce()),
  }, Poller)
end

-- For the log, where nothing may steer a terminal or begin a line.
local function note(problem)
  ngx.log(ngx.ERR, "aliota feed: ", text.printable(problem))
end

-- The service's time, as well as the client knows it.
function Poller:time()
  local account = self.client.account
  return ngx.now() + (account and account.clock_offset or 0)
end

-- Visitors are told what kind of error it is, the log all of it.
function Poller:failure(what, err, code)
  note(("%s: %s"):format(what, tostring(err)))
  return failure(err, self:time(), code)
end

function Poller:note_stored(what, ok, problem)
  if ok then return end
  self.is_full = true
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
  return list.ids
end

-- A JobId that no call takes, or a client's `on_event` that raises, is no reason not to look at the next batch.
function Poller:look_at(id, last)
  local clock = {now = loop.now, time = function() return self:time() end}
  local ok, snapshot, err = pcall(take, self.client, {
    JobId = id, failures = self.given.failures, deadline = self.deadline, cancel = self.canceller,
  }, last, clock)
  if ok then return snapshot, err end
  return nil, snapshot
end

function Poller:poll_batch(id)
  local last = self.store:batch(id)
  local snapshot, err = self:look_at(id, last and last.snapshot)
  if self.canceller.reason then return end
  self:note_stored(id, self.store:put_batch(id, {
    snapshot = snapshot or (last and last.snapshot), error = err and self:failure(id, err, "Raised") or nil,
  }, last))
  self.store:note_offset(self:time() - ngx.now())
end

function Poller:round()
  self.store:begin_round(loop.now())
  self.is_full = false
  for _, id in ipairs(self:list_batches()) do
    if self.canceller.reason or not self.lease:hold() then return end
    self:poll_batch(id)
  end
  self.store:note_full(self.is_full)
end

-- Time ----------------------------------------------------------------------------------------------------------------

-- The worker is leaving: what is under way ends, and another one need not wait until the lease expires.
function Poller:leave()
  self.canceller:cancel "the worker is shutting down"
  if not self.polling then self.lease:release() end
end

function Poller:is_due()
  return loop.now() - self.store:round() >= self.given.interval
end

-- Why it can't work, as visitors are told; the log is told once.
function Poller:set_problem(code, said)
  if code and code ~= self.problem then note(said) end
  self.problem = code
end

function Poller:tick()
  local held, problem = self.lease:hold()
  if held then held, problem = self.store:reserve() end
  self:set_problem(problem == "no memory" and "DictFull" or nil, FULL:format(self.given.dict))
  if not held or self.polling or not self:is_due() then return end
  self.polling = true
  local ok, raised = pcall(self.round, self)
  self.polling = false
  if not ok then note(raised) end
  if self.canceller.reason then self.lease:release() end
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
