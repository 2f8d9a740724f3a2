-- Every text as it was sent, where pandas is told that texts are texts.
local device_texts = require "spec.support.device_texts"
local python = require "spec.support.python"
local written = require "spec.support.written"

local COLUMNS = {"DeviceName", "TaskDesc", "SrcVersion"}

local READERS = {
  csv = "pandas.read_csv(sys.stdin.buffer, dtype=str, keep_default_na=False)",
  ndjson = "pandas.read_json(sys.stdin.buffer, lines=True, dtype=False, convert_dates=False)",
}

local OPTIONS = {csv = {columns = COLUMNS, raw = true}, ndjson = {columns = COLUMNS}}

-- What is not as it was.
local function differences(format, tasks)
  local rows = python(([[
import json, sys, pandas
print(pandas.DataFrame(%s).to_json(orient="records"))
]]):format(READERS[format]), written(format, tasks, OPTIONS[format]))
  if #rows ~= #tasks then error(("%s: %d rows of %d"):format(format, #rows, #tasks), 0) end
  local found = 0
  for i, task in ipairs(tasks) do
    for _, name in ipairs(COLUMNS) do found = found + (rows[i][name] == task[name] and 0 or 1) end
  end
  return found
end

return {
  version = "/usr/bin/python3 -c 'import pandas; print(pandas.__version__)'",
  try = function()
    local tasks = device_texts.tasks()
    for format in pairs(READERS) do
      local found = differences(format, tasks)
      if found > 0 then error(("%s: %d cells of %d differ"):format(format, found, #tasks * #COLUMNS), 0) end
    end
    return ("csv and ndjson: %d texts in %d columns, each as it was sent"):format(#tasks, #COLUMNS)
  end,
}
