-- Writes the definitions for editors, and the tables of options in the manual: make types.
local generate = require "tools.types.generate"
local manual_tables = require "tools.types.manual_tables"
local sorted_keys = require "aliota.util.sorted_keys"

local declared = generate.declared()

for _, files in ipairs {generate.definitions(declared), manual_tables.pages(declared)} do
  for _, path in ipairs(sorted_keys(files)) do
    local file = assert(io.open(path, "w"))
    file:write(files[path])
    assert(file:close())
  end
end
