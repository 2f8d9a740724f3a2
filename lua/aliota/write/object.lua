-- Tables as JSON objects whose members stand in a fixed order, so that two files can be compared line by line.
local byte_order = require "aliota.util.byte_order"
local columns = require "aliota.write.columns"
local json = require "aliota.util.json_codec"

local object = {}

local encode = json.encode

-- What the vendor added since these lines were written.
local function other_names(task)
  local names
  for name in pairs(task) do
    if not columns.IS_DOCUMENTED[name] then
      names = names or {}
      names[#names + 1] = tostring(name)
    end
  end
  if names then byte_order.sort(names) end
  return names
end

local function write_others(out, task)
  for _, name in ipairs(other_names(task) or {}) do
    out:write("," .. encode(name) .. ":" .. encode(task[name]))
  end
end

--- A function that writes tasks as objects: the chosen fields, or all documented ones and after them, by name, any
--- other that was sent. Fields that a task lacks are null, so every object has the same. Texts stay the bytes that they
--- are, UTF-8 unless the caller made them up; an empty list reads `{}`.
---@param out aliota.write.Target
---@param names string[]|nil the fields
---@return fun(task: aliota.Task)
function object.writer(out, names)
  local keys = {}
  for i, name in ipairs(names or columns.DOCUMENTED) do keys[i] = (i == 1 and "{" or ",") .. encode(name) .. ":" end
  local row = columns.row(names or columns.DOCUMENTED, encode, keys)
  return function(task)
    out:write_all(row(task))
    if not names then write_others(out, task) end
    out:write "}"
  end
end

return object
