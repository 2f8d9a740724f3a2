-- Lazy pages and tasks of a batch: one pass, in order, never short without an error. Knows no network: it is given a
-- function that fetches one page.
local Iterator = require "aliota.iterator"
local dress = require "aliota.task"
local errors = require "aliota.errors"

local ACTION = "ListOTATaskByJob"
local WINDOW = 100000 -- CurrentPage × PageSize (ListOTATaskByJob, PageSize)
local PAGE_SIZE = 100 -- the most the service gives (ListOTATaskByJob, PageSize)

local listing = {}

---@class aliota.Page
---@field CurrentPage integer
---@field PageSize integer
---@field PageCount integer|nil
---@field Total integer       tasks in the batch that match the request
---@field RequestId string
---@field tasks aliota.Task[]

---@alias aliota.Fetch fun(params: table): table|nil, aliota.Error|nil  one page of raw response for vendor parameters

local function broken(page, message)
  return nil, errors.new {
    kind = "decode",
    action = ACTION,
    request_id = page.RequestId,
    message = ("page %d: %s"):format(page.CurrentPage, message),
    hint = "the listing is not complete; what was handed out before is good. List again, and report the request id if "
      .. "it stays",
  }
end

-- Data may be absent, {} or "" where there are no rows.
local function rows_of(response)
  local data = response.Data
  local rows = type(data) == "table" and data.SimpleOTATaskInfo
  return type(rows) == "table" and rows or {}
end

local function count(value) -- a number of things, that may have been sent as text
  local number = tonumber(value)
  return number and number >= 0 and number % 1 == 0 and math.floor(number) or nil
end

local function check_rows(page)
  for i = 1, #page.tasks do
    if type(page.tasks[i]) ~= "table" then return broken(page, ("row %d is no object"):format(i)) end
  end
  return page
end

-- What the page itself promises must be there: a batch of 250 has no empty second page.
local function check_size(page, by_name)
  local rows, size = #page.tasks, page.PageSize
  local expected = math.max(0, math.min(size, page.Total - (page.CurrentPage - 1) * size))
  if by_name or rows == expected then return check_rows(page) end
  return broken(page, ("%d rows came where %d of Total %d should be"):format(rows, expected, page.Total))
end

local function read_page(response, asked)
  local page = {
    CurrentPage = count(response.CurrentPage) or asked.CurrentPage,
    PageSize = count(response.PageSize) or asked.PageSize,
    PageCount = count(response.PageCount),
    Total = count(response.Total),
    RequestId = response.RequestId,
    tasks = rows_of(response),
  }
  if not page.Total then return broken(page, "Total is missing or no number") end
  if page.PageSize == 0 then return broken(page, "PageSize is 0") end
  if page.CurrentPage ~= asked.CurrentPage and not asked.DeviceNames then
    return broken(page, ("page %d was asked for"):format(asked.CurrentPage))
  end
  return check_size(page, asked.DeviceNames)
end

local function window_is_full(page)
  return nil, errors.new {
    kind = "api",
    code = "WindowFull",
    action = ACTION,
    request_id = page.RequestId,
    message = ("the batch has %d tasks and the service shows the first %d only"):format(page.Total, WINDOW),
    hint = "list one TaskStatus at a time, or name the devices with DeviceNames",
    retryable = false,
  }
end

-- The page after this one: a number, nil at the end, or nil and an error.
local function page_after(page, asked)
  if asked.DeviceNames or page.CurrentPage * page.PageSize >= page.Total then return nil end
  if (page.CurrentPage + 1) * page.PageSize > WINDOW then return window_is_full(page) end
  return page.CurrentPage + 1
end

local function with_paging(params)
  local asked = {CurrentPage = 1, PageSize = PAGE_SIZE}
  for name, value in pairs(params) do asked[name] = value end
  return asked
end

--- The pages of a batch, from `params.CurrentPage` (1) on.
---@param fetch aliota.Fetch
---@param params table checked parameters of ListOTATaskByJob
---@return aliota.Iterator of aliota.Page
function listing.pages(fetch, params)
  local asked = with_paging(params)
  local number, failure = asked.CurrentPage, nil
  return Iterator.new(function()
    if not number then return nil, failure end
    asked.CurrentPage = number
    local response, page, err
    response, err = fetch(asked)
    if response then page, err = read_page(response, asked) end
    if not page then return nil, err end
    page.tasks = dress(page.tasks)
    number, failure = page_after(page, asked)
    return page
  end)
end

--- The tasks of a batch, in the service's order.
---@param fetch aliota.Fetch
---@param params table checked parameters of ListOTATaskByJob
---@return aliota.Iterator of aliota.Task
function listing.tasks(fetch, params)
  local pages = listing.pages(fetch, params)
  local tasks, i = {}, 0
  return Iterator.new(function()
    while i == #tasks do
      local page, err = pages:next()
      if not page then return nil, err end
      tasks, i = page.tasks, 0
    end
    i = i + 1
    return tasks[i]
  end, function() pages:close() end)
end

return listing
