-- The first tasks that failed, one a row.
local columns = require "aliota.write.columns"
local element = require "aliota.write.html.element"
local number = require "aliota.show.number"

local COLUMNS = {"DeviceName", "TaskDesc", "SrcVersion", "DestVersion", "Progress", "UtcModified"}

local function head()
  local cells = {}
  for i, name in ipairs(COLUMNS) do cells[i] = '<th scope="col">' .. name .. "</th>" end
  return "<thead><tr>" .. table.concat(cells) .. "</tr></thead>\n"
end

local function row(task)
  local cells = {}
  for i, name in ipairs(COLUMNS) do
    cells[i] = ('<td class="%s">%s</td>'):format(name, element.device(columns.text(task[name])))
  end
  return "<tr>" .. table.concat(cells) .. "</tr>\n"
end

local function caption(shown, failed)
  if shown == failed then return number.of(failed, "task") .. " failed." end
  return ("The first %s of %s that failed, in the order of the listing."):format(number.count(shown),
    number.of(failed, "task"))
end

--- The section; none where nothing failed, or nothing is to be shown.
---@param data aliota.write.html.Data
---@return string
return function(data)
  if #data.failed == 0 then return "" end
  local rows = {}
  for i, task in ipairs(data.failed) do rows[i] = row(task) end
  return element.section("failures", "Failed tasks", '<div class="scroll"><table>\n<caption>'
    .. caption(#data.failed, data.tally:of "FAILED") .. "</caption>\n" .. head() .. "<tbody>\n" .. table.concat(rows)
    .. "</tbody>\n</table></div>\n")
end
