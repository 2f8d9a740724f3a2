-- Tasks as the rows of a table, with what tells why they failed.
local columns = require "aliota.write.columns"
local element = require "aliota.write.html.element"

local task_rows = {}

local COLUMNS = {"DeviceName", "TaskDesc", "SrcVersion", "DestVersion", "Progress", "UtcModified"}

local function head()
  local cells = {}
  for i, name in ipairs(COLUMNS) do cells[i] = '<th scope="col">' .. name .. "</th>" end
  return "<thead><tr>" .. table.concat(cells) .. "</tr></thead>\n"
end

--- The head of the table.
task_rows.HEAD = head()

--- A row of it.
---@param task aliota.Task
---@return string
function task_rows.row(task)
  local cells = {}
  for i, name in ipairs(COLUMNS) do
    cells[i] = ('<td class="%s">%s</td>'):format(name, element.device(columns.text(task[name])))
  end
  return "<tr>" .. table.concat(cells) .. "</tr>\n"
end

return task_rows
