-- All that `make types` writes: file by file, from the sources that the rockspec names.
local definitions = require "tools.types.definitions"
local operations = require "tools.types.operations"
local sorted_keys = require "aliota.util.sorted_keys"
local sources = require "tools.types.sources"

local generate = {}

--- The modules that programs require, by what they are.
---@type table<string, string>
generate.MODULES = {
  ["aliota.core"] = "aliota.core", ["aliota.filter"] = "aliota.filter", ["aliota.loop.copas"] = "aliota.Loop",
  ["aliota.loop.cqueues"] = "aliota.Loop", ["aliota.loop.luv"] = "aliota.Loop", ["aliota.nginx"] = "aliota.nginx",
  ["aliota.quota.redis"] = "aliota.quota.redis", ["aliota.quota.shdict"] = "aliota.quota.shdict",
  ["aliota.repl"] = "fun()", ["aliota.report"] = "aliota.report", ["aliota.sandbox"] = "aliota.sandbox",
  ["aliota.write"] = "aliota.write",
}

local function paths_of(rockspec)
  local spec, paths = {}, {}
  local chunk = loadfile(rockspec, "t", spec)
  if setfenv then setfenv(chunk, spec) end
  chunk()
  for _, path in pairs(spec.build.modules) do
    if type(path) == "string" then paths[path] = true end
  end
  return sorted_keys(paths)
end

-- A table of fields, which stands for a predicate.
local function wanted_fields(task)
  local class = sources.new {
    name = "aliota.WantedFields",
    text = "Values that fields of a task are to have: each one of them, or one of several.",
  }
  for i, field in ipairs(task.fields) do
    local one = field.type:gsub("|nil$", "")
    class.fields[i] = {name = field.name, type = ("%s|(%s)[]|nil"):format(one, one), text = ""}
  end
  return class
end

--- What there is to say, read from the sources; raises where an annotation is not well-formed.
---@return table<string, Declared>
function generate.declared()
  local declared = sources.read(paths_of "aliota-scm-1.rockspec")
  operations.add(declared)
  declared["aliota.WantedFields"] = wanted_fields(declared["aliota.Task"])
  return declared
end

--- The files of definitions; raises where a type is told of that there is not.
---@param declared table<string, Declared>
---@return table<string, string> texts  by their paths
function generate.definitions(declared)
  local roots, files = {"aliota"}, {}
  for module, type in pairs(generate.MODULES) do
    if declared[type] then roots[#roots + 1] = type end
    files["types/" .. module:gsub("%.", "/") .. ".lua"] = definitions.of_module(module, type)
  end
  local names, problems = definitions.reachable(declared, roots)
  if problems[1] then error(table.concat(problems, "\n"), 0) end
  files["types/aliota.lua"] = definitions.text(declared, names)
  return files
end

return generate
