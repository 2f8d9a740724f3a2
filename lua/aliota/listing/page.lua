-- One page of a listing: read from a response, and checked for what it promises itself. Pure.
local errors = require "aliota.errors"
local rows_of = require "aliota.rows_of"

---@class aliota.Page
---@field CurrentPage integer
---@field PageSize integer
---@field PageCount integer|nil
---@field Total integer       tasks in the batch that match the request
---@field RequestId string|nil
---@field tasks aliota.Task[] those that were not handed out before; the rows of lists of other things, too

local page = {}

local function broken(operation, code, request_id, number, message)
  return nil, errors.new {
    kind = "decode",
    code = code,
    action = operation.name,
    request_id = request_id,
    message = ("page %d: %s"):format(number, message),
    hint = "the service contradicts itself; what was handed out before is good. List again, and report the request id "
      .. "if it stays",
  }
end

local function count(value) -- a number of things, that may have been sent as text
  local number = tonumber(value)
  return number and number >= 0 and number < 2 ^ 53 and number % 1 == 0 and math.floor(number) or nil
end

-- What the page itself promises must be there: a batch of 250 has no empty second page.
local function check_size(operation, read)
  local rows, size = #read.tasks, read.PageSize
  local expected = math.max(0, math.min(size, read.Total - (read.CurrentPage - 1) * size))
  if rows == expected then return read end
  return broken(operation, rows < expected and "RowsMissing" or "RowsBeyond", read.RequestId, read.CurrentPage,
    ("%d rows came where %d of Total %d should be"):format(rows, expected, read.Total))
end

-- A server may give smaller pages than it is asked for, but then always: else rows between two pages would be lost.
local function check_paging(operation, read, number, size)
  if read.PageSize == 0 then return broken(operation, "PageSizeInvalid", read.RequestId, number, "PageSize is 0") end
  if read.CurrentPage ~= number then
    return broken(operation, "OtherPage", read.RequestId, number, ("page %d came instead"):format(read.CurrentPage))
  end
  if size and read.PageSize ~= size then
    return broken(operation, "PageSizeChanged", read.RequestId, number,
      ("PageSize went from %d to %d"):format(size, read.PageSize))
  end
  return read
end

local function read_figures(operation, response, number, asked_size)
  return {
    CurrentPage = count(response.CurrentPage) or number,
    PageSize = count(response.PageSize) or asked_size,
    PageCount = count(response.PageCount),
    Total = count(response.Total),
    RequestId = type(response.RequestId) == "string" and response.RequestId or nil,
    tasks = rows_of(response, operation.items),
  }
end

--- Reads a page that was asked for by its number.
---@param operation aliota.Operation
---@param response table
---@param number integer
---@param asked_size integer  the PageSize that was asked for
---@param size integer|nil    the PageSize of the pages before, which may be smaller
---@return aliota.Page|nil
---@return aliota.Error|nil
function page.read(operation, response, number, asked_size, size)
  local read = read_figures(operation, response, number, asked_size)
  if not read.Total then
    return broken(operation, "TotalInvalid", read.RequestId, number, "Total is missing or no number")
  end
  local ok, err = check_paging(operation, read, number, size)
  if not ok then return nil, err end
  return check_size(operation, read)
end

--- Reads the answer for named devices, which is all on one page whatever the figures say.
---@param operation aliota.Operation
---@param response table
---@param asked_size integer
---@return aliota.Page
function page.read_named(operation, response, asked_size)
  local read = read_figures(operation, response, 1, asked_size)
  read.Total = read.Total or #read.tasks
  return read
end

--- What tells the rows of a page from others.
---@param operation aliota.Operation
---@param read aliota.Page
---@param ids_of fun(rows: table[], field: string): string|nil, integer|nil  see fingerprints.of
---@param ids string|nil  if they are known already
---@return string|nil ids
---@return aliota.Error|nil  a row has none
function page.ids(operation, read, ids_of, ids)
  if ids then return ids end
  local found, without = ids_of(read.tasks, operation.id)
  if found then return found end
  local what = type(read.tasks[without]) == "table" and "has no " .. operation.id or "is no object"
  return broken(operation, "RowInvalid", read.RequestId, read.CurrentPage, ("row %d %s"):format(without, what))
end

return page
