-- What the options mean that methods of a client take beside the parameters of the service: what the types say of what
-- these methods are given.
local classes = require "aliota.help.classes"
local read_entries = require "aliota.help.entries"
local type_syntax = require "aliota.help.type_syntax"

-- Of the types that a type inherits from, and then its own; names of the vendor's begin with capitals.
local function add_options(options, name)
  local doc = classes.all()[name]
  for _, parent in ipairs(doc and classes.parents(doc) or {}) do add_options(options, parent) end
  for option, said in pairs(doc and classes.fields(doc) or {}) do
    if option:find "^%l" and not options[option] then
      options[option] = select(2, type_syntax.read(said, true)):match "^%s*(.*)$"
    end
  end
end

local options

--- The options by their names, read once.
---@return table<string, string> texts
return function()
  if options then return options end
  options = {}
  for _, group in ipairs(read_entries()) do
    for _, entry in ipairs(group.name == "client" and group.entries or {}) do
      for _, tag in ipairs(entry.doc.tags) do
        for name in (tag.name == "param" and tag.text or ""):gmatch "aliota%.%u%w+" do
          if name:find "Params$" or name:find "Options$" then add_options(options, name) end
        end
      end
    end
  end
  return options
end
