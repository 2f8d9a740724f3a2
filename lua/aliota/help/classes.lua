-- The types that have fields to tell of, in what is loaded of this library.
local docs = require "aliota.help.docs"
local formats = require "aliota.write.formats"
local read_entries = require "aliota.help.entries"
local type_syntax = require "aliota.help.type_syntax"

local classes, aliases, public

-- What has types that are told of, and is not loaded where help is asked for.
local UNLOADED = {"aliota.nginx.feed_options", "aliota.quota.redis", "aliota.quota.shdict", "aliota.sandbox.switches"}
UNLOADED[#UNLOADED + 1] = "aliota.write.columns"
for _, format in ipairs(formats.NAMES) do UNLOADED[#UNLOADED + 1] = "aliota.write." .. format end

--- The names of the types that a type inherits from.
---@param doc aliota.Doc
---@return string[]
local function parents_of(doc)
  local rest, parents = doc.tags[1].text:gsub("%b<>", ""):match "^[%w.]+%s*:%s*(.*)$", {}
  if not rest then return parents end
  for name in type_syntax.read(rest):gmatch "[%w.]+" do parents[#parents + 1] = name end
  return parents
end

local function has_fields(doc)
  for _, tag in ipairs(doc.tags) do
    if tag.name == "field" then return true end
  end
  return parents_of(doc)[1] ~= nil
end

local types = {parents = parents_of}

--- The types with fields that a text tells of, by their own names or by an alias.
---@param text string
---@return string[] names
function types.told_of(text)
  local found, seen = {}, {}
  local function add(said)
    for name in said:gmatch "aliota%.[%w.]*%w" do
      local is_new = not seen[name]
      seen[name] = true
      if is_new and types.all()[name] then found[#found + 1] = name end
      if is_new and aliases[name] then add(aliases[name]) end
    end
  end
  add(text)
  return found
end

local function add_named_in(tags)
  for _, tag in ipairs(tags) do
    for _, name in ipairs(types.told_of(tag.text)) do
      if not public[name] then
        public[name] = classes[name]
        add_named_in(classes[name].tags)
      end
    end
  end
end

--- Those that functions tell of that there is help on, and that these tell of.
---@return table<string, aliota.Doc>
function types.public()
  if public then return public end
  types.all()
  public = {}
  for _, group in ipairs(read_entries()) do
    for _, entry in ipairs(group.entries) do add_named_in(entry.doc.tags) end
  end
  return public
end

--- The fields of a type by their names.
---@param doc aliota.Doc
---@return table<string, string> texts
function types.fields(doc)
  local fields = {}
  for _, tag in ipairs(doc.tags) do
    local name, text = tag.text:match "^([%w_]+)%s+(.*)$"
    if tag.name == "field" and name and name ~= "private" then fields[name] = text:gsub("|", " | ") end
  end
  return fields
end

local function add_types_of(module)
  local path = package.searchpath(module, package.path)
  for name, doc in pairs(path and docs.types(path) or {}) do
    local is_alias, is_module = doc.tags[1].name == "alias", not name:find "%u"
    if is_alias then aliases[name] = doc.tags[1].text end
    if not is_alias and not is_module and has_fields(doc) then classes[name] = doc end
  end
end

--- All types by name, read once.
---@return table<string, aliota.Doc>
function types.all()
  if classes then return classes end
  read_entries() -- loads what it tells of
  classes, aliases = {}, {}
  for name in pairs(package.loaded) do
    if name:find "^aliota" then add_types_of(name) end
  end
  for _, name in ipairs(UNLOADED) do add_types_of(name) end
  return classes
end

return types
