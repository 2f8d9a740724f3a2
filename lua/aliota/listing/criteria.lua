-- Which rows of an answer were asked for: a service that does not heed what narrows a listing would have them all taken
-- for what they are not.

---@class aliota.Criterion        what rows have to have
---@field name string
---@field values table<string, true>
---@field may_lack boolean     whether a row may do without

local criteria = {}

-- Of what rows repeat (see operations.lua, `repeated`), these are never left out of a row that is as it should be.
local ALWAYS = {TaskStatus = true, DeviceName = true}

--- What rows must have to be what was asked for.
---@param operation aliota.Operation
---@param params table<string, any>
---@return aliota.Criterion[]
function criteria.of(operation, params)
  local list = {}
  for _, name in ipairs(operation.repeated or {}) do
    if params[name] ~= nil then list[#list + 1] = criteria.one(name, {params[name]}) end
  end
  return list
end

--- That rows must have one of some values.
---@param name string
---@param values string[]
---@return aliota.Criterion
function criteria.one(name, values)
  local set = {}
  for _, value in ipairs(values) do set[value] = true end
  return {name = name, values = set, may_lack = not ALWAYS[name]}
end

local BYTES = 8 -- of an id, see fingerprints.of

local function fits(value, criterion)
  if value == nil then return criterion.may_lack end
  return criterion.values[value] or (type(value) == "number" and criterion.values[tostring(value)]) or false
end

local function sifted(rows, ids, criterion)
  local kept, their_ids = {}, {}
  for i, row in ipairs(rows) do
    if fits(row[criterion.name], criterion) then
      kept[#kept + 1] = row
      their_ids[#kept] = ids:sub(BYTES * (i - 1) + 1, BYTES * i)
    end
  end
  return kept, table.concat(their_ids)
end

-- Each row of each page comes by here, and most have what the one before has.
local function are_all(rows, criterion)
  local name, good = criterion.name, criterion -- which no row has
  for i = 1, #rows do
    local value = rows[i][name]
    if value ~= good then
      if not fits(value, criterion) then return false end
      good = value
    end
  end
  return true
end

--- The rows that were asked for.
---@param list aliota.Criterion[]
---@param rows table[]
---@param ids string  what tells them apart, see fingerprints.of
---@return table[] rows      the same array when all were
---@return integer refused   how many were not
---@return string ids        of the rows that were
function criteria.sift(list, rows, ids)
  local count = #rows
  for _, criterion in ipairs(list) do
    if not are_all(rows, criterion) then rows, ids = sifted(rows, ids, criterion) end
  end
  return rows, count - #rows, ids
end

return criteria
