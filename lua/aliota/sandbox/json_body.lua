-- JSON as the service writes it.

local plain = require "aliota.util.json_codec"

local json = {null = plain.null}

-- The NUL bytes keep the mark from being anybody's data.
local EMPTY_LIST = "\0empty list\0"
local EMPTY_LIST_ESCAPED = "\\u0000empty list\\u0000"

--- Marks a table as a list, so that an empty one is written as `[]`.
---@param items any[]
---@return any[]|string
function json.list(items)
  return #items > 0 and items or EMPTY_LIST
end

---@param value any
---@return boolean
function json.is_empty_list(value)
  return value == EMPTY_LIST
end

local Rows = {}

--- A list that is made when it is needed: as tables, or faster as text.
---@param items fun(): table[]
---@param text fun(before: string, after: string): string the same in JSON, between what comes before and after it
---@return table
function json.rows(items, text)
  return setmetatable({items = items, text = text}, Rows)
end

--- What `json.rows` stands for; any other value is returned as it is.
---@param value any
---@return any
function json.plain(value)
  if getmetatable(value) == Rows then return json.list(value.items()) end
  return value
end

local ROWS = "\0rows\0"
local ROWS_ESCAPED = '"\\u0000rows\\u0000"'

-- Copies the tables on the way to the rows, with a mark in their place.
local function without_rows(value, holder)
  if type(value) ~= "table" or value[1] ~= nil then return value end
  if getmetatable(value) == Rows then
    holder.rows = value
    return ROWS
  end
  local copy = {}
  for name, member in pairs(value) do copy[name] = without_rows(member, holder) end
  return copy
end

---@param value any with `json.rows` at most once, and not within a list
---@return string
function json.encode(value)
  local holder = {}
  local text = plain.encode(without_rows(value, holder))
  if text:find(EMPTY_LIST_ESCAPED, 1, true) then
    text = text:gsub('"' .. EMPTY_LIST_ESCAPED .. '"', "[]")
  end
  if not holder.rows then return text end
  local first, last = text:find(ROWS_ESCAPED, 1, true)
  return holder.rows.text(text:sub(1, first - 1), text:sub(last + 1))
end

json.decode = plain.decode

return json
