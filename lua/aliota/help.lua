-- The reference at the prompt, made of the comments above the functions and of the table of operations. All of it is
-- Lua: lines to run, and comments.
local classes = require "aliota.help.classes"
local did_you_mean = require "aliota.did_you_mean"
local method_name = require "aliota.method_name"
local operations = require "aliota.operations"
local pages = require "aliota.help.pages"
local read_entries = require "aliota.help.entries"

local help = {}

-- Each of these returns pages, or nil where it has none.

-- Functions of a name may be in several groups: client:summary, aliota.report.summary.
local function of_entries(wanted)
  local found = {}
  for _, group in ipairs(read_entries()) do
    for _, entry in ipairs(group.entries) do
      if wanted(entry) then found[#found + 1] = pages.entry(entry) end
    end
  end
  return found[1] and found
end

local function of_group(name)
  if name == "operations" then return {pages.operations()} end
  for _, group in ipairs(read_entries()) do
    if group.name == name then return {pages.group(group)} end
  end
end

local function of_operation(name)
  for action, row in pairs(operations) do
    if action == name or method_name(action) == name then return {pages.operation(row)} end
  end
end

local function of_parameter(name)
  local page = pages.parameter(name)
  return page and {page}
end

local function of_class(name)
  local page = pages.class(name)
  return page and {page}
end

local function of_name(name)
  local plain = name:match "[%w_]+$" or name -- without "client:" or "aliota.report."
  return of_class(name)
    or of_entries(function(entry) return entry.shown == name end)
    or of_group(plain)
    or of_entries(function(entry) return entry.name == plain end)
    or of_operation(plain)
    or of_parameter(plain)
end

local function join(found)
  local texts = {}
  for i, lines in ipairs(found) do texts[i] = table.concat(lines, "\n") end
  return table.concat(texts, "\n\n")
end

--- Every topic that there is help on.
---@return table<string, true>
function help.topics()
  local names = {operations = true}
  for _, group in ipairs(read_entries()) do
    names[group.name] = true
    for _, entry in ipairs(group.entries) do names[entry.name] = true end
  end
  for name in pairs(classes()) do names[name] = true end
  for action, row in pairs(operations) do
    names[action], names[method_name(action)] = true, true
    for parameter in pairs(row.params) do names[parameter] = true end
  end
  return names
end

local OF = {
  ["nil"] = function() return {pages.overview()} end,
  ["function"] = function(f) return of_entries(function(entry) return entry.f == f end) end,
  string = of_name,
}

--- Help on a topic.
---@param topic string|function|nil
---@return string|nil
---@return string|nil problem
function help.on(topic)
  local kind = type(topic)
  if not OF[kind] then return nil, "a name or a function expected, not a " .. kind end
  local found = OF[kind](topic)
  if found then return join(found) end
  if kind == "function" then return nil, "there is nothing on this function" end
  return nil, ("there is nothing on %q%s"):format(topic, did_you_mean(topic, help.topics()))
end

return help
