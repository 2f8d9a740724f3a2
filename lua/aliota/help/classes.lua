-- The types that have fields to tell of, in what is loaded of this library.
local docs = require "aliota.help.docs"
local read_entries = require "aliota.help.entries"

local classes, public

local function has_fields(doc)
  for _, tag in ipairs(doc.tags) do
    if tag.name == "field" then return true end
  end
  return false
end

local function add_named_in(tags)
  for _, tag in ipairs(tags) do
    for name in tag.text:gmatch "aliota%.%u%w*" do
      local doc = classes[name]
      if doc and not public[name] then
        public[name] = doc
        add_named_in(doc.tags)
      end
    end
  end
end

local types = {}

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
    if tag.name == "field" and name then fields[name] = text:gsub("|", " | ") end
  end
  return fields
end

--- All types by name, read once.
---@return table<string, aliota.Doc>
function types.all()
  if classes then return classes end
  read_entries() -- loads what it tells of
  classes = {}
  for name in pairs(package.loaded) do
    local path = name:find "^aliota" and package.searchpath(name, package.path)
    for class, doc in pairs(path and docs.classes(path) or {}) do
      if has_fields(doc) then classes[class] = doc end
    end
  end
  return classes
end

return types
