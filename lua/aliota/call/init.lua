-- One operation, from checked parameters to its answer or an error: waits for its slot, is signed anew for each
-- attempt, repeats what is transient. A state machine: `advance` does what can be done now and never waits.
local lazy = require "aliota.util.lazy"
local errors = lazy "aliota.api.errors"
local loop = require "aliota.loop"
local read_response = require "aliota.call.response"
local outcome = require "aliota.util.outcome"
local retry = lazy "aliota.call.retry"
local timestamp = require "aliota.call.timestamp"
local transport = require "aliota.call.transport"

---@class aliota.Call
---@field done boolean
---@field result any               of a call that went well
---@field err aliota.Error|nil     of one that did not
---@field attempts table[]         what was tried: {at = epoch seconds, seconds = duration, outcome = text}
---@field may_have_run boolean      whether any attempt that failed may have been carried out all the same
---@field last aliota.Error|nil     how the last attempt failed, if no other is in flight
---@field makeshift any             the result when no other comes
local Call = {}
Call.__index = Call

-- Seconds. Any number of calls wait for the same keys, and the end of their transfer wakes one of them.
local SHARED_WAIT = 0.05

---@class aliota.CallOptions
---@field nulls_absent boolean|nil  leave members out that are null
---@field row_schema aliota.RowSchema|nil  what becomes of the rows of an answer
---@field lenient boolean|nil       what is no character in a text of the answer becomes U+FFFD, rather than an error
---@field accept (fun(response: table, answer: aliota.Answer, ids: string|nil, replaced: integer|nil): any,
---aliota.Error|nil, any)|nil  a last judgement, which may look at the ids of rows with a schema, and at how many texts
---of a lenient call were broken; what it returns is the result. With an error may come what is to be the result all the
---same when no attempt has a better one
---@field deadline number|nil       seconds of `loop.now` at which to give up
---@field seconds number|nil        how long that was in all, to be told
---@field cancel aliota.Canceller|nil
---@field inspect (fun(answer: aliota.Answer))|nil  is shown each answer before it is judged
---@field before_attempt (fun(): aliota.Error|nil)|nil  called right before a request goes out; an error ends the call

--- Prepares a call. Nothing happens before `advance`.
---@param account aliota.Account
---@param operation aliota.Operation
---@param flat table<string, string>  what parameters.lua made
---@param options aliota.CallOptions
---@return aliota.Call
function Call.new(account, operation, flat, options)
  return setmetatable({
    account = account, operation = operation, flat = flat, options = options, attempts = {}, done = false,
    may_have_run = false, state = "begin", timestamp = timestamp.new(account),
  }, Call)
end

-- The end ------------------------------------------------------------------------------------------------------------

-- Whether what is in flight has reached the service, for all that is known.
function Call:is_out()
  return self.transfer ~= nil and self.transfer:sent() ~= nil
end

-- What it was read from goes to the next answers.
function Call:drop_answer()
  local body = self.answer and self.answer.body
  if type(body) == "userdata" then body:close() end
  self.answer = nil
end

function Call:finish(result, err)
  if err then self:complete(err) end
  if self.transfer then self.transfer:cancel() end
  if self.reservation then self.reservation:release() end
  self:drop_answer()
  self.done, self.result, self.err, self.transfer = true, result, err, nil
end

--- Ends the call if it is still under way.
---@param reason string
function Call:cancel(reason)
  if self.done then return end
  self:finish(nil, errors.new {kind = "cancelled", action = self.operation.name, message = reason})
end

-- No event is made where nobody listens.
function Call:is_heard()
  return self.account.config.on_event ~= nil
end

-- Several calls may be under way: an event says which one it is of.
function Call:tell(kind, event)
  event.action, event.params = self.operation.name, self.flat
  self.account:tell(kind, event)
end

-- The states ---------------------------------------------------------------------------------------------------------
-- Each returns nothing when it has gone on to another one, or when that makes sense of the clock.

-- There are keys; what is missing is where to go.
local function nowhere(operation, problem)
  return errors.new {code = "NoEndpoint", action = operation.name, message = problem}
end

-- What asks for it without a word of its user, such as a plan of another service's journal, hears of it here.
function Call:lacking()
  local dialect = self.account.config.dialect
  local problem = dialect and dialect:problem_with(self.operation.name)
  return problem and errors.new {code = "OperationLacking", action = self.operation.name, message = problem} or nil
end

function Call:begin()
  local refusal = self:lacking() or loop.refusal(self.account.config.loop, self.operation.name)
  if refusal then return self:finish(nil, refusal) end
  self.fetch, self.state = self.account:keys(self.expired), "wait_for_keys"
end

-- Where several coroutines wait, one is woken by the end of what it watches.
function Call:watch(transfer)
  local watch = self.account.config.loop.watch
  if watch and transfer then watch(transfer) end
end

function Call:wait_for_keys(now)
  local fetch, account, operation = self.fetch, self.account, self.operation
  if not fetch:advance() then
    self:watch(fetch.transfer)
    return now + SHARED_WAIT
  end
  if fetch.problem then return self:lack(fetch.problem, fetch.is_transient, now) end
  local endpoint, problem = account:endpoint(fetch)
  if not endpoint then return self:finish(nil, nowhere(operation, problem)) end
  local keys = fetch.keys
  if self.expired and keys.security_token == self.expired.security_token then
    return self:finish(nil, self.refused) -- no newer ones
  end
  self.keys, self.expired, self.fetch = keys, nil, nil
  if self.reservation then
    self.reservation:requeue()
  else
    self.reservation = account:reserve(operation, keys)
  end
  self.state = self.reservation and "wait_for_slot" or "send"
end

function Call:wait_for_slot(now)
  local may_go, at = self.reservation:acquire(now)
  if may_go == nil then return self:finish(nil, at) end
  if may_go then
    self.state, self.waiting = "send", false
    return
  end
  if not self.waiting then
    self.waiting = true
    if self:is_heard() then self:tell("wait", {seconds = at < math.huge and at - now or nil}) end
  end
  return at
end

function Call:send(now)
  local config, deadline, before = self.account.config, self.options.deadline, self.options.before_attempt
  local obstacle = before and before()
  if obstacle then return self:finish(nil, obstacle) end
  local signed = self.account:sign(self.operation, self.flat, self.keys, self.timestamp:take())
  local doubt
  self.transfer, self.addresses, doubt = transport.start(signed, config, deadline and deadline - now or math.huge)
  if doubt then self.account:warn(doubt) end
  if self.reservation then self.reservation:attach(self.transfer) end
  self.started, self.asked_at, self.last = config.clock(), now, nil
  self.state = "in_flight"
  if self:is_heard() then self:tell("request", {attempt = #self.attempts + 1}) end
end

-- To tell a shared quota may take time, in which others may end this call: here, and when it is judged.
function Call:in_flight(now, unwanted)
  if self.reservation then self.reservation:track(now) end
  if unwanted or self.done then return math.huge end
  if not self.transfer:done() then
    self:watch(self.transfer)
    return math.huge
  end
  self.answer, self.failure, self.seconds, self.sent =
    transport.finish(self.transfer, self.operation.name, self.addresses, true)
  self.transfer, self.state = nil, "judge"
end

-- The operation's members, then whatever more is asked of them. Changes nothing, so that an event handler that raises
-- does no harm.
function Call:read(answer)
  local options, dialect = self.options, self.account.config.dialect
  if dialect then answer.names = dialect.names end
  answer.operation, answer.credentials, answer.addresses = self.operation, self.keys, self.addresses
  if options.inspect then options.inspect(answer) end
  local response, err, ids, replaced = read_response(answer, options)
  if not response or not options.accept then return response, err end
  return options.accept(response, answer, ids, replaced)
end

local function outcome_of(err)
  return err.code and ("%s: %s"):format(err.code, err.message) or err.message
end

function Call:judge(now)
  local answer, result, err, makeshift = self.answer, nil, self.failure, nil
  if answer then result, err, makeshift = self:read(answer) end
  if answer and self.reservation then
    self.reservation:answered(answer.waited, err ~= nil and err.kind == "throttled")
    if self.done then return math.huge end
  end
  if err then
    err.may_have_run = retry.may_have_run(err, self.sent)
    self.last, self.may_have_run = err, self.may_have_run or err.may_have_run
    self.makeshift = makeshift or self.makeshift
  end
  if self:is_heard() then
    self:tell("response", {
      attempt = #self.attempts + 1, seconds = self.seconds, status = (answer or err).status, err = err,
    })
  end
  self.attempts[#self.attempts + 1] =
    {at = self.started, seconds = self.seconds, outcome = err and outcome_of(err) or "ok"}
  if err then return self:try_again(err, answer, now) end
  self.account:note_answer(answer.headers.date, self.asked_at, now)
  self:finish(result)
end

function Call:pause(now)
  if now < self.resume_at then return self.resume_at end
  self.state = "begin"
end

-- From outside -------------------------------------------------------------------------------------------------------

--- Does what can be done now.
---@param now number seconds of `loop.now`
---@param unwanted boolean|nil  leave an answer unread: it would take more room as a table than as text
---@return number at  when to ask again, should no transfer have ended before; infinite when nothing but that matters
function Call:advance(now, unwanted)
  local cancel, deadline = self.options.cancel, self.options.deadline or math.huge
  if cancel and cancel.reason then self:cancel(cancel.reason) end
  while not self.done do
    if now >= deadline then
      self:give_up()
      break
    end
    local at = self[self.state](self, now, unwanted)
    if at then return math.min(at, deadline) end
  end
  return math.huge
end

--- Waits for the end.
---@return any result
---@return aliota.Error|nil
function Call:await()
  loop.run(function(now)
    local at = self:advance(now)
    return self.done, at
  end, self.account.config.loop)
  return outcome(self.result, self.err)
end

-- What is done where things go wrong.
lazy.methods(Call, "aliota.call.call_failure", {
  "complete", "fail", "give_up", "lack", "is_mended", "pause_after", "try_again",
})

return Call
