-- How many tasks a batch has, or of them in one state: the Total that comes with a single row.
local operation = require "aliota.api.task_list"
local pages = require "aliota.listing.page"
local pipeline = require "aliota.listing.pipeline"

-- One row is enough, and none will do. Whether Total is that of the state which was asked for is told by adding up.
local function total_of(response)
  local page, err = pages.read(operation, response, 1, 1)
  return page and page.Total, err
end

--- Asks for several together: the result of each call is a number of tasks.
---@param source aliota.Source
---@param statuses (string|false)[]  TaskStatus of each; false: of all states
---@return aliota.Pipeline
return function(source, statuses)
  return pipeline.of(statuses, function(status)
    return source.start({CurrentPage = "1", PageSize = "1", TaskStatus = status or nil}, total_of)
  end, source.run)
end
