-- The text of the definitions: types in the order of their names, each with what there is to say of it, and its
-- functions.
local sorted_keys = require "aliota.util.sorted_keys"
local text = require "aliota.show.text"
local type_syntax = require "aliota.help.type_syntax"

local definitions = {}

local WIDTH, MARK = 120, "--- "

local function say(lines, said)
  for _, line in ipairs(said ~= "" and text.wrap(said, WIDTH - #MARK) or {}) do lines[#lines + 1] = MARK .. line end
end

local function joined(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local part = select(i, ...)
    if part and part ~= "" then parts[#parts + 1] = part end
  end
  return table.concat(parts, " ")
end

local function add_fields(lines, fields)
  for _, field in ipairs(fields) do
    if field.text ~= "" then
      lines[#lines + 1] = "---"
      say(lines, field.text)
    end
    lines[#lines + 1] = ("---@field %s %s"):format(field.name, field.type)
  end
end

local function add_usage(lines, usage)
  if not usage[1] then return end
  lines[#lines + 1] = "--- ```lua"
  for _, line in ipairs(usage) do lines[#lines + 1] = MARK .. line end
  lines[#lines + 1] = "--- ```"
end

local function local_name(class) return (class.name:gsub("%.", "_")) end

local function add_function(lines, owner, f)
  lines[#lines + 1] = ""
  say(lines, f.doc.text)
  add_usage(lines, f.doc.usage)
  if f.generic then lines[#lines + 1] = "---@generic " .. f.generic end
  for _, param in ipairs(f.params) do
    lines[#lines + 1] = joined("---@param", param.name, param.type, param.text)
  end
  for _, returned in ipairs(f.returns) do
    local said = returned.text ~= "" and "# " .. returned.text or nil
    lines[#lines + 1] = joined("---@return", returned.type, returned.name, said)
  end
  lines[#lines + 1] = ("function %s%s%s(%s) end"):format(owner, f.separator, f.name, table.concat(f.arguments, ", "))
end

local function add_class(lines, class)
  lines[#lines + 1] = ""
  say(lines, class.text)
  if class.type then
    lines[#lines + 1] = ("---@alias %s %s"):format(class.head, class.type)
    return
  end
  lines[#lines + 1] = "---@class " .. class.head
  for _, tag in ipairs(class.tags) do lines[#lines + 1] = ("---@%s %s"):format(tag.name, tag.text) end
  add_fields(lines, class.fields)
  if not class.functions[1] and class.name ~= "aliota" then return end
  lines[#lines + 1] = ("local %s = {}"):format(local_name(class))
  for _, f in ipairs(class.functions) do add_function(lines, local_name(class), f) end
end

-- Types of one letter stand for any.
local function is_generic(name) return #name == 1 end

-- What types tell of, and what these tell of.
local function closure(declared, name, found, problems)
  found[name] = true
  local class = declared[name]
  for _, other in ipairs(class.names) do
    if declared[other] then
      if not found[other] then closure(declared, other, found, problems) end
    elseif not type_syntax.BUILT_IN[other] and not is_generic(other) then
      problems[name .. " tells of " .. other .. ", which is no type"] = true
    end
  end
  return found
end

--- What modules are, by their types, and all that these tell of.
---@param declared table<string, Declared>
---@param modules string[]  names of types
---@return string[] names
---@return string[] problems
function definitions.reachable(declared, modules)
  local found, problems = {}, {}
  for _, name in ipairs(modules) do closure(declared, name, found, problems) end
  return sorted_keys(found), sorted_keys(problems)
end

--- The definitions.
---@param declared table<string, Declared>
---@param names string[]  of the types
---@return string
function definitions.text(declared, names)
  local lines = {
    "---@meta aliota",
    "-- What aliota is, for editors: what its sources say, written by `make types`. See docs/editors.md.",
  }
  for _, name in ipairs(names) do add_class(lines, declared[name]) end
  lines[#lines + 1] = ""
  lines[#lines + 1] = "return aliota"
  return table.concat(lines, "\n") .. "\n"
end

--- The definitions of a module below aliota.
---@param module string
---@param type string  what it is
---@return string
function definitions.of_module(module, type)
  return table.concat({
    "---@meta " .. module, "-- Written by `make types`.", "",
    "---@type " .. type, "local module", "", "return module\n",
  }, "\n")
end

return definitions
