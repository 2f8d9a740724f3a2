-- NDJSON: one JSON object a line. Streams; holds one row.
-- Without `columns` it has all documented fields, and any others as they were sent. A field that a task lacks is null.
local columns = require "aliota.write.columns"
local object = require "aliota.write.object"

local ndjson = {}

---@class aliota.write.NdjsonOptions: aliota.write.ColumnsOption

ndjson.options = {columns = columns.OPTION}

function ndjson.looks_at(options) return options.columns end

function ndjson.new(out, options)
  local write_object = object.writer(out, options.columns)
  return function(task)
    write_object(task)
    out:write "\n"
  end, function() end
end

return ndjson
