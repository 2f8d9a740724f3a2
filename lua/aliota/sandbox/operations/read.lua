-- Reads the parameters of a request, which are all text, and refuses those that are not what the vendor's pages say.
-- Of the codes, only their names are the vendor's; which of them an operation uses is an assumption.

local ascii = require "aliota.util.ascii"
local refusal = require "aliota.sandbox.refusal"

local read = {}

local MAX_PAGE_SIZE = 100 -- ListOTATaskByJob, PageSize; that of the other lists is open: `list_page_limit`
local MAX_INTEGER = 2147483647

local function unfit(name, what)
  refusal.business("iot.common.InvalidFormattedParameter", name .. " must be " .. what .. ".")
end

---@param parameters table<string, string>
---@param name string
---@return integer?
function read.integer(parameters, name)
  local text = parameters[name]
  if not text then return nil end
  if not text:find("^-?%d+$") then unfit(name, "an integer") end
  return tonumber(text)
end

--- An integer within bounds.
---@param parameters table<string, string>
---@param name string
---@param least integer
---@param most integer?
---@return integer?
function read.integer_from(parameters, name, least, most)
  local value = read.integer(parameters, name)
  most = most or MAX_INTEGER
  if value and (value < least or value > most) then unfit(name, ("from %d to %d"):format(least, most)) end
  return value
end

--- An integer out of a few.
---@param parameters table<string, string>
---@param name string
---@param values integer[]
---@return integer?
function read.integer_of(parameters, name, values)
  local value = read.integer(parameters, name)
  if not value then return nil end
  for _, choice in ipairs(values) do
    if value == choice then return value end
  end
  unfit(name, "one of " .. table.concat(values, ", "))
end

--- Whether letters of either size are taken is not documented; the vendor's Python SDK sends Python's True as "True".
---@param parameters table<string, string>
---@param name string
---@return boolean?
function read.boolean(parameters, name)
  local text = parameters[name]
  if text == nil then return nil end
  text = ascii.lower(text)
  if text ~= "true" and text ~= "false" then unfit(name, "true or false") end
  return text == "true"
end

--- A text out of a few.
---@param parameters table<string, string>
---@param name string
---@param values string[]
---@return string?
function read.one_of(parameters, name, values)
  local text = parameters[name]
  if text == nil then return nil end
  for _, choice in ipairs(values) do
    if text == choice then return text end
  end
  unfit(name, "one of " .. table.concat(values, ", "))
end

-- Indices that a list parameter was given with, ascending; gaps are allowed.
local function indices_of(parameters, pattern)
  local indices, is_listed = {}, {}
  for parameter in pairs(parameters) do
    local index = tonumber(parameter:match(pattern))
    if index and index <= MAX_INTEGER and not is_listed[index] then
      indices[#indices + 1] = index
      is_listed[index] = true
    end
  end
  table.sort(indices)
  return indices
end

---@param name string
---@param count integer
---@param most integer
function read.check_count(name, count, most)
  if count > most then
    refusal.business("iot.check.ParameterIsNotLessThanMax", ("%s must not exceed %d items."):format(name, most))
  end
end

--- A list of texts: `Name.1`, `Name.2`, …
---@param parameters table<string, string>
---@param name string
---@param most integer
---@return string[]? items nil when there are none
function read.list(parameters, name, most)
  local items = {}
  for position, index in ipairs(indices_of(parameters, "^" .. name .. "%.([1-9]%d*)$")) do
    items[position] = parameters[("%s.%d"):format(name, index)]
  end
  read.check_count(name, #items, most)
  return #items > 0 and items or nil
end

--- A list of texts out of a few.
---@param parameters table<string, string>
---@param name string
---@param most integer
---@param values string[]
---@return string[]?
function read.list_of(parameters, name, most, values)
  local items = read.list(parameters, name, most)
  for _, item in ipairs(items or {}) do read.one_of({[name] = item}, name, values) end
  return items
end

--- A list of records: `Name.1.Key`, `Name.1.Value`, …
---@param parameters table<string, string>
---@param name string
---@param most integer
---@param members string[]
---@return table<string, string>[]? records nil when there are none
function read.records(parameters, name, most, members)
  local records = {}
  for position, index in ipairs(indices_of(parameters, "^" .. name .. "%.([1-9]%d*)%.[A-Za-z][A-Za-z0-9]*$")) do
    local record = {}
    for _, member in ipairs(members) do record[member] = parameters[("%s.%d.%s"):format(name, index, member)] end
    records[position] = record
  end
  read.check_count(name, #records, most)
  return #records > 0 and records or nil
end

--- Which page is asked for.
---@param parameters table<string, string> CurrentPage and PageSize
---@param default_size integer? for operations that don't require them
---@param most integer? the largest PageSize
---@return integer number
---@return integer size
function read.page(parameters, default_size, most)
  most = most or MAX_PAGE_SIZE
  local size = read.integer(parameters, "PageSize") or default_size
  local number = read.integer(parameters, "CurrentPage") or 1
  if size < 1 or size > most then
    refusal.business("iot.common.InvalidPageParams", ("PageSize must be from 1 to %d."):format(most))
  elseif number < 1 or number > MAX_INTEGER then
    refusal.business("iot.common.InvalidPageParams", "CurrentPage must be at least 1.")
  end
  return number, size
end

return read
