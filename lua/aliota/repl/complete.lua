-- What may be meant by the beginning of a word at the prompt: names, methods, parameters, and their values. Pure: it
-- looks at the line and at the tables that names in it stand for, and calls nothing.
local arguments = require "aliota.repl.arguments"
local context_of = require "aliota.repl.context"
local members = require "aliota.repl.members"

local KEYWORDS = {}
for word in ([[and break do else elseif end false for function if in local nil not or repeat return then true until
  while]]):gmatch "%a+" do
  KEYWORDS[word] = true
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
  local names = members(value, base .. separator == word) -- operations from their first letter on
  return separator == ":" and only_functions(names) or names, base .. separator
end

-- What a value may begin with: a name, or a text that fits.
local function values(context, env)
  local names = {}
  for name in pairs(members(env)) do names[name] = true end
  for text in pairs(arguments.texts(context) or {}) do names[('"%s"'):format(text)] = true end
  return names
end

local function globals(env)
  local names = {}
  for name in pairs(members(env)) do names[name] = true end
  for name in pairs(KEYWORDS) do names[name] = true end
  return names
end

local function of_members(names)
  local found = {}
  for name in pairs(names) do found[name .. " = "] = true end
  return found
end

local function candidates(before, word, env)
  local context = context_of(before)
  if context.quote then return arguments.texts(context) or {}, "" end
  if word:find "[.:]" then return path(word, env) end
  local names = arguments.names(context)
  if names then return of_members(names), "" end
  return context.bracket and values(context, env) or globals(env), ""
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
