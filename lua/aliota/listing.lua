-- Lazy pages and tasks of a batch: one pass, in order, never short without an error. Knows no network: it is given a
-- function that fetches one page.
local Iterator = require "aliota.iterator"
local dress = require "aliota.task"
local errors = require "aliota.errors"
local operation = require("aliota.operations").ListOTATaskByJob

local listing = {}

---@class aliota.Page
---@field CurrentPage integer
---@field PageSize integer
---@field PageCount integer|nil
---@field Total integer       tasks in the batch that match the request
---@field RequestId string|nil
---@field tasks aliota.Task[]

---@alias aliota.Fetch fun(number: integer): table|nil, aliota.Error|nil  the raw response for one page

local function broken(page, message)
  return nil, errors.new {
    kind = "decode",
    action = operation.name,
    request_id = page.RequestId,
    message = ("page %d: %s"):format(page.CurrentPage, message),
    hint = "the listing is not complete; what was handed out before is good. List again, and report the request id if "
      .. "it stays",
    retryable = true,
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
  return number and number >= 0 and number < 2 ^ 53 and number % 1 == 0 and math.floor(number) or nil
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

-- A server may give smaller pages than it is asked for, but then always: else rows between two pages would be lost.
local function check_paging(page, before, number)
  if page.PageSize == 0 then return broken(page, "PageSize is 0") end
  if page.CurrentPage ~= number then return broken(page, ("page %d was asked for"):format(number)) end
  if before and page.PageSize ~= before.PageSize then
    return broken(page, ("PageSize went from %d to %d"):format(before.PageSize, page.PageSize))
  end
  return page
end

local function read_page(response, asked, number, before)
  local page = {
    CurrentPage = count(response.CurrentPage) or number,
    PageSize = count(response.PageSize) or asked.PageSize,
    PageCount = count(response.PageCount),
    Total = count(response.Total),
    RequestId = type(response.RequestId) == "string" and response.RequestId or nil,
    tasks = rows_of(response),
  }
  if not page.Total then return broken(page, "Total is missing or no number") end
  if asked.DeviceNames then return check_size(page, true) end
  local checked, err = check_paging(page, before, number)
  if not checked then return nil, err end
  return check_size(page)
end

local function window_is_full(page)
  local shown = page.CurrentPage * page.PageSize
  return nil, errors.new {
    kind = "api",
    code = "WindowFull",
    action = operation.name,
    request_id = page.RequestId,
    message = ("the batch has %d tasks and the service shows %d of them"):format(page.Total, shown),
    hint = "list one TaskStatus at a time, or name the devices with DeviceNames; a PageSize of 100 reaches furthest",
    retryable = false,
  }
end

-- The number of the page after this one; nil at the end; nil and an error at the end of the window.
local function number_after(page, asked)
  if asked.DeviceNames or page.CurrentPage * page.PageSize >= page.Total then return nil end
  if (page.CurrentPage + 1) * page.PageSize > operation.window then return window_is_full(page) end
  return page.CurrentPage + 1
end

--- What is sent for a listing: the parameters given, and the largest pages from the first on where they say nothing.
---@param params table parameters of ListOTATaskByJob
---@return table a copy
function listing.with_paging(params)
  local asked = {CurrentPage = 1, PageSize = operation.params.PageSize.max}
  for name, value in pairs(params) do asked[name] = value end
  return asked
end

--- The pages of a batch, from `asked.CurrentPage` on.
---@param fetch aliota.Fetch
---@param asked table what listing.with_paging made, found good
---@return aliota.Iterator of aliota.Page
function listing.pages(fetch, asked)
  local number, failure, before = asked.CurrentPage, nil, nil
  return Iterator.new(function()
    if not number then return nil, failure end
    local response, page, err
    response, err = fetch(number)
    if response then page, err = read_page(response, asked, number, before) end
    if not page then return nil, err end
    page.tasks = dress(page.tasks)
    number, failure = number_after(page, asked)
    before = {PageSize = page.PageSize}
    return page
  end)
end

--- The tasks of a batch, in the service's order.
---@param fetch aliota.Fetch
---@param asked table what listing.with_paging made, found good
---@return aliota.Iterator of aliota.Task
function listing.tasks(fetch, asked)
  local pages = listing.pages(fetch, asked)
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
