-- From what a user writes to what goes over the wire: checked against the operation's row, flattened, encoded as text.
-- Pure. Problems come back as a message; the public function that was called raises it at its caller's line.
local lazy = require "aliota.util.lazy"
local blank = require "aliota.util.blank"
local did_you_mean = lazy "aliota.util.did_you_mean"
local encode_items = lazy "aliota.api.parameter_items"
local problems = lazy "aliota.api.parameter_problems"
local shown = lazy "aliota.util.shown"
local sorted_keys = require "aliota.util.sorted_keys"
local utf8 = lazy "aliota.util.utf8"

local function is_integer(value)
  return type(value) == "number" and value % 1 == 0 and value > -2 ^ 53 and value < 2 ^ 53
end

local function check_value(name, value, values)
  return values and not values[value] and problems.not_among(name, value, values) or nil
end

local function check_limits(name, measured, spec, unit)
  local is_beyond = (spec.min and measured < spec.min) or (spec.max and measured > spec.max)
  return is_beyond and problems.beyond(name, measured, spec, unit) or nil
end

-- Each writes into `flat` under the wire name and returns nothing, or returns what is wrong.
local encode = {}

function encode.string(flat, name, value, spec)
  if type(value) ~= "string" then return ("%s must be a string, not a %s"):format(name, type(value)) end
  local emptiness = spec.required and blank(value)
  if emptiness then return name .. " " .. emptiness end
  if spec.pattern and not value:match(spec.pattern) then
    return ("%s is %q, it must be %s"):format(name, value, spec.says)
  end
  flat[name] = value
  local problem = check_value(name, value, spec.values)
  if problem or not (spec.min or spec.max) then return problem end
  return check_limits(name, utf8.count(value), spec, " characters long")
end

function encode.integer(flat, name, value, spec)
  if not is_integer(value) then return ("%s must be an integer, not %s"):format(name, shown(value)) end
  flat[name] = ("%d"):format(value)
  return check_value(name, value, spec.values) or check_limits(name, value, spec, "")
end

function encode.boolean(flat, name, value)
  if type(value) ~= "boolean" then return ("%s must be a boolean, not %s"):format(name, shown(value)) end
  flat[name] = tostring(value)
end

local function encode_list_item(flat, name, value, spec)
  return encode.string(flat, name, value, {required = true, values = spec.values})
end

function encode.list(flat, name, value, spec)
  return encode_items(flat, name, value, spec, encode_list_item)
end

local function check_missing(prefix, params, specs)
  for name, spec in pairs(specs) do
    if spec.required and params[name] == nil then return problems.missing(prefix, params, specs) end
  end
end

local function encode_member(flat, prefix, name, value, specs)
  local spec = specs[name]
  if spec then return encode[spec.type](flat, prefix .. name, value, spec) end
  return ("there is no parameter %q%s"):format(prefix .. tostring(name), did_you_mean(name, specs))
end

-- Of several problems the same one is told each time.
local function first_problem(flat, prefix, params, specs)
  for _, name in ipairs(sorted_keys(params)) do
    local problem = encode_member(flat, prefix, name, params[name], specs)
    if problem then return problem end
  end
end

local function encode_members(flat, prefix, params, specs)
  for name, value in pairs(params) do
    if encode_member(flat, prefix, name, value, specs) then return first_problem(flat, prefix, params, specs) end
  end
  return check_missing(prefix, params, specs)
end

local function encode_record(flat, name, value, spec)
  if type(value) ~= "table" then return ("%s must be a table, not %s"):format(name, shown(value)) end
  return encode_members(flat, name .. ".", value, spec.members)
end

function encode.records(flat, name, value, spec)
  return encode_items(flat, name, value, spec, encode_record)
end

local function check_rules(operation, params)
  for _, rule in ipairs(operation.rules) do
    local problem = rule(params)
    if problem then return problem end
  end
end

--- Checks parameters against an operation's row and flattens them.
---@param operation aliota.Operation
---@param params table the vendor's names; lists are arrays, records arrays of tables
---@return table<string, string>|nil flat wire name → text
---@return string|nil problem what is wrong, with the name, the value and the limit
return function(operation, params)
  if type(params) ~= "table" then
    return nil, "parameters must be a table, not a " .. type(params)
  end
  local flat = {}
  local problem = encode_members(flat, "", params, operation.params) or check_rules(operation, params)
  if problem then return nil, problem end
  return flat
end
