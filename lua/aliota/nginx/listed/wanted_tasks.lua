-- What a request for the tasks of a batch asks for. It comes from anybody: a batch is one that the visitor may see, or
-- it is none.
local set_of = require "aliota.util.set_of"
local task_status = require "aliota.api.task_status"

local BAD, UNKNOWN = 400, 404 -- statuses

---@class aliota.nginx.Order
---@field format string      csv or html
---@field JobId string
---@field TaskStatus string
---@field files string|nil   the path of the files of the feed's pages

local STATES = set_of(task_status.NAMES)

--- Reads a request.
---@param arguments table<string, string|boolean|table>  of its query
---@param uri string    of which the ending names the format
---@param ids string[]  JobIds that this visitor may see
---@return aliota.nginx.Order  its format, where it is refused
---@return integer|nil status  of the refusal
---@return string|nil sentence  why, for people
return function(arguments, uri, ids)
  local order = {format = uri:find "%.csv$" and "csv" or "html", TaskStatus = "FAILED"}
  local job_id, status = arguments.JobId, arguments.TaskStatus
  if type(job_id) ~= "string" then return order, BAD, "The address must name one JobId." end
  if status ~= nil and not STATES[status] then
    return order, BAD, "TaskStatus must be one of " .. table.concat(task_status.NAMES, ", ") .. "."
  end
  if not set_of(ids)[job_id] then return order, UNKNOWN, "There is no such batch here." end
  order.JobId, order.TaskStatus = job_id, status or order.TaskStatus
  return order
end
