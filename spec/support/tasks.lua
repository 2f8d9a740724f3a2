-- The tasks of a sandbox as a listing hands them out, without asking it: always the same, times included.
local dressed = require "spec.support.dressed"
local sandbox = require "aliota.sandbox"

local support = {
  NOW = 1767628800, -- 2026-01-05T16:00:00Z, when the world of a new sandbox begins
}

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
  local given = {starts_at = support.NOW}
  for name, value in pairs(options or {}) do given[name] = value end
  local box = sandbox.new(given)
  return support.of(box), box
end

return support
