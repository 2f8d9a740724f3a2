-- In which format a request wants its answer, and the answer in it.

local ascii = require "aliota.util.ascii"
local json = require "aliota.sandbox.json_body"
local xml = require "aliota.sandbox.xml_body"

local format = {}

-- Common parameters, Format: XML where a V1 request does not say; V3 has no such parameter, so the Accept header is
-- taken, which is an assumption. What is no request at all is answered in JSON.
local function wants_xml(request)
  if request.headers.authorization then
    return ascii.lower(request.headers.accept or ""):find("[/+]xml") ~= nil
  end
  local parameters = "&" .. request.query .. "&" .. request.body
  local name = parameters:match("&Format=([^&]*)")
  if name then return ascii.lower(name) == "xml" end
  return parameters:find("&SignatureVersion=", 1, true) ~= nil
end

--- Renders an answer.
---@param request table
---@param action string? the operation, where it is known
---@param members table
---@param as_xml boolean? whatever it wants
---@return string body
---@return string content_type
function format.render(request, action, members, as_xml)
  if not as_xml and not wants_xml(request) then return json.encode(members), "application/json;charset=utf-8" end
  -- Error body: the gateway's refusals have a root of their own, told by HostId.
  local root = (members.HostId or not action) and "Error" or action .. "Response"
  return xml.encode(root, members), "text/xml;charset=utf-8"
end

-- No text in a value looks like the name of a member: what would end it in JSON, or begin it in XML, is escaped there.
local JSON, XML = {'"%s":'}, {"<%s>", "</%s>"}

--- Gives a member another name, wherever it is.
---@param body string  what `render` made
---@param from string
---@param to string
---@return string
function format.rename(body, from, to)
  for _, member in ipairs(body:find "^<" and XML or JSON) do
    body = body:gsub(member:format(from), member:format(to))
  end
  return body
end

return format
