-- What the tables and texts may hold that functions are given: parameters, options, values.
local classes = require "aliota.help.classes"
local gate = require "aliota.watch.gate"
local limit_options = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local reason = require "aliota.api.reason"
local takes = require "aliota.help.takes"
local task_fields = require("aliota.api.task").types

local arguments = {}

local METHODS = takes.METHODS

-- The argument that it is, where that is not the first.
local ARGUMENT = {board = 2}

local function fields_of(class) return classes.fields(classes.all()[class]) end

-- By the function of the module, each with which argument the table is.
local FUNCTIONS = {
  ["aliota.new"] = function(at) return at == 1 and fields_of "aliota.Options" end,
  ["sandbox.start"] = function(at) return at == 1 and require("aliota.sandbox.switches").names() end,
}
FUNCTIONS["aliota.sandbox.start"] = FUNCTIONS["sandbox.start"]

-- A report or a format by the name of its function, where it has options.
local function kind_of(part, name)
  local there, kind = pcall(require, "aliota." .. part .. "." .. name)
  return there and type(kind) == "table" and kind.options and kind or nil
end

local function reports()
  local names = {}
  for name in pairs(require "aliota.report") do names[name] = kind_of("report", name) end
  return names
end

local function of_module(callee, at)
  local part, name = callee:match "^aliota%.(%l+)%.([%l_]+)$"
  if part == "report" and name == "many" then
    return at == 2 and reports()
  elseif part == "report" or part == "write" then
    local kind = kind_of(part, name)
    return kind and at == (part == "write" and 3 or 2) and kind.options
  end
end

local MEMBERS = {fail_if = gate.FIGURES, where = task_fields}

--- The names of what a table may hold.
---@param context aliota.LineContext
---@return table<string, any>|nil
function arguments.names(context)
  if context.bracket ~= "{" or context.is_value then return nil end
  if context.key then return MEMBERS[context.key] end
  local callee = context.callee
  if not callee then return nil end
  local method = callee:match ":([%w_]+)$"
  if method == "call" or method == "explain" then
    local row = context.argument == 2 and operations[context.action]
    return row and merge(row.params, method == "call" and limit_options or {})
  end
  if method == "where" then return task_fields end
  if method then return context.argument == (ARGUMENT[method] or 1) and METHODS[method] or nil end
  local f = FUNCTIONS[callee]
  return (f and f(context.argument)) or of_module(callee, context.argument) or nil
end

local ALL_PARAMS = {}
for _, row in pairs(operations) do ALL_PARAMS[#ALL_PARAMS + 1] = row.params end

-- Of a parameter of the operation that is called, or of any that has one of that name.
local function of_parameter(context)
  local method, found = context.callee and context.callee:match ":([%w_]+)$", {}
  local called = METHODS[method] or (operations[context.action] or {}).params
  for _, params in ipairs(called and {called} or ALL_PARAMS) do
    local spec = params[context.key]
    for value in pairs(type(spec) == "table" and spec.values or {}) do found[tostring(value)] = true end
  end
  return found
end

local TEXTS = {
  help = function() return require("aliota.help").topics() end,
  call = function(at) return at == 1 and operations end, explain = function(at) return at == 1 and operations end,
  reason = function() return reason.CAUSES end,
  status = function() return operations.ListOTATaskByJob.params.TaskStatus.values end,
  format = function() return require "aliota.write" end,
}

--- What a text may be.
---@param context aliota.LineContext
---@return table<string, any>|nil
function arguments.texts(context)
  if context.key then return of_parameter(context) end
  local name = context.callee and context.callee:match "[%w_]+$"
  return TEXTS[name] and TEXTS[name](context.argument) or nil
end

return arguments
