-- The tasks of a batch as a page, under the policy of the feed's page and without a script. A browser shows rows as
-- they come.
local coverage = require "aliota.show.report_coverage"
local dress = require("aliota.nginx.page.dress").TASKS
local element = require "aliota.write.html.element"
local escape = require "aliota.write.markup"
local notice = require "aliota.nginx.page.notice"
local number = require "aliota.show.number"
local pieces = require "aliota.nginx.page.pieces"
local task_rows = require "aliota.write.html.task_rows"

local MOST = 10000 -- rows, of which browsers show no more with ease

local listed_page = {type = "text/html; charset=utf-8", headers = function(order) return dress.headers(order.files) end}

local function head(order)
  local title = order.JobId and "Tasks in the state " .. order.TaskStatus or "Tasks of a batch"
  local note = order.JobId and ('<p class="note">Batch %s</p>\n'):format(element.device(order.JobId)) or ""
  return pieces.head(escape(title), "", dress.elements(order.files))
    .. ("<header>\n<h1>%s</h1>\n%s</header>\n"):format(escape(title), note)
end

--- What an answer says that is no listing.
---@param order aliota.nginx.Order
---@param sentence string
---@param err aliota.nginx.Failure|nil
---@return string
function listed_page.refusal(order, sentence, err)
  return head(order) .. notice.warning(escape(sentence), err) .. pieces.END
end

-- How far it came.
local function outcome(pages, count, err)
  if err then return notice.warning("The list ends here, and is not complete.", err) end
  if count == MOST then
    return ('<p class="coverage">The first %s; the CSV has all.</p>\n'):format(number.of(count, "task"))
  end
  local sentence, is_warning = coverage.sentence(coverage.of(pages, count))
  return is_warning and notice.warning(escape(sentence)) or ('<p class="coverage">%s</p>\n'):format(escape(sentence))
end

---@param output aliota.nginx.Output
---@param order aliota.nginx.Order
---@return {row: fun(task: aliota.Task), finish: fun(pages: table, count: integer, err: aliota.nginx.Failure|nil):
---boolean, most: integer|nil}  finish: whether the answer is to break off
function listed_page.new(output, order)
  output:write(head(order) .. '<main>\n<section class="failures">\n<div class="scroll"><table>\n' .. task_rows.HEAD
    .. "<tbody>\n")
  return {most = MOST, row = function(task) output:write(task_rows.row(task)) end, finish = function(pages, count, err)
    output:write("</tbody>\n</table></div>\n</section>\n</main>\n" .. outcome(pages, count, err) .. pieces.END)
    return false
  end}
end

return listed_page
