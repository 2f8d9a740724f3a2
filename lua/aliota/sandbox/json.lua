-- JSON as the service writes it, on top of lua-cjson.

local cjson = require "cjson"

local json = {null = cjson.null}

-- lua-cjson 2.1.0 writes every empty table as {}. The NUL bytes keep the mark from being anybody's data.
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

---@param value any
---@return string
function json.encode(value)
  local text = cjson.encode(value)
  if text:find(EMPTY_LIST_ESCAPED, 1, true) then
    text = text:gsub('"' .. EMPTY_LIST_ESCAPED .. '"', "[]")
  end
  return text
end

json.decode = cjson.decode

return json
