-- Compares an answer with the shape that the reference gives for it.
local cjson = require "cjson"

-- What is not there when there is nothing to say: no error, no end yet, no schedule, no group, not gray, not dynamic.
local MAY_BE_ABSENT = {
  Code = true, ErrorMessage = true, UtcEndTime = true, UtcScheduleTime = true, UtcScheduleFinishTime = true,
  GroupId = true, GroupName = true, GrayPercent = true, DynamicMode = true,
}

local compare

local function compare_items(problems, path, list, item)
  if #list == 0 then problems[#problems + 1] = path .. " is empty, which shows nothing" end
  for i, value in ipairs(list) do compare(problems, ("%s[%d]"):format(path, i), value, item) end
end

local function compare_members(problems, path, value, members)
  for name, shape in pairs(members) do
    if value[name] ~= nil and value[name] ~= cjson.null then
      compare(problems, path .. "." .. name, value[name], shape)
    elseif not MAY_BE_ABSENT[name] then
      problems[#problems + 1] = path .. "." .. name .. " is missing"
    end
  end
  for name in pairs(value) do
    if members[name] == nil then problems[#problems + 1] = path .. "." .. name .. " is unknown" end
  end
end

function compare(problems, path, value, shape)
  local expected = type(shape) == "table" and "table" or shape
  if type(value) ~= expected then
    problems[#problems + 1] = ("%s is a %s, not a %s"):format(path, type(value), expected)
  elseif expected == "table" then
    (shape[1] and compare_items or compare_members)(problems, path, value, shape[1] or shape)
  end
end

--- What is wrong with an answer: members that are missing, unknown or of another type, and lists without an item.
---@param answer table
---@param shape table name → "string", "number", "boolean", a table of members, or {shape of an item}
---@return string[] problems
return function(answer, shape)
  local problems = {}
  compare(problems, "answer", answer, shape)
  return problems
end
