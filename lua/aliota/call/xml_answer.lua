-- Answers in XML, and what looks like XML and is no answer.
local answer_rows = require "aliota.api.answer_rows"
local ascii = require "aliota.util.ascii"
local bad_answer = require "aliota.call.bad_answer"
local read_xml = require "aliota.call.xml"

-- What a text that begins with "<" is by its first element: "answer", "page" or "other"; nil: nothing that is known.
-- The service's own roots are ListOTATaskByJobResponse, after the operation, and Error (XML, Error body).
local function document_of(head, operation)
  local rest = head:gsub("<%?.-%?>", ""):gsub("<!%-%-.-%-%->", "")
  if ascii.lower(rest):find "^[ \t-\r]*<!?[a-z]*[ \t-\r]*html[ \t-\r>]" then return "page" end
  local root = rest:match "^[ \t-\r]*<([A-Za-z_][A-Za-z0-9_.:-]*)"
  if not root then return nil end
  return (root == "Error" or root == operation.name .. "Response") and "answer" or "other"
end

local NO_ANSWER = {page = "the answer is a page of HTML: ", other = "the answer is some other document: "}

--- Decodes an answer. A page may be long: it is not read further than it takes to see what it is.
---@param answer aliota.Answer
---@param head string  the beginning of its body
---@param schema aliota.RowSchema|nil
---@param lenient boolean|nil
---@return table|nil members
---@return aliota.Error|nil
---@return nil
---@return integer|nil replaced
return function(answer, head, schema, lenient)
  local document = document_of(head, answer.operation)
  if document ~= "answer" then
    return bad_answer.none(answer, (NO_ANSWER[document] or bad_answer.NEITHER) .. bad_answer.snippet(answer))
  end
  local members, problem, replaced = read_xml(tostring(answer.body), answer.operation.answer, lenient, answer.names)
  if not members then
    return bad_answer.none(answer,
      ("the answer is no readable XML (%s): %s"):format(problem, bad_answer.snippet(answer)))
  end
  if schema then answer_rows.follow(answer_rows.of(members, schema.path), schema) end
  return members, nil, nil, replaced
end
