-- What may be meant by the beginning of a word at the prompt: names, methods, parameters, and their values. Pure: it
-- looks at the line and at the tables that names in it stand for, and calls nothing.
local call_options = require "aliota.call_options"
local help = require "aliota.help"
local method_name = require "aliota.method_name"
local operations = require "aliota.operations"

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function if in local nil not or repeat return then true until
  while]]):gmatch "%a+" do
  KEYWORDS[word] = true
end

-- Operations and our options by the method that takes their parameters.
local METHODS = {}
for action, row in pairs(operations) do METHODS[method_name(action)] = {row, call_options.CALL} end
for name, options in pairs {
  tasks = call_options.TASKS, pages = call_options.PAGES, devices = call_options.DEVICES, summary = call_options.CALL,
} do
  METHODS[name] = {operations.ListOTATaskByJob, options}
end

local function called(before)
  local action = before:match ":%l+%(%s*[\"'](%w+)[\"']%s*,%s*{[^}]*$"
  if operations[action] then return {operations[action], call_options.CALL} end
  return METHODS[before:match ":([%w_]+)%s*%(?%s*{[^}]*$"]
end

-- Within quotes after a name: the values of that parameter, of the operation that is called, or of any that takes it.
local function values(before)
  local name = before:match "([%w_]+)%s*=[^=]*[\"']$"
  if not name then return nil end
  local method, found = called(before), {}
  for _, row in pairs(method and {method[1]} or operations) do
    for value in pairs((row.params[name] or {}).values or {}) do found[tostring(value)] = true end
  end
  return found
end

local function quoted(before)
  if before:find "help%s*%(?%s*[\"']$" then return help.topics() end
  if before:find ":call%s*%(%s*[\"']$" or before:find ":explain%s*%(%s*[\"']$" then return operations end
  return values(before) or {}
end

local function parameters(before)
  local method = called(before)
  if not method or before:find "=%s*$" then return nil end
  local names = {}
  for name in pairs(method[1].params) do names[name .. " = "] = true end
  for name in pairs(method[2]) do names[name .. " = "] = true end
  return names
end

-- The table that a name stands for, and its class.
local function members(value)
  local found = {}
  local meta = getmetatable(value)
  local class = type(meta) == "table" and meta.__index
  for _, from in ipairs {type(value) == "table" and value or {}, type(class) == "table" and class or {}} do
    for key, member in pairs(from) do
      if type(key) == "string" and key:find "^%a" then found[key] = member end
    end
  end
  return found
end

local function only_functions(names)
  local found = {}
  for name, value in pairs(names) do found[name] = type(value) == "function" and value or nil end
  return found
end

-- "client:ta" in a prompt's environment: what `client` has.
local function path(word, env)
  local base, separator = word:match "^(.*)([.:])[%w_]*$"
  local value = env
  for name in base:gmatch "[^.:]+" do
    value = members(value)[name]
    if value == nil then return {}, base .. separator end
  end
  local names = members(value)
  return separator == ":" and only_functions(names) or names, base .. separator
end

local function globals(env)
  local names = {}
  for name in pairs(members(env)) do names[name] = true end
  for name in pairs(KEYWORDS) do names[name] = true end
  return names
end

local function candidates(before, word, env)
  if before:find "[\"']$" then return quoted(before), "" end
  if word:find "[.:]" then return path(word, env) end
  return parameters(before) or globals(env), ""
end

--- Completions of a word.
---@param before string  the line up to the word
---@param word string
---@param env table      what names stand for
---@return string[] in alphabetical order
return function(before, word, env)
  local names, prefix = candidates(before, word, env)
  local found = {}
  for name in pairs(names) do
    local whole = prefix .. name
    if whole:sub(1, #word) == word then found[#found + 1] = whole end
  end
  table.sort(found)
  return found
end
