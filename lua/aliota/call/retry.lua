-- When a call that failed is worth another attempt, and after how long. Pure.
local lazy = require "aliota.util.lazy"
local error_codes = require "aliota.api.error_codes"
local http_date = lazy "aliota.util.http_date"

local retry = {}

-- Full jitter: a random part of a span that doubles with each attempt. Seconds.
local FIRST_SPAN, LONGEST_SPAN = 0.25, 20
-- A service that wants a longer pause is taken at its word: the call fails. The official clients wait as long.
local LONGEST_PAUSE = 120

local function is_refusal_of_gateway(err)
  return err.kind == "throttled" or (err.kind == "api" and (err.status or 0) >= 400 and err.status < 500)
end

--- Whether the operation may have been carried out although its call failed.
---@param err aliota.Error
---@param sent boolean  whether any byte of the request went out
---@return boolean
function retry.may_have_run(err, sent)
  if not sent or err.kind == "credentials" then return false end
  local known = error_codes.of(err.code).may_have_run
  if known ~= nil then return known end
  if is_refusal_of_gateway(err) then return false end
  -- The service's own refusals are final and changed nothing, except for those that name a passing state.
  return err.kind ~= "api" or err.retryable
end

local MOST_BYTES = 15 -- of a number; none is infinite

-- In decimals alone, where tonumber also takes 0x10 and 1e999.
local function number(text)
  return text and #text <= MOST_BYTES and tonumber((text:match "^%-?%d+%.?%d*$")) or nil
end

--- The pause that an answer asks for.
---@param headers table<string, string>|nil
---@param now number epoch seconds
---@return number|nil seconds
function retry.asked_pause(headers, now)
  if not headers then return nil end
  local milliseconds = number(headers["x-acs-retry-after"]) -- Errors, What official clients retry
  if milliseconds then return math.max(0, milliseconds / 1000) end
  local after = headers["retry-after"] -- RFC 9110, 10.2.3: seconds or a date
  if not after then return nil end
  local date = http_date(after)
  return math.max(0, number(after) or date and date - (http_date(headers.date) or now) or 0)
end

--- Seconds until the next attempt.
---@param tries integer    attempts made so far
---@param asked number|nil seconds that the service asked for
---@param random number    from 0 to 1
---@return number|nil seconds  nil when the service wants too long a pause
function retry.pause(tries, asked, random)
  if asked and asked > LONGEST_PAUSE then return nil end
  return (asked or 0) + random * math.min(FIRST_SPAN * 2 ^ (tries - 1), LONGEST_SPAN)
end

return retry
