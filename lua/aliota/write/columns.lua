-- Which fields of a task are written, in which order, and a field's value as text.
local decimal = require "aliota.util.decimal"
local did_you_mean = require "aliota.util.did_you_mean"
local json = require "aliota.util.json_codec"
local nearest = require "aliota.util.nearest"
local types = require "aliota.util.option_types"

local columns = {}

--- The fields of a task that a person looks at, the most telling first.
columns.FOR_EYES = {"DeviceName", "TaskStatus", "Progress", "TaskDesc", "SrcVersion", "UtcModified", "DestVersion"}

--- All documented fields of a task: what tells one device's story first, then what is the same for most, and ids.
columns.DOCUMENTED = {
  "DeviceName", "TaskStatus", "Progress", "TaskDesc", "SrcVersion", "DestVersion", "UtcCreate", "UtcModified",
  "Timeout", "ProductKey", "ProductName", "IotId", "FirmwareId", "JobId", "TaskId",
}

---@type table<string, boolean>
columns.IS_DOCUMENTED = {}
for _, name in ipairs(columns.DOCUMENTED) do columns.IS_DOCUMENTED[name] = true end

-- Letters by which a name may differ from a documented one and still be meant to be that.
local TYPO = 2

-- A field that the vendor adds one day is as good as any, but will be spelled as all of them are, and be no other one's
-- twin.
local function name_problem(name)
  if type(name) ~= "string" then return ("holds a %s where the name of a field should be"):format(type(name)) end
  if columns.IS_DOCUMENTED[name] then return nil end
  local _, distance = nearest(name, columns.IS_DOCUMENTED)
  if distance <= TYPO or not name:find "^[A-Z][A-Za-z0-9]*$" then
    return ("names %q, which is no field%s"):format(name, did_you_mean(name, columns.IS_DOCUMENTED))
  end
end

---@class aliota.write.ColumnsOption
---@field columns string[]|nil  the fields to write, in this order: `{"DeviceName", "TaskStatus"}`; default all, of a
---table those that a person looks at

--- The option `columns`: an array of names.
---@type aliota.OptionType
columns.OPTION = types.checked(function(value)
  if type(value) ~= "table" or #value == 0 then return "must be an array of names of fields" end
  for _, name in ipairs(value) do
    local problem = name_problem(name)
    if problem then return problem end
  end
end)

--- A field's value as text: the same digits on every Lua, "" for what is absent, JSON for what is nested.
---@param value any
---@return string
function columns.text(value)
  local kind = type(value)
  if kind == "string" then return value end
  if kind == "number" then return decimal.text(value) end
  if value == nil or value == json.null then return "" end
  return kind == "table" and json.encode(value) or tostring(value)
end

--- A function that turns a task into a row. Neighbours repeat most values, so a cell is made again only when its value
--- is another than in the row before; and nothing is joined, as that costs more than all else.
---@param names string[] the fields
---@param cell fun(value: any, i: integer): string
---@param before string[] what stands before each cell
---@param after string|nil what stands behind the last one
---@return fun(task: aliota.Task): string[] texts the same table for every row
function columns.row(names, cell, before, after)
  local count, values, texts = #names, {}, {}
  for i = 1, count do texts[2 * i - 1], texts[2 * i] = before[i], cell(nil, i) end
  texts[2 * count + 1] = after
  return function(task)
    for i = 1, count do
      local value = task[names[i]]
      if value ~= values[i] then values[i], texts[2 * i] = value, cell(value, i) end
    end
    return texts
  end
end

--- What stands before each cell of a row that is separated by one text.
---@param count integer cells
---@param first string before the first
---@param separator string
---@return string[]
function columns.separated(count, first, separator)
  local before = {first}
  for i = 2, count do before[i] = separator end
  return before
end

return columns
