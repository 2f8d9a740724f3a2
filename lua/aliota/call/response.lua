-- From an HTTP answer to the operation's response table, or to an error object. Pure.
local lazy = require "aliota.util.lazy"
local bad_answer = lazy "aliota.call.bad_answer"
local decode_xml = lazy "aliota.call.xml_answer"
local json = require("aliota.core").json
local merge = require "aliota.util.merge"

local MOST_OF_HEAD = 4096 -- bytes by which it can be told what a document is

---@class aliota.ReadOptions        how an answer is read
---@field nulls_absent boolean|nil leave members out that are null; else they are aliota.null
---@field row_schema aliota.RowSchema|nil  what becomes of its rows; none: nothing
---@field lenient boolean|nil      what is no character in a text becomes U+FFFD, rather than an error

---@class aliota.Answer an HTTP answer and what it answers
---@field status integer
---@field http "1.0"|"2"|nil  the version of HTTP; nil: 1.1
---@field headers table<string, string> names in lower case
---@field body string|aliota.Body  which is read where it is, and made a text of only where it is no JSON
---@field operation aliota.Operation
---@field credentials aliota.Credentials  which the answer may quote and no error may show
---@field addresses aliota.Addresses|nil  the same, for users and passwords in them
---@field names table<string, string>|nil  the documented names of members, by those that the service has for them

local function head_of(answer, most)
  local body = answer.body
  return type(body) == "string" and body:sub(1, most) or body:head(most)
end

local function with_id(schema)
  return merge(schema, {fields = merge(schema.fields, {[schema.id] = true})})
end

local FIRST = "^[ \t-\r]*([^ \t-\r])" -- that is no blank

-- What is no object of JSON.
local function decode_other(answer, first, options, lenient)
  if not first then return bad_answer.none(answer, "the answer is empty") end
  if first == "<" then return decode_xml(answer, head_of(answer, MOST_OF_HEAD), options.row_schema, lenient) end
  return bad_answer.none(answer, bad_answer.NEITHER .. bad_answer.snippet(answer))
end

-- What was asked for says little: a gateway may answer XML to a client of JSON (XML, Error body). The first byte tells.
local function decode(answer, options, lenient)
  local first = head_of(answer, 1):match(FIRST) or tostring(answer.body):match(FIRST)
  if first ~= "{" then return decode_other(answer, first, options, lenient) end
  local schema = options.row_schema
  local members, more, replaced = json.decode(answer.body, options.nulls_absent, schema, lenient, answer.names)
  if members == nil then return bad_answer.none(answer, "the answer is broken JSON: " .. more) end
  if not more and schema and schema.fields and not schema.fields[schema.id] then
    -- Which rows lack an id is to be told: they are read with those that they have.
    members = json.decode(answer.body, options.nulls_absent, with_id(schema), lenient, answer.names)
  end
  return members, nil, more, replaced
end

-- `Success` decides, never `Code`, which may be missing or empty in a good answer.
local function is_success(answer, members)
  local is_ok = answer.status >= 200 and answer.status < 300
  return is_ok and (members.Success == true or members.Success == "true")
end

-- Where its texts are all that is wrong with an answer, the next one would have the same texts. A refusal is read all
-- the same.
local function read_members(answer, options)
  local members, err, ids, replaced = decode(answer, options, options.lenient)
  if members or options.lenient then return members, err, ids, replaced end
  local readable = decode(answer, options, true)
  if not readable then return nil, err end
  if not is_success(answer, readable) then return readable end
  return bad_answer.fail(answer, {code = "TextInvalid", message = err.message})
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
  return bad_answer.failure(answer, members)
end
