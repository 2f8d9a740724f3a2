-- One JSON document: {"tasks": […], "coverage": {…}}, a task a line. Streams; holds one row. The coverage, which is
-- known last, is what the listing says of itself; of an array it is the number of rows.
-- Without `columns` it has all documented fields, and any others as they were sent. A field that a task lacks is null.
local columns = require "aliota.write.columns"
local encode = require("aliota.util.json_codec").encode
local merge = require "aliota.util.merge"
local object = require "aliota.write.object"

local json = {}

---@class aliota.write.JsonOptions: aliota.write.ColumnsOption

json.options = {columns = columns.OPTION}

function json.looks_at(options) return options.columns end

-- An empty table would be an object.
local function without_empty_list(coverage)
  local copy = merge(coverage)
  copy.problems = copy.problems and copy.problems[1] and copy.problems
  return copy
end

function json.new(out, options)
  local write_object, separator = object.writer(out, options.columns), "\n"
  out:write '{"tasks":['
  return function(task)
    out:write(separator)
    write_object(task)
    separator = ",\n"
  end, function(seen, coverage)
    out:write('\n],"coverage":' .. encode(without_empty_list(coverage or {rows = seen.tasks})) .. "}\n")
  end
end

return json
