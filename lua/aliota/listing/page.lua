-- One page of a listing: read from a response, and checked for what it promises itself. Pure.
local lazy = require "aliota.util.lazy"
local errors = lazy "aliota.api.errors"
local rows_of = require("aliota.api.answer_rows").of

---@class aliota.Page
---@field CurrentPage integer
---@field PageSize integer
---@field PageCount integer|nil
---@field Total integer       tasks in the batch that match the request
---@field RequestId string|nil
---@field tasks aliota.Task[] those that were not handed out before; the rows of lists of other things, too
---@field problems aliota.Problem[]|nil  in what it contradicts itself

---@class aliota.Problem      in what a service contradicts itself
---@field code string         "RowsMissing", "RowsBeyond", "OtherPage", "RowInvalid" of a page; "RowsMissing",
---                           "RowsBeyond" and "TotalShrank" of a listing; see api/error_codes.lua
---@field message string
---@field page integer|nil
---@field TaskStatus string|nil  of a page of what is in one state
---@field expected integer|nil
---@field got integer|nil
---@field times integer|nil    how often it was met

local page = {}

local function add_problem(read, code, expected, got, message)
  read.problems = read.problems or {}
  table.insert(read.problems, {
    code = code, page = read.CurrentPage, expected = expected, got = got,
    message = ("page %d: %s"):format(read.CurrentPage, message),
  })
end

local function broken(operation, read, code, message)
  return nil, errors.new {
    code = code, action = operation.name, request_id = read.RequestId, message = message,
  }
end

--- The error that a page with problems is as long as a better one may come.
---@param operation aliota.Operation
---@param read aliota.Page
---@return aliota.Error
function page.contradiction(operation, read)
  local first = read.problems[1]
  return select(2, broken(operation, read, first.code, first.message))
end

local function count(value) -- a number of things, that may have been sent as text
  local number = tonumber(value)
  return number and number >= 0 and number < 2 ^ 53 and number % 1 == 0 and math.floor(number) or nil
end

-- What the page itself promises must be there: a batch of 250 has no empty second page.
local function check_size(read)
  local rows, size = #read.tasks, read.PageSize
  local expected = math.max(0, math.min(size, read.Total - (read.CurrentPage - 1) * size))
  if rows == expected then return end
  add_problem(read, rows < expected and "RowsMissing" or "RowsBeyond", expected, rows,
    ("%d rows came where %d of Total %d should be"):format(rows, expected, read.Total))
end

-- A server may give smaller pages than it is asked for. One that gives more rows than it says has said something else.
local function size_of(told, asked, rows)
  return told and told > 0 and told < asked and rows <= told and told or asked
end

local function read_figures(operation, response, number)
  return {
    CurrentPage = number,
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
---@param size integer|nil    the PageSize of the pages before, which may be smaller; by it rows are counted, whatever
---is told now
---@return aliota.Page|nil
---@return aliota.Error|nil
function page.read(operation, response, number, asked_size, size)
  local read = read_figures(operation, response, number)
  if not read.Total then
    return broken(operation, read, "TotalInvalid", ("page %d: Total is missing or no number"):format(number))
  end
  read.PageSize = size or size_of(count(response.PageSize), asked_size, #read.tasks)
  local told = count(response.CurrentPage)
  if told and told ~= number then
    add_problem(read, "OtherPage", number, told, ("page %d came instead"):format(told))
  end
  check_size(read)
  return read
end

--- Reads the answer for named devices, which is all on one page whatever the figures say.
---@param operation aliota.Operation
---@param response table
---@param asked_size integer
---@return aliota.Page
function page.read_named(operation, response, asked_size)
  local read = read_figures(operation, response, 1)
  read.PageSize, read.Total = count(response.PageSize) or asked_size, read.Total or #read.tasks
  return read
end

-- Leaves out what can't be told from other rows.
local function leave_out_invalid(operation, read, ids_of)
  local good, all = {}, read.tasks
  for i, row in ipairs(all) do
    if ids_of({row}, operation.id) then
      good[#good + 1] = row
    else
      local what = type(row) == "table" and "has no " .. operation.id or "is no object"
      add_problem(read, "RowInvalid", nil, nil, ("row %d %s"):format(i, what))
    end
  end
  read.tasks = good
end

--- What tells the rows of a page from others. Rows that have no such thing are no longer among them.
---@param operation aliota.Operation
---@param read aliota.Page
---@param ids_of fun(rows: table[], field: string): string|nil, integer|nil  see fingerprints.of
---@param ids string|nil  if they are known already
---@return string ids
function page.ids(operation, read, ids_of, ids)
  ids = ids or ids_of(read.tasks, operation.id)
  if ids then return ids end
  leave_out_invalid(operation, read, ids_of)
  return (ids_of(read.tasks, operation.id))
end

return page
