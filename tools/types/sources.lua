-- What the sources of aliota say of its types and functions, by their comments.
local docs = require "aliota.help.docs"
local merge = require "aliota.util.merge"
local type_syntax = require "aliota.help.type_syntax"

---@class TypedName  a field, a parameter or what is returned
---@field name string|nil
---@field type string
---@field text string

---@class Documented  a function
---@field name string
---@field separator "."|":"
---@field arguments string[]
---@field generic string|nil
---@field doc aliota.Doc
---@field params TypedName[]
---@field returns TypedName[]

---@class Declared  a type
---@field name string
---@field head string        as it is declared: its name, what is generic in it, and what it inherits from
---@field parents string[]   names of the types that it inherits from
---@field text string
---@field type string|nil    of an alias
---@field fields TypedName[]
---@field functions Documented[]
---@field tags {name: string, text: string}[]  others, such as operator
---@field names string[]     of the types that it tells of

local sources = {}

--- Makes a type.
---@param facts table  a name, and what else Declared has
---@return Declared
function sources.new(facts)
  local parents = facts.parents or {}
  local head = facts.name .. (parents[1] and ": " .. table.concat(parents, ", ") or "")
  return merge({head = head, text = "", parents = parents, fields = {}, functions = {}, tags = {}, names = {}}, facts)
end

local function at(doc, problem, ...)
  error(("%s:%d: %s"):format(doc.path, doc.line, problem:format(...)), 0)
end

-- Types, and what else is said after them; their names go into a list.
local function typed(doc, text, names, one)
  local ok, types, rest, found = pcall(type_syntax.read, text, one)
  if not ok then at(doc, "%s, in %q", types, text) end
  for _, name in ipairs(found) do names[#names + 1] = name end
  return (types:gsub("%s*|%s*", "|")), rest
end

local function trimmed(text) return (text:match "^%s*(.-)%s*$"):gsub("%s+", " ") end

-- "count integer  how many" and "[string] any".
local function read_named(doc, text, names)
  local name, rest = text:match "^(%b[])%s+(.*)$"
  if not name then name, rest = text:match "^([%w_.]+%??)%s+(.*)$" end
  if not name then at(doc, "a name and a type expected, in %q", text) end
  local type, said = typed(doc, rest, names, true)
  return {name = name, type = type, text = trimmed(said)}
end

-- What is returned has a name where one blank goes before it: "integer count  of the tasks", "integer  that are left".
local function read_returned(doc, text, names)
  local type, rest = typed(doc, text, names)
  local name, said = rest:match "^ ([%a_][%w_]*)(.*)$"
  if name and said:find "^%S" then name = nil end
  return {type = type, name = name, text = trimmed(name and said or rest)}
end

local function check_params(doc, arguments, params)
  local told = {}
  for _, param in ipairs(params) do told[param.name] = param.name ~= "self" or nil end
  for _, name in ipairs(arguments) do
    if not told[name] and name ~= "_" then at(doc, "the argument %s has no @param", name) end
    told[name] = nil
  end
  if next(told) then at(doc, "there is no argument %s", next(told)) end
end

local function read_function(doc, separator, name, names)
  local read = {name = name, separator = separator, doc = doc, arguments = {}, params = {}, returns = {}}
  for argument in doc.arguments:gmatch "[%w_.]+" do table.insert(read.arguments, argument) end
  for _, tag in ipairs(doc.tags) do
    if tag.name == "param" then
      table.insert(read.params, read_named(doc, tag.text, names))
    elseif tag.name == "return" then
      table.insert(read.returns, read_returned(doc, tag.text, names))
    elseif tag.name == "generic" then
      read.generic = tag.text
    end
  end
  check_params(doc, read.arguments, read.params)
  return read
end

local function read_field(doc, text, names)
  local private, rest = text:match "^(private) (.*)$"
  return not private and read_named(doc, rest or text, names) or nil
end

-- "aliota.Plan: aliota.Report of some tasks": what is declared, and what is said of it.
local function read_head(doc, text, names)
  local name, generic = text:match "^([%w_.]+)(%b<>)"
  name = name or text:match "^[%w_.]+"
  local head, parents = name .. (generic or ""), {}
  local rest = text:sub(#head + 1)
  if rest:find "^%s*:" then
    local types
    types, rest = typed(doc, rest:match "^%s*:%s*(.*)$", names)
    head = head .. ": " .. types
    for parent in types:gsub("%b<>", ""):gmatch "[%w_.]+" do parents[#parents + 1] = parent end
  end
  return name, head, parents, trimmed(rest)
end

local function read_class(doc)
  local names = {}
  local name, head, parents, rest = read_head(doc, doc.tags[1].text, names)
  local class = sources.new {
    name = name, head = head, parents = parents, text = trimmed(doc.text .. " " .. rest), names = names,
  }
  for i = 2, #doc.tags do
    local tag = doc.tags[i]
    if tag.name == "field" then
      table.insert(class.fields, read_field(doc, tag.text, names))
    else
      table.insert(class.tags, tag)
    end
  end
  return class
end

-- The types of an alias that has a line for each.
local function read_lines(doc, text, names)
  local types = {}
  for line in text:gmatch "|%s*([^|]*)" do types[#types + 1] = typed(doc, line, names, true) end
  return table.concat(types, "|"), ""
end

local function read_alias(doc)
  local names = {}
  local name, generic, rest = doc.tags[1].text:match "^([%w_.]+)(%b<>)%s+(.*)$"
  if not name then name, rest = doc.tags[1].text:match "^([%w_.]+)%s+(.*)$" end
  if not name then at(doc, "a name and a type expected") end
  local type, said = (rest:find "^|" and read_lines or typed)(doc, rest, names, true)
  return sources.new {
    name = name, head = name .. (generic or ""), type = type, text = trimmed(doc.text .. " " .. said), names = names,
  }
end

local READ = {class = read_class, alias = read_alias}

local function folder_of(path) return path:match "^(.*)/" end

-- Whose functions those of a local are: of the type that is declared above it; or, where a file has the local from
-- elsewhere, of the class of that name in its folder.
local function home_of(homes, doc, name)
  local home = homes[doc.path .. " " .. name]
  if home or docs.has_line(doc.path, "local " .. name .. " = {}") then return home end
  return homes[folder_of(doc.path) .. " " .. name]
end

local function add_home(homes, doc, class)
  local name, value = doc.code:match "^%s*local ([%w_]+) = (.*)$"
  if not name then return end
  homes[doc.path .. " " .. name] = class
  if value == "{}" and name:find "^%u" then homes[folder_of(doc.path) .. " " .. name] = class end
end

local function is_local(doc)
  for _, tag in ipairs(doc.tags) do
    if tag.name == "local" then return true end
  end
  return false
end

local function add_function(homes, doc)
  local name, separator, member = doc.code:match "^%s*function ([%w_]+)([.:])([%w_]+)%("
  local class = name and not member:find "^__" and not is_local(doc) and home_of(homes, doc, name)
  if not class then return end
  table.insert(class.functions, read_function(doc, separator, member, class.names))
end

--- Reads files.
---@param paths string[]
---@return table<string, Declared>  by name
function sources.read(paths)
  local declared, homes, all = {}, {}, {}
  for _, path in ipairs(paths) do
    for _, doc in ipairs(docs.all(path)) do
      all[#all + 1] = doc
      local read = doc.tags[1] and READ[doc.tags[1].name]
      if read then
        local class = read(doc)
        if declared[class.name] then at(doc, "%s is declared twice", class.name) end
        declared[class.name] = class
        add_home(homes, doc, class)
      end
    end
  end
  for _, doc in ipairs(all) do add_function(homes, doc) end
  return declared
end

return sources
