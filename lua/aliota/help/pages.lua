-- What help shows of a function, a group of them, an operation or a parameter: each a list of lines.
local docs = require "aliota.help.docs"
local classes = require "aliota.help.classes"
local lua_page = require "aliota.help.lua_page"
local operation_help = require "aliota.help.operation"
local operations = require "aliota.api.operations"
local options_of = require "aliota.help.option_tables"
local read_entries = require "aliota.help.entries"
local sorted_keys = require "aliota.util.sorted_keys"
local takes = require "aliota.help.takes"

local pages = {}

local function remark_of(entry)
  return {code = entry.doc.usage[1], text = docs.sentence(entry.doc.text)}
end

---@param group aliota.HelpGroup
---@return string[]
function pages.group(group)
  local lines, list = {}, {}
  for i, entry in ipairs(group.entries) do list[i] = remark_of(entry) end
  lua_page.remarks(lines, list)
  return lines
end

-- "params table what it is" by its name; what is returned has none. Types of many names are broken between them.
local function definition_of(tag)
  local spaced = tag.text:gsub("|", " | ")
  if tag.name == "return" then return {name = "returns", text = spaced} end
  local name, said = spaced:match "^(%S+)%s+(.*)$"
  return {name = name or spaced, text = said or ""}
end

-- The operation whose parameters a type has, such as aliota.QueryOTAJobParams.
local function operation_of(type_name)
  return operations[type_name:match "^aliota%.(%w+)Params$"]
end

-- Where the types are told of that a comment names.
local function add_types(lines, tags)
  local seen, list = {}, {}
  local function add(name)
    if not seen[name] then list[#list + 1] = {code = ("aliota.help %q"):format(name), text = "Its fields"} end
    seen[name] = true
  end
  for _, tag in ipairs(tags) do
    for name in tag.text:gmatch "aliota%.%w+Params" do
      if operation_of(name) then add(name) end
    end
    for _, name in ipairs(classes.told_of(tag.text)) do add(name) end
  end
  lua_page.remarks(lines, list)
end

---@param entry aliota.HelpEntry
---@return string[]
function pages.entry(entry)
  local lines, list = {}, {}
  lua_page.comment(lines, entry.shown .. entry.doc.arguments)
  lua_page.comment(lines, entry.doc.text)
  for i, tag in ipairs(entry.doc.tags) do list[i] = definition_of(tag) end
  lua_page.definitions(lines, list)
  for _, code in ipairs(entry.doc.usage) do lua_page.code(lines, code) end
  add_types(lines, entry.doc.tags)
  return lines
end

--- A name that types have among their fields, as that of a task or an option of aliota.new.
---@param name string
---@return string[]|nil
function pages.field(name)
  local list, names = {}, {}
  for class, doc in pairs(classes.public()) do
    local said = classes.fields(doc)[name]
    if said then list[#list + 1] = {name = class, text = said} end
  end
  if not list[1] then return nil end
  table.sort(list, function(a, b) return a.name < b.name end)
  for i, item in ipairs(list) do names[i] = {code = ("aliota.help %q"):format(item.name), text = "All its fields"} end
  local lines = {}
  lua_page.comment(lines, name .. " of")
  lua_page.definitions(lines, list)
  lua_page.remarks(lines, names)
  return lines
end

--- An option, and the methods that take it.
---@param name string
---@return string[]|nil
function pages.option(name)
  local said = options_of()[name]
  if not said then return nil end
  local lines, list = {}, {}
  lua_page.comment(lines, ("%s: %s"):format(name, said))
  for _, group in ipairs(read_entries()) do
    for _, entry in ipairs(group.entries) do
      local taken = group.name == "client" and takes.METHODS[entry.name]
      if taken and taken[name] then list[#list + 1] = remark_of(entry) end
    end
  end
  lua_page.remarks(lines, list)
  return lines
end

--- What a file says of itself.
---@param module string
---@return string[]|nil
function pages.head(module)
  local path, lines = package.searchpath(module, package.path), {}
  lua_page.comment(lines, module)
  for _, paragraph in ipairs(path and docs.head(path) or {}) do lua_page.comment(lines, paragraph) end
  return lines[2] and lines
end

local function add_definition(list, seen, definition)
  if not seen[definition.name] then list[#list + 1] = definition end
  seen[definition.name] = true
end

local function add_parameters(list, seen, params)
  for _, name in ipairs(sorted_keys(params)) do
    add_definition(list, seen, {name = name, text = operation_help.parameter(params[name])})
  end
end

-- The fields of a type, then those that it inherits; the private ones are its own business.
local function add_fields(list, seen, name)
  local doc, row = classes.all()[name], operation_of(name)
  for _, tag in ipairs(doc and doc.tags or {}) do
    local is_public = tag.name == "field" and not tag.text:find "^private "
    if is_public then add_definition(list, seen, definition_of(tag)) end
  end
  if row then add_parameters(list, seen, row.params) end
  for _, parent in ipairs(row and {"aliota.LimitOptions"} or doc and classes.parents(doc) or {}) do
    add_fields(list, seen, parent)
  end
  return list
end

--- The fields of a type.
---@param name string such as "aliota.Task"
---@return string[]|nil
function pages.class(name)
  local doc, lines = classes.all()[name], {}
  if not doc and not operation_of(name) then return nil end
  lua_page.comment(lines, doc and doc.tags[1].text or name)
  lua_page.comment(lines, doc and doc.text or "")
  lua_page.definitions(lines, add_fields({}, {}, name))
  return lines
end

---@param row aliota.Operation
---@return string[]
function pages.operation(row)
  local lines = {}
  lua_page.comment(lines, row.name)
  lua_page.definitions(lines, operation_help.facts(row))
  lua_page.code(lines, operation_help.usage(row.method_name, row))
  return lines
end

local function sorted_operations()
  local names = {}
  for name in pairs(operations) do names[#names + 1] = name end
  table.sort(names)
  return names
end

---@return string[]
function pages.operations()
  local lines, list = {}, {}
  for i, name in ipairs(sorted_operations()) do
    list[i] = {code = ("aliota.help %q"):format(operations[name].method_name), text = name}
  end
  lua_page.remarks(lines, list)
  return lines
end

--- A parameter, and the operations that take it.
---@param name string
---@return string[]|nil
function pages.parameter(name)
  local lines, list = {}, {}
  lua_page.comment(lines, name)
  for _, action in ipairs(sorted_operations()) do
    local spec = operations[action].params[name]
    if spec then list[#list + 1] = {name = action, text = operation_help.parameter(spec)} end
  end
  if not list[1] then return nil end
  lua_page.definitions(lines, list)
  return lines
end

local FURTHER = {
  {code = 'aliota.help "filter"', text = "Predicates"}, {code = 'aliota.help "report"', text = "Reports"},
  {code = 'aliota.help "write"', text = "Files and formats"},
  {code = 'aliota.help "explanation"', text = "Where signatures differ"},
  {code = 'aliota.help "formats"', text = "What each format is, and its options"},
  {code = 'aliota.help "err"', text = "What an error tells"},
  {code = 'aliota.help "sandbox"', text = "A stand-in for the service"},
  {code = 'aliota.help "nginx"', text = "A feed for nginx"},
  {code = 'aliota.help "operations"', text = "The service's OTA operations"},
  {code = 'aliota.help "TaskStatus"', text = "A parameter; so on for every name there is"},
}

local OVERVIEW = {aliota = true, client = true, iterator = true}

---@return string[]
function pages.overview()
  local lines, list = {}, {}
  for _, group in ipairs(read_entries()) do
    if OVERVIEW[group.name] then
      for _, entry in ipairs(group.entries) do list[#list + 1] = remark_of(entry) end
    end
  end
  for _, item in ipairs(FURTHER) do list[#list + 1] = item end
  lua_page.remarks(lines, list)
  return lines
end

return pages
