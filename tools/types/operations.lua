-- The methods of a client that are operations of the service, from their rows: parameters with their limits, and
-- answers as the vendor describes them.
local json = require "cjson"
local operation_help = require "aliota.help.operation"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local sorted_keys = require "aliota.util.sorted_keys"
local sources = require "tools.types.sources"
local wave_planner = require "aliota.rollout.wave_planner"

local ANSWERS = "spec/data/operations.json"

local of_rows = {}

local function literals(values)
  local list = {}
  for i, value in ipairs(operation_help.in_order(values)) do
    list[i] = type(value) == "string" and '"' .. value .. '"' or tostring(value)
  end
  return table.concat(list, "|")
end

local type_of

local function record(members)
  local fields = {}
  for i, name in ipairs(sorted_keys(members)) do
    fields[i] = ("%s: %s"):format(name, type_of(members[name]) .. (members[name].required and "" or "|nil"))
  end
  return "{" .. table.concat(fields, ", ") .. "}"
end

function type_of(spec)
  if spec.type == "records" then return record(spec.members) .. "[]" end
  local one = spec.values and literals(spec.values) or spec.type == "list" and "string" or spec.type
  if spec.type ~= "list" then return one end
  return spec.values and "(" .. one .. ")[]" or one .. "[]"
end

local function params_of(row)
  local fields = {}
  for _, name in ipairs(sorted_keys(row.params)) do
    local spec = row.params[name]
    table.insert(fields, {
      name = name, type = type_of(spec) .. (spec.required and "" or "|nil"), text = operation_help.parameter(spec),
    })
  end
  local parents = {"aliota.LimitOptions"}
  return sources.new {
    name = "aliota." .. row.name .. "Params", parents = parents, names = parents,
    text = "What " .. row.name .. " takes.", fields = fields,
  }
end

-- Answers, as the vendor describes them: types by the names of members, in an array for a list. Each record is a type
-- of its own, by the name of the operation and that of the member.
local add_record

local function answer_type(classes, row, name, described)
  if type(described) ~= "table" then return described end
  if described[1] then return answer_type(classes, row, name, described[1]) .. "[]" end
  return add_record(classes, row, name, described, ("%s in an answer of %s."):format(name, row.name))
end

function add_record(classes, row, name, described, text)
  local class = sources.new {name = "aliota." .. row.name .. name, text = text}
  classes[#classes + 1] = class
  for i, member in ipairs(sorted_keys(described)) do
    class.fields[i] = {
      name = member, type = answer_type(classes, row, member, described[member]) .. "|nil", text = "",
    }
  end
  return class.name
end

local function add_classes(classes, row, described)
  classes[#classes + 1] = params_of(row)
  add_record(classes, row, "Answer", described,
    ("What %s answers, as the service sends it; what is null there is aliota.null."):format(row.name))
end

local function method_of(row)
  local facts = operation_help.facts(row)
  return {
    name = row.method_name, separator = ":", arguments = {"params"},
    doc = {
      text = ("%s. Quota: %s. Run twice, it is %s."):format(row.name, facts[1].text, facts[2].text),
      usage = {operation_help.usage(row.method_name, row)},
    },
    params = {{name = "params", type = "aliota." .. row.name .. "Params", text = ""}},
    returns = {
      {type = "aliota." .. row.name .. "Answer|nil", name = "answer", text = ""},
      {type = "aliota.Error|nil", name = "err", text = ""},
    },
  }
end

local function described_answers()
  local file, answers = assert(io.open(ANSWERS)), {}
  for _, one in ipairs(json.decode(file:read "*a").operations) do answers[one.action] = one.response end
  file:close()
  return answers
end

--- Adds types and methods of all operations.
---@param declared table<string, Declared>
function of_rows.add(declared)
  local described, client, classes = described_answers(), declared["aliota.Client"], {}
  for _, action in ipairs(sorted_keys(operations)) do
    add_classes(classes, operations[action], described[action])
    table.insert(client.functions, method_of(operations[action]))
  end
  table.insert(classes, params_of(merge(wave_planner.OPERATION, {name = "RolloutBatch"})))
  for _, class in ipairs(classes) do
    declared[class.name] = class
    table.insert(client.names, class.name)
  end
end

return of_rows
