-- Which rows of an answer were asked for: a service that does not heed what narrows a listing would have them all taken
-- for what they are not.

---@class aliota.Wanted        what rows have to have
---@field name string
---@field values table<string, true>
---@field may_lack boolean     whether a row may do without

local wanted = {}

-- Of what rows repeat (see operations.lua, `repeated`), these are never left out of a row that is as it should be.
local ALWAYS = {TaskStatus = true, DeviceName = true}

--- What rows must have to be what was asked for.
---@param operation aliota.Operation
---@param asked table<string, any>  parameters
---@return aliota.Wanted[]
function wanted.of(operation, asked)
  local list = {}
  for _, name in ipairs(operation.repeated or {}) do
    if asked[name] ~= nil then list[#list + 1] = wanted.one(name, {asked[name]}) end
  end
  return list
end

--- That rows must have one of some values.
---@param name string
---@param values string[]
---@return aliota.Wanted
function wanted.one(name, values)
  local set = {}
  for _, value in ipairs(values) do set[value] = true end
  return {name = name, values = set, may_lack = not ALWAYS[name]}
end

local function fits(value, want)
  if value == nil then return want.may_lack end
  return want.values[value] or (type(value) == "number" and want.values[tostring(value)]) or false
end

local function sifted(rows, want)
  local kept = {}
  for _, row in ipairs(rows) do
    if fits(row[want.name], want) then kept[#kept + 1] = row end
  end
  return kept
end

-- Each row of each page comes by here, and most have what the one before has.
local function are_all(rows, want)
  local name, good = want.name, want -- which no row has
  for i = 1, #rows do
    local value = rows[i][name]
    if value ~= good then
      if not fits(value, want) then return false end
      good = value
    end
  end
  return true
end

--- The rows that were asked for.
---@param list aliota.Wanted[]
---@param rows table[]
---@return table[] rows      the same array when all were
---@return integer refused   how many were not
function wanted.sift(list, rows)
  local count = #rows
  for _, want in ipairs(list) do
    if not are_all(rows, want) then rows = sifted(rows, want) end
  end
  return rows, count - #rows
end

return wanted
