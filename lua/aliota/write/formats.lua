-- The formats of aliota.write, by the ending of a file's name. Each is a module below aliota.write:
--   options    what it takes, see util/check_options.lua
--   is_binary  whether it is nothing to show on a terminal
--   looks_at   (options) → the fields without which it can't be written, and those that are written where they are
--              there; nil: any
--   new        (out, options) → a function that is given each task, and one that is given, after the last task, how
--              many there were (aliota.ReportCoverage), what the listing says of itself, or nil, and the present
local byte_order = require "aliota.util.byte_order"

local formats = {}

---@type table<string, string>  names of formats
formats.BY_ENDING = {
  csv = "csv", ndjson = "ndjson", jsonl = "ndjson", json = "json", txt = "table", md = "markdown", html = "html",
  htm = "html", prom = "prometheus", xml = "junit", xlsx = "xlsx",
}

--- Each once, in the order of the alphabet.
---@type string[]
formats.NAMES = {}

local known = {}
for _, name in pairs(formats.BY_ENDING) do
  if not known[name] then
    known[name] = true
    formats.NAMES[#formats.NAMES + 1] = name
  end
end
byte_order.sort(formats.NAMES)

return formats
