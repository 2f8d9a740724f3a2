-- The reference at the prompt, made of the comments above the functions and of the table of operations. All of it is
-- Lua: lines to run, and comments.
local classes = require "aliota.help.classes"
local did_you_mean = require "aliota.util.did_you_mean"
local formats = require "aliota.write.formats"
local operations = require "aliota.api.operations"
local options_of = require "aliota.help.option_tables"
local pages = require "aliota.help.pages"
local read_entries = require "aliota.help.entries"
local sorted_keys = require "aliota.util.sorted_keys"
local there_is = require "aliota.util.there_is"

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
    if action == name or row.method_name == name then return {pages.operation(row)} end
  end
end

local function of_class(name)
  local page = pages.class(name)
  return page and {page}
end

-- What is meant by names that are no names of ours.
local ALIASES = {err = "aliota.Error", error = "aliota.Error", counts = "aliota.Counts"}

local function of_alias(name) return ALIASES[name] and of_class(ALIASES[name]) end

-- "Task" and "task" are aliota.Task.
local function of_short_class(name)
  for class in pairs(classes.public()) do
    if class:lower() == "aliota." .. name:lower() then return of_class(class) end
  end
end

-- A name in a table that is given or returned may have several meanings.
local function of_member(name)
  local found = {}
  for _, of in ipairs {pages.parameter, pages.option, pages.field} do
    local page = of(name)
    if page then found[#found + 1] = page end
  end
  return found[1] and found
end

-- What a file says of itself, and of its options.
local PARTS = {
  sandbox = {"aliota.sandbox", "aliota.sandbox.Options"}, nginx = {"aliota.nginx", "aliota.nginx.Options"},
  formats = {},
}
for _, name in ipairs(formats.NAMES) do
  local options = ("aliota.write.%s%sOptions"):format(name:sub(1, 1):upper(), name:sub(2))
  PARTS[name] = {"aliota.write." .. name, options}
  for _, one in ipairs(PARTS[name]) do table.insert(PARTS.formats, one) end
end

local function of_part(name)
  local found = {}
  for _, one in ipairs(PARTS[name] or {}) do found[#found + 1] = pages.class(one) or pages.head(one) end
  return found[1] and found
end

local function of_name(name)
  local plain = name:match "[%w_]+$" or name -- without "client:" or "aliota.report."
  return of_class(name)
    or of_entries(function(entry) return entry.shown == name end)
    or of_group(plain)
    or of_entries(function(entry) return entry.name == plain end)
    or of_operation(plain)
    or of_part(plain)
    or of_alias(plain)
    or of_member(plain)
    or of_group(plain:lower())
    or of_short_class(plain)
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
  for name in pairs(classes.all()) do names[name] = true end
  for _, doc in pairs(classes.public()) do
    for name in pairs(classes.fields(doc)) do names[name] = true end
  end
  for _, more in ipairs {ALIASES, PARTS, options_of()} do
    for name in pairs(more) do names[name] = true end
  end
  for action, row in pairs(operations) do
    names[action], names[row.method_name] = true, true
    for parameter in pairs(row.params) do names[parameter] = true end
  end
  return names
end

local OF = {
  ["nil"] = function() return {pages.overview()} end,
  ["function"] = function(f) return of_entries(function(entry) return entry.f == f end) end,
  string = of_name,
}

-- Case is no reason to say that there is nothing.
local function in_any_case(topic, topics)
  for name in pairs(topics) do
    if name:lower() == topic:lower() then return of_name(name) end
  end
end

local MOST_SUGGESTIONS, LEAST_LETTERS = 8, 3

-- Topics that the word is a part of, as "retry" is of plan_retry; else the nearest.
local function suggestion(topic, topics)
  local found = {}
  for _, name in ipairs(sorted_keys(topics)) do
    if #topic >= LEAST_LETTERS and name:lower():find(topic:lower(), 1, true) then found[#found + 1] = name end
  end
  if found[1] and #found <= MOST_SUGGESTIONS then return "; " .. there_is(found) end
  return did_you_mean(topic, topics, math.max(1, #topic / 3))
end

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
  local topics = help.topics()
  found = in_any_case(topic, topics)
  if found then return join(found) end
  return nil, ("there is nothing on %q%s"):format(topic, suggestion(topic, topics))
end

return help
