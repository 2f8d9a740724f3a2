-- What becomes of a call after an attempt that failed: another one, or its error.
local Call = require "aliota.call"
local decimal = require "aliota.util.decimal"
local error_codes = require "aliota.api.error_codes"
local errors = require "aliota.api.errors"
local jitter = require "aliota.call.jitter"
local retry = require "aliota.call.retry"

local LOOK_FIRST = "it may have been carried out all the same: look before you call again"

-- What may have been carried out, and makes another one each time it is, is nothing to be tried again.
function Call:complete(err)
  err.attempts, err.may_have_run = self.attempts, self.may_have_run or self:is_out()
  local doubt = errors.KINDS[err.kind].is_unreached and (self.account.config.endpoint or {}).doubt
  if doubt then err.hint = doubt .. (err.hint and " Else: " .. err.hint or "") end
  if not err.may_have_run or self.operation.idempotent then return end
  err.retryable = false
  err.hint = LOOK_FIRST .. (err.hint and "; " .. err.hint or "")
end

-- A result that was not good enough is better than none.
function Call:fail(err)
  if self.makeshift == nil then return self:finish(nil, err) end
  self:finish(self.makeshift)
end

-- To hundredths: what is left of a longer time has no round figures.
local function seconds_text(seconds)
  if seconds < 0.01 then return "less than 0.01 seconds" end
  return decimal.text(math.floor(seconds * 100 + 0.5) / 100) .. " seconds"
end

function Call:give_up()
  local message, last = ("the deadline of %s has passed"):format(seconds_text(self.options.seconds)), self.last
  local waited = self.state == "wait_for_slot" or (last and last.kind == "throttled")
  if waited then message = message .. " while the call waited for the quota" end
  if last then message = message .. ", or would before another attempt; the last one: " .. last.message end
  self:fail(errors.new {
    kind = "timeout", code = waited and "QuotaWait" or nil, action = self.operation.name, message = message,
    cause = last,
    hint = "a deadline counts retries and waiting for the quota, too",
  })
end

-- Without keys there is no attempt, unless having none will pass.
function Call:lack(problem, is_transient, now)
  local err = errors.new {
    kind = "credentials", action = self.operation.name, message = problem, retryable = is_transient == true,
  }
  if not is_transient then return self:finish(nil, err) end
  self.last = err
  self.attempts[#self.attempts + 1] = {at = self.account.config.clock(), seconds = 0, outcome = problem}
  self:try_again(err, nil, now)
end

-- A wrong clock is set right for all calls of the client; one that was signed before that only has to be repeated.
function Call:is_mended(err, answer)
  local mended_by = error_codes.of(err.code).mended_by
  if mended_by == "clock" then return self.timestamp:is_mended(answer.headers) end
  -- Gateway codes, InvalidSecurityToken.*
  if mended_by == "keys" and not self.refused then
    self.expired, self.refused = self.keys, err
    return true
  end
  return false
end

-- Seconds until the next attempt; nil when there is none.
function Call:pause_after(err, answer, now)
  local operation = self.operation
  if err.may_have_run and not operation.idempotent then return nil end
  if self:is_mended(err, answer) then return 0 end
  if not err.retryable or #self.attempts > self.account.config.retries then return nil end
  local asked = retry.asked_pause(answer and answer.headers, self.account:time())
  if asked and err.kind == "throttled" and self.reservation then self.reservation:back_off(now + asked) end
  if error_codes.of(err.code).mended_by == "nonce" then return 0 end -- the next attempt has a new one
  return retry.pause(#self.attempts, asked, jitter())
end

function Call:try_again(err, answer, now)
  local pause, deadline = self:pause_after(err, answer, now), self.options.deadline
  if not pause then return self:fail(err) end
  if deadline and now + pause >= deadline then return self:give_up() end
  if self:is_heard() then self:tell("retry", {attempt = #self.attempts + 1, seconds = pause, err = err}) end
  self:drop_answer()
  self.resume_at, self.state = now + pause, "pause"
end
