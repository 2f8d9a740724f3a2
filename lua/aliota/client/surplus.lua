-- What is said of arguments that a method of a client does not take.
local blame = require "aliota.util.blame"
local sorted_keys = require "aliota.util.sorted_keys"

-- Adds what stands in a table by name. Where a text or an object stands for one, that is a batch.
local function add_names(names, value)
  local is_batch = type(value) == "string" or getmetatable(value) ~= nil
  if is_batch then names.JobId = true end
  for name in pairs(not is_batch and type(value) == "table" and value or {}) do
    if type(name) == "string" then names[name] = true end
  end
end

-- How it would be right: whatever has a name in one table.
local function right_form(call, most, arguments, extra)
  local names, before, members = {}, {}, {}
  add_names(names, arguments[most])
  add_names(names, extra)
  for i = 2, most - 1 do
    before[#before + 1] = type(arguments[i]) == "string" and ("%q"):format(arguments[i]) or "…"
  end
  for i, name in ipairs(sorted_keys(names)) do members[i] = name .. " = …" end
  local one = ("{%s}"):format(table.concat(members, ", "))
  if #before == 0 then return ("%s %s"):format(call, one) end
  return ("%s(%s, %s)"):format(call, table.concat(before, ", "), one)
end

--- Raises if there are any but nil, which a function's results may end with.
---@param call string   such as "client:wait"
---@param most integer  that it takes, itself among them
---@param ... any       what it was given
return function(call, most, ...)
  local arguments = {...}
  for i = most + 1, select("#", ...) do
    local extra = arguments[i]
    if type(extra) == "table" then
      blame(("%s: options belong in the table before them: write %s"):format(call,
        right_form(call, most, arguments, extra)))
    elseif extra ~= nil then
      blame(("%s: there is an argument too many, a %s"):format(call, type(extra)))
    end
  end
end
