-- The recorded tasks of spec/data/tasks.ndjson, as a listing hands them out: every status and one unknown, texts that
-- are wide, combining or hostile, and a task without fields.
local cjson = require "cjson"
local data = require "spec.support.data"
local dressed = require "spec.support.dressed"

---@return aliota.Task[]
return function()
  local rows = {}
  for line in data.read("tasks.ndjson"):gmatch "[^\n]+" do rows[#rows + 1] = cjson.decode(line) end
  return dressed(rows)
end
