-- The error objects of answers that are none, or that refuse.
local errors = require "aliota.api.errors"
local mask = require "aliota.call.mask"
local proxy_note = require "aliota.call.proxy_note"

local SNIPPET = 80
local MOST_OF_BODY = 4096 -- bytes of a body that a snippet is made of
local MOST_OF_TEXT = 65536 -- bytes of a text that the service gives: its own string to sign is quoted in some
local NOT_PLAIN = "[^ -~]"

local bad_answer = {NEITHER = "the answer is neither a JSON object nor XML: "}

local function masked(answer, text, most)
  return mask(text, answer.credentials, answer.addresses, most or MOST_OF_TEXT)
end

--- The beginning of a body, fit for an error message.
---@param answer aliota.Answer
---@return string
function bad_answer.snippet(answer)
  local text = masked(answer, tostring(answer.body), MOST_OF_BODY):gsub("[ \t-\r]+", " "):gsub(NOT_PLAIN, ".")
  local is_whole = #text <= SNIPPET and #answer.body <= MOST_OF_BODY
  return ("%q"):format(text:sub(1, SNIPPET)) .. (is_whole and "" or " …")
end

--- An error object of an answer.
---@param answer aliota.Answer
---@param fields table  as errors.new takes them; of its message secrets are taken out
---@param make (fun(fields: table): aliota.Error)|nil  errors.new
---@return nil
---@return aliota.Error
function bad_answer.fail(answer, fields, make)
  fields.message = masked(answer, fields.message)
  fields.action, fields.status = answer.operation.name, answer.status
  return nil, (make or errors.new)(fields)
end

-- RFC 9110, 15.4: other states of their hundred, such as 304, send nobody anywhere.
local REDIRECTS = {[301] = true, [302] = true, [303] = true, [307] = true, [308] = true}

-- Where to, without the query, which is long where it leads to a login, and may hold what is secret.
local function redirect_of(answer)
  local target = (answer.headers.location or ""):sub(1, MOST_OF_BODY):match "^[^?#]*"
  return ("a redirect%s, which is not followed"):format(target ~= "" and " to " .. target or "")
end

-- nginx goes on where a certificate is missing or not trusted, and says so itself.
local function wants_certificate(answer)
  return answer.status == 400 and tostring(answer.body):sub(1, MOST_OF_BODY):find("SSL certificate", 1, true) ~= nil
end

--- What was answered is not what the service answers: a proxy's page, half a body, nothing at all.
---@param answer aliota.Answer
---@param message string
---@return nil
---@return aliota.Error
function bad_answer.none(answer, message)
  local is_ok = answer.status >= 200 and answer.status < 300
  message = message .. proxy_note(answer.addresses or {})
  if is_ok then return bad_answer.fail(answer, {kind = "decode", message = message}) end
  if wants_certificate(answer) then
    return bad_answer.fail(answer, {kind = "http", code = "ClientCertificateRefused", message = message})
  end
  if REDIRECTS[answer.status] then message = redirect_of(answer) .. "; " .. message end
  return bad_answer.fail(answer, {kind = answer.status == 429 and "throttled" or "http", message = message})
end

local function text_or_nil(value)
  return (type(value) == "string" or type(value) == "number") and value ~= "" and tostring(value) or nil
end

-- A member of any shape, fit to be shown; what is null or empty is absent.
local function clean_member(answer, value)
  if type(value) == "string" then return value ~= "" and masked(answer, value) or nil end
  if type(value) == "userdata" then return nil end
  if type(value) ~= "table" then return value end
  local members = {}
  for name, member in pairs(value) do members[name] = clean_member(answer, member) end
  return members
end

-- The gateway's envelope has Code and Message, the service's own Code and ErrorMessage (Errors, Two kinds).
local function refusal(answer, members)
  local function clean(value)
    local text = text_or_nil(value)
    return text and masked(answer, text)
  end
  return bad_answer.fail(answer, {
    code = clean(members.Code),
    message = text_or_nil(members.ErrorMessage) or text_or_nil(members.Message) or "no message was given",
    request_id = clean(members.RequestId),
    detail = clean_member(answer, members.AccessDeniedDetail),
  }, errors.refused)
end

--- An answer that can be read, and tells of no success.
---@param answer aliota.Answer
---@param members table
---@return nil
---@return aliota.Error
function bad_answer.failure(answer, members)
  if text_or_nil(members.Code) or members.Success == false or members.Success == "false" then
    return refusal(answer, members)
  end
  return bad_answer.none(answer, "neither Success nor Code in the answer: " .. bad_answer.snippet(answer))
end

return bad_answer
