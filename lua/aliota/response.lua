-- From an HTTP answer to the operation's response table, or to an error object. Pure.
local json = require("aliota.core").json
local errors = require "aliota.errors"

local SNIPPET = 80

-- The beginning of a body, fit for an error message.
local function snippet(body)
  local text = body:sub(1, SNIPPET):gsub("[%c\127-\255]", "."):gsub("%s+", " ")
  return ("%q"):format(text) .. (#body > SNIPPET and " …" or "")
end

local function is_ok(http) return http.status >= 200 and http.status < 300 end

-- What was answered is not what the service answers: a proxy's page, half a body, nothing at all.
local function not_an_answer(http, action, message)
  if is_ok(http) then
    return nil, errors.new {kind = "decode", action = action, status = http.status, message = message}
  end
  if http.status >= 300 and http.status < 400 then message = "a redirect, which is not followed; " .. message end
  return nil, errors.new {kind = "http", action = action, status = http.status, message = message}
end

local function decode(http, action, nulls_absent)
  local body = http.body
  local first = body:match("^%s*(%S)")
  if not first then return not_an_answer(http, action, "the answer is empty") end
  if first ~= "{" then return not_an_answer(http, action, "the answer is no JSON object: " .. snippet(body)) end
  local answer, problem = json.decode(body, nulls_absent)
  if answer == nil then return not_an_answer(http, action, "the answer is broken JSON: " .. problem) end
  return answer
end

local function text_or_nil(value)
  return (type(value) == "string" or type(value) == "number") and value ~= "" and tostring(value) or nil
end

local function is_throttling(http, code)
  return http.status == 429 or code:find("^Throttling") ~= nil or code:lower():find("ratelimit", 1, true) ~= nil
end

-- The gateway's envelope has Code and Message, the service's own Code and ErrorMessage (Errors, Two kinds).
local function refusal(http, action, answer)
  local code = text_or_nil(answer.Code) or "unknown"
  return nil, errors.new {
    kind = is_throttling(http, code) and "throttled" or "api",
    code = code,
    message = text_or_nil(answer.ErrorMessage) or text_or_nil(answer.Message) or "no message was given",
    action = action,
    status = http.status,
    request_id = text_or_nil(answer.RequestId),
  }
end

--- Judges an answer. `Success` decides, never `Code`, which may be missing or empty in a good answer.
---@param http {status: integer, headers: table, body: string}
---@param action string
---@param nulls_absent boolean|nil leave members out that are null; else they are aliota.null
---@return table|nil response as the service sent it
---@return aliota.Error|nil
return function(http, action, nulls_absent)
  local answer, err = decode(http, action, nulls_absent)
  if not answer then return nil, err end
  local success = answer.Success
  if is_ok(http) and (success == true or success == "true") then return answer end
  if text_or_nil(answer.Code) or success == false or success == "false" then return refusal(http, action, answer) end
  return not_an_answer(http, action, "neither Success nor Code in the answer: " .. snippet(http.body))
end
