-- The first tasks that failed, one a row.
local element = require "aliota.write.html.element"
local number = require "aliota.show.number"
local task_rows = require "aliota.write.html.task_rows"

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
  for i, task in ipairs(data.failed) do rows[i] = task_rows.row(task) end
  return element.section("failures", "Failed tasks", '<div class="scroll"><table>\n<caption>'
    .. caption(#data.failed, data.tally:of "FAILED") .. "</caption>\n" .. task_rows.HEAD .. "<tbody>\n"
    .. table.concat(rows) .. "</tbody>\n</table></div>\n")
end
