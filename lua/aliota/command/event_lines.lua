-- What a client does, a line an event: for a person, or for a program. Events hold no secrets.
local json = require "aliota.util.json_codec"

local event_lines = {}

local OF_EVENT = {"action", "attempt", "status", "seconds", "offset", "provider", "message", "changes"}
local OF_PARAMS = {"CurrentPage", "PageSize", "TaskStatus"}
local OF_PAGE = {"CurrentPage", "PageSize", "Total"}
local OF_COVERAGE = {
  "unique", "duplicates", "refused", "replaced", "total_last", "passes", "requests", "problem_count", "order",
  "complete",
}
local OF_ERROR = {"kind", "code", "message", "request_id"}

-- What is worth telling of an event: names and values, in the order in which they are printed.
local function details_of(event)
  local details = {}
  local function add(from, names)
    for _, name in ipairs(from and names or {}) do
      if from[name] ~= nil then details[#details + 1] = {name = name, value = from[name]} end
    end
  end
  add(event, OF_EVENT)
  add(event.params, OF_PARAMS)
  add(event.page, OF_PAGE)
  add(event.page and {new = #event.page.tasks}, {"new"})
  add(not event.page and event.coverage, OF_COVERAGE)
  add(event.err, OF_ERROR)
  return details
end

--- As an object.
---@param event table
---@return string
function event_lines.ndjson(event)
  local object = {type = event.type, at = event.at}
  for _, detail in ipairs(details_of(event)) do object[detail.name] = detail.value end
  return json.encode(object)
end

-- Bare where that is readable, else in JSON's quotes, which keep it on the line.
local function text_of(value)
  if type(value) == "number" then return ("%.4g"):format(value) end
  local text = tostring(value)
  return text:find "^[A-Za-z0-9._:%-]+$" and text or json.encode(text):gsub("\\/", "/")
end

--- As a line to read.
---@param event table
---@return string
function event_lines.text(event)
  local words = {os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(event.at)), ("%-8s"):format(event.type)}
  for _, detail in ipairs(details_of(event)) do words[#words + 1] = detail.name .. "=" .. text_of(detail.value) end
  return table.concat(words, " ")
end

return event_lines
