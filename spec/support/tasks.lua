-- The tasks of a sandbox as a listing hands them out, without asking it.
local dressed = require "spec.support.dressed"
local sandbox = require "aliota.sandbox"

local support = {}

-- What is null in a row is absent in a task.
local function without_null(row)
  for name, value in pairs(row) do
    if type(value) ~= "string" then row[name] = nil end
  end
  return row
end

--- The tasks of a batch in the order of their creation.
function support.of(box, job_id)
  local rows = {}
  for row in box.world:each_row(job_id or box.job_id) do rows[#rows + 1] = without_null(row) end
  return dressed(rows)
end

--- The tasks of a new sandbox, and the sandbox.
function support.new(options)
  local box = sandbox.new(options)
  return support.of(box), box
end

return support
