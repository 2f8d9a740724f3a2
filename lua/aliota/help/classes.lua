-- The types that have fields to tell of, in what is loaded of this library.
local docs = require "aliota.help.docs"
local read_entries = require "aliota.help.entries"

local classes

local function has_fields(doc)
  for _, tag in ipairs(doc.tags) do
    if tag.name == "field" then return true end
  end
  return false
end

--- All types by name, read once.
---@return table<string, aliota.Doc>
return function()
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
