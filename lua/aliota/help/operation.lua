-- What is known of an operation, from its row.
local dialect = require "aliota.api.dialect"
local literal = require "aliota.util.literal"
local sorted_keys = require "aliota.util.sorted_keys"

local operation = {}

--- The keys of a table: numbers by size, states as they follow each other in a task's life, else by the alphabet.
---@param map table
---@return any[]
function operation.in_order(map)
  return sorted_keys(map, function(a, b)
    if type(map[a]) == "number" then return map[a] < map[b] end
    return a < b
  end)
end

local in_order = operation.in_order

-- In an order: those that must be given first.
local function names_of(params)
  local names = in_order(params)
  local rank = {}
  for i, name in ipairs(names) do rank[name] = params[name].required and i - #names or i end
  table.sort(names, function(a, b) return rank[a] < rank[b] end)
  return names
end

-- A made-up value that passes the checks.
local EXAMPLES = {}

local function example_of(spec)
  if spec.values and spec.type ~= "list" then return in_order(spec.values)[1] end
  return EXAMPLES[spec.type](spec)
end

function EXAMPLES.string() return "…" end
function EXAMPLES.integer(spec) return math.max(spec.min or 1, 1) end
function EXAMPLES.boolean() return true end
function EXAMPLES.list(spec) return {spec.values and in_order(spec.values)[1] or "…"} end

function EXAMPLES.records(spec)
  local record = {}
  for name, member in pairs(spec.members) do
    if member.required then record[name] = example_of(member) end
  end
  return {record}
end

-- Stands for itself in a line of Lua.
local JOB_ID = setmetatable({}, {__tostring = function() return "job_id" end})

local function example_params(row)
  local params = {}
  for name, spec in pairs(row.params) do
    if spec.required then params[name] = name == "JobId" and JOB_ID or example_of(spec) end
  end
  for name, value in pairs(row.example or {}) do params[name] = value end
  return params
end

--- A call that can be run as it stands; what it is about may not exist.
---@param method string
---@param row aliota.Operation
---@return string
function operation.usage(method, row)
  return ("client:%s %s"):format(method, literal(example_params(row), math.huge))
end

local function limits_of(spec)
  if spec.min and spec.max and spec.max < 2 ^ 31 - 1 then return (" from %d to %d"):format(spec.min, spec.max) end
  if spec.min then return (" from %d"):format(spec.min) end
  return spec.max and (" up to %d"):format(spec.max) or ""
end

local function kind_of(spec)
  if spec.type == "list" then return "list" .. (spec.max_items and " of at most " .. spec.max_items or "") end
  if spec.type == "records" then
    return ("list of {%s}"):format(table.concat(in_order(spec.members), ", "))
      .. (spec.max_items and ", at most " .. spec.max_items or "")
  end
  return spec.type .. limits_of(spec)
end

--- What a parameter may be.
---@param spec aliota.Parameter
---@return string
function operation.parameter(spec)
  local text = spec.values and spec.type ~= "list" and "one of " or kind_of(spec)
  if spec.values then
    local all = {}
    for i, value in ipairs(in_order(spec.values)) do all[i] = tostring(value) end
    text = (text == "one of " and text or text .. " of ") .. table.concat(all, ", ")
  end
  return text .. (spec.required and "; must be given" or "")
end

--- What is known of it, line by line: a name and a text.
---@param row aliota.Operation
---@return {name: string, text: string}[]
function operation.facts(row)
  local facts = {
    {name = "quota", text = row.qps and row.qps .. " calls a second for the whole account" or "not documented"},
    {name = "repeated", text = row.idempotent and "the same as once" or "not the same as once"},
  }
  local lacking = dialect.lacking(row.name)
  if lacking[1] then facts[3] = {name = "dialect", text = "not of " .. table.concat(lacking, ", ")} end
  for _, name in ipairs(names_of(row.params)) do
    facts[#facts + 1] = {name = name, text = operation.parameter(row.params[name])}
  end
  return facts
end

return operation
