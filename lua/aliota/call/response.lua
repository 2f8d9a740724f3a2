-- From an HTTP answer to the operation's response table, or to an error object. Pure.
local ascii = require "aliota.util.ascii"
local json = require("aliota.core").json
local answer_rows = require "aliota.api.answer_rows"
local errors = require "aliota.api.errors"
local mask = require "aliota.call.mask"
local merge = require "aliota.util.merge"
local read_xml = require "aliota.call.xml"

local SNIPPET = 80
local MOST_OF_BODY = 4096 -- bytes of a body that a snippet is made of
local MOST_OF_TEXT = 65536 -- bytes of a text that the service gives: its own string to sign is quoted in some
local NOT_PLAIN = "[^ -~]"

---@class aliota.ReadOptions        how an answer is read
---@field nulls_absent boolean|nil leave members out that are null; else they are aliota.null
---@field row_schema aliota.RowSchema|nil  what becomes of its rows; none: nothing
---@field lenient boolean|nil      what is no character in a text becomes U+FFFD, rather than an error

---@class aliota.Answer an HTTP answer and what it answers
---@field status integer
---@field headers table<string, string> names in lower case
---@field body string|aliota.Body  which is read where it is, and made a text of only where it is no JSON
---@field operation aliota.Operation
---@field credentials aliota.Credentials  which the answer may quote and no error may show
---@field addresses string[]|nil           the same, for users and passwords in them

-- The beginning of the body, and all of it.
local function head_of(answer, most)
  local body = answer.body
  return type(body) == "string" and body:sub(1, most) or body:head(most)
end

local function text_of(answer) return tostring(answer.body) end

local function masked(answer, text, most)
  return mask(text, answer.credentials, answer.addresses, most or MOST_OF_TEXT)
end

-- The beginning of a body, fit for an error message.
local function snippet(answer)
  local text = masked(answer, text_of(answer), MOST_OF_BODY):gsub("[ \t-\r]+", " "):gsub(NOT_PLAIN, ".")
  local is_whole = #text <= SNIPPET and #answer.body <= MOST_OF_BODY
  return ("%q"):format(text:sub(1, SNIPPET)) .. (is_whole and "" or " …")
end

local function is_ok(answer) return answer.status >= 200 and answer.status < 300 end

local function fail(answer, fields, make)
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

-- What was answered is not what the service answers: a proxy's page, half a body, nothing at all.
local function not_an_answer(answer, message)
  if is_ok(answer) then return fail(answer, {kind = "decode", message = message}) end
  if REDIRECTS[answer.status] then message = redirect_of(answer) .. "; " .. message end
  return fail(answer, {kind = answer.status == 429 and "throttled" or "http", message = message})
end

-- What a text that begins with "<" is by its first element: "answer", "page" or "other"; nil: nothing that is known.
-- The service's own roots are ListOTATaskByJobResponse, after the operation, and Error (XML, Error body).
local function document_of(answer)
  local rest = head_of(answer, MOST_OF_BODY):gsub("<%?.-%?>", ""):gsub("<!%-%-.-%-%->", "")
  if ascii.lower(rest):find "^[ \t-\r]*<!?[a-z]*[ \t-\r]*html[ \t-\r>]" then return "page" end
  local root = rest:match "^[ \t-\r]*<([A-Za-z_][A-Za-z0-9_.:-]*)"
  if not root then return nil end
  return (root == "Error" or root == answer.operation.name .. "Response") and "answer" or "other"
end

local NO_ANSWER = {page = "the answer is a page of HTML: ", other = "the answer is some other document: "}
local NEITHER = "the answer is neither a JSON object nor XML: "

-- A page may be long: it is not read further than it takes to see what it is.
local function decode_xml(answer, options, lenient)
  local document = document_of(answer)
  if document ~= "answer" then return not_an_answer(answer, (NO_ANSWER[document] or NEITHER) .. snippet(answer)) end
  local members, problem, replaced = read_xml(text_of(answer), answer.operation.answer, lenient)
  if not members then
    return not_an_answer(answer, ("the answer is no readable XML (%s): %s"):format(problem, snippet(answer)))
  end
  local schema = options.row_schema
  if schema then answer_rows.follow(answer_rows.of(members, schema.path), schema) end
  return members, nil, nil, replaced
end

local function with_id(schema)
  return merge(schema, {fields = merge(schema.fields, {[schema.id] = true})})
end

local FIRST = "^[ \t-\r]*([^ \t-\r])" -- that is no blank

-- What was asked for says little: a gateway may answer XML to a client of JSON (XML, Error body). The first byte tells.
local function decode(answer, options, lenient)
  local first = head_of(answer, 1):match(FIRST) or text_of(answer):match(FIRST)
  if not first then return not_an_answer(answer, "the answer is empty") end
  if first == "<" then return decode_xml(answer, options, lenient) end
  if first ~= "{" then return not_an_answer(answer, NEITHER .. snippet(answer)) end
  local schema = options.row_schema
  local members, more, replaced = json.decode(answer.body, options.nulls_absent, schema, lenient)
  if members == nil then return not_an_answer(answer, "the answer is broken JSON: " .. more) end
  if not more and schema and schema.fields and not schema.fields[schema.id] then
    -- Which rows lack an id is to be told: they are read with those that they have.
    members = json.decode(answer.body, options.nulls_absent, with_id(schema), lenient)
  end
  return members, nil, more, replaced
end

-- `Success` decides, never `Code`, which may be missing or empty in a good answer.
local function is_success(answer, members)
  return is_ok(answer) and (members.Success == true or members.Success == "true")
end

-- Where its texts are all that is wrong with an answer, the next one would have the same texts. A refusal is read all
-- the same.
local function read_members(answer, options)
  local members, err, ids, replaced = decode(answer, options, options.lenient)
  if members or options.lenient then return members, err, ids, replaced end
  local readable = decode(answer, options, true)
  if not readable then return nil, err end
  if not is_success(answer, readable) then return readable end
  return fail(answer, {code = "TextInvalid", message = err.message})
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
  return fail(answer, {
    code = clean(members.Code),
    message = text_or_nil(members.ErrorMessage) or text_or_nil(members.Message) or "no message was given",
    request_id = clean(members.RequestId),
    detail = clean_member(answer, members.AccessDeniedDetail),
  }, errors.refused)
end

--- Judges an answer.
---@param answer aliota.Answer
---@param options aliota.ReadOptions|nil
---@return table|nil response else as the service sent it
---@return aliota.Error|nil
---@return string|nil ids  of rows with a schema, see fingerprints.of; nil when they are still to be read
---@return integer|nil replaced  how many texts were broken, where that is no error
return function(answer, options)
  local members, err, ids, replaced = read_members(answer, options or {})
  if not members then return nil, err end
  if is_success(answer, members) then return members, nil, ids, replaced end
  if text_or_nil(members.Code) or members.Success == false or members.Success == "false" then
    return refusal(answer, members)
  end
  return not_an_answer(answer, "neither Success nor Code in the answer: " .. snippet(answer))
end
