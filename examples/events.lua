-- Lists a batch and prints what happens meanwhile: a line an event, for a person or, with --json, for a program.
--
--   lua5.4 examples/events.lua JOB_ID [--json]
--
-- Events hold no secrets. Keys, region and exit status: see --help.
local script = require("aliota.shell.script").new()
local kinds = require "aliota.shell.argument_kinds"
local aliota = script:require "aliota"

local json = script:require "cjson"

local parser = script:parser("events", "Lists the update tasks of a batch and prints what happens meanwhile.", {
  account = true,
  exits = "0 for a listing of all tasks, 1 for an error, 2 for one of which it is not known whether it has all tasks, "
    .. "130 when interrupted",
})
parser:takes("job_id", kinds.TEXT, "The update batch.")
parser:takes("--status", kinds.STATUS, "Only tasks in this state, such as FAILED.")
parser:flag("--json", "Print NDJSON: an object a line.")
local args = parser:parse()

local OF_EVENT = {"action", "attempt", "status", "seconds", "offset", "provider", "message"}
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

local function as_json(event)
  local object = {type = event.type, at = event.at}
  for _, detail in ipairs(details_of(event)) do object[detail.name] = detail.value end
  return json.encode(object)
end

-- Bare where that is readable, else in JSON's quotes, which keep it on the line.
local function text_of(value)
  if type(value) == "number" then return ("%.4g"):format(value) end
  local text = tostring(value)
  return text:find "^[%w._:%-]+$" and text or json.encode(text):gsub("\\/", "/")
end

local function as_text(event)
  local words = {os.date("!%Y-%m-%dT%H:%M:%SZ", math.floor(event.at)), ("%-8s"):format(event.type)}
  for _, detail in ipairs(details_of(event)) do words[#words + 1] = detail.name .. "=" .. text_of(detail.value) end
  return table.concat(words, " ")
end

local function list()
  local line_of = args.json and as_json or as_text
  local client = aliota.new {
    region = args.region,
    instance_id = args.instance_id,
    qps = args.qps,
    on_event = function(event)
      script:say(line_of(event))
      script:flush()
    end,
  }
  local pages = client:pages {JobId = args.job_id, TaskStatus = args.status}
  for _ in pages do end -- luacheck: ignore 542
  return pages.coverage.complete and 0 or 2
end

script:run(list)
