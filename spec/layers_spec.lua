-- The architecture, held: lua/aliota/ has one folder a layer, and data runs one way through them.
local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

-- From the lowest to the highest: a layer requires those before it, never one behind it.
local LAYERS = {
  "version",     -- what this is the version of
  "util",        -- helpers that know nothing of updates
  "show",        -- what draws for eyes
  "api",         -- what the service is: operations, parameters, tasks, batches, error codes
  "filter",      -- predicates, and what of them the service can be asked for
  "listing",     -- everything that lists; no network, no C
  "report",      -- answers about a batch
  "write",       -- tasks in files
  "loop",        -- how to wait
  "quota",       -- pacing
  "call",        -- one call from end to end
  "credentials", -- keys, which may have to be called for
  "watch",       -- looking again and again
  "follow",      -- changes, looked for with few requests
  "webhook",     -- posting them
  "plan",        -- changing many tasks
  "rollout",     -- batches in waves
  "explain",     -- how a call is signed
  "nginx",       -- the feed
  "client",      -- what ties them to one account
  "doctor",      -- what is taken for granted of the service, and how it is
  "sandbox",     -- a service to try them on
  "shell",       -- what scripts at a shell have in common
  "command",     -- the command, a verb a file
  "help",        -- what there is, from the sources
  "repl",        -- the prompt
  "init",        -- the module itself
}

-- Specs that are about more than one file.
local OF_SEVERAL = {
  ["credentials/hours"] = true, ["listing/chaos"] = true, ["listing/drift"] = true, ["listing/flaws"] = true,
  ["nginx/page/browser"] = true, ["rollout/kill"] = true, ["sandbox/fuzz"] = true,
  ["write/html/browser"] = true, ["write/readers"] = true,
}

-- These work without the C core, which they reach through what they are given.
local PURE = {api = true, filter = true, listing = true, report = true}

local function lines_of(command)
  local lines = {}
  for line in shell.run(command):gmatch "[^\n]+" do lines[#lines + 1] = line end
  return lines
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

local FILES = lines_of "find lua/aliota -name '*.lua' | sort"

local function layer_of(path) return path:match "^lua/aliota/([a-z_]+)" end

-- What names a module, and whether that is loaded with the file, unless it stands in a function: see util/lazy.lua.
local PATTERNS = {
  ["%f[%w_]require *%(?[\"']aliota%.([a-z0-9_.]+)[\"']"] = true,
  ["%f[%w_]lazy *%(?[\"']aliota%.([a-z0-9_.]+)[\"']"] = false,
  ["%f[%w_]lazy%.methods%([%w_]+, [\"']aliota%.([a-z0-9_.]+)[\"']"] = false,
}

-- The modules that a file names, wherever that stands, and whether they are loaded with it. What stands in comments is
-- none.
local function requires_of(path)
  local required = {}
  for line in read(path):gmatch "[^\n]+" do
    local code = line:gsub("%-%-.*", "")
    for pattern, at_load in pairs(PATTERNS) do
      for name in code:gmatch(pattern) do
        required[#required + 1] = {name = name, at_load = at_load and not code:find "^%s"}
      end
    end
  end
  return required
end

local function file_of(name)
  local path = "lua/aliota/" .. name:gsub("%.", "/")
  local file = io.open(path .. ".lua")
  if not file then return path .. "/init.lua" end
  file:close()
  return path .. ".lua"
end

describe("the layers", function()
  local rank = {}
  for i, layer in ipairs(LAYERS) do rank[layer] = i end

  it("are the folders", function()
    local strangers = {}
    for _, path in ipairs(FILES) do
      if not rank[layer_of(path)] then strangers[#strangers + 1] = path end
    end
    assert.same({}, strangers)
  end)

  it("are drawn in README in their order", function()
    local drawn, folders = {}, {}
    for _, row in ipairs(manual.table_below("README.md", "Development")) do drawn[#drawn + 1] = row[1]:match "%l+" end
    for _, layer in ipairs(LAYERS) do
      if layer ~= "version" and layer ~= "init" then folders[#folders + 1] = layer end
    end
    assert.same(folders, drawn)
  end)

  it("know nothing of those above them", function()
    local upward = {}
    for _, path in ipairs(FILES) do
      for _, required in ipairs(requires_of(path)) do
        local layer = required.name:match "^[a-z_]+"
        if layer ~= "core" and assert(rank[layer], required.name) > rank[layer_of(path)] then
          upward[#upward + 1] = path .. " requires aliota." .. required.name
        end
      end
    end
    assert.same({}, upward)
  end)

  it("have no cycle in what is loaded with a file", function()
    local state, cycles = {}, {}
    local function visit(path, trail)
      if state[path] == "through" then return end
      if state[path] == "under way" then
        cycles[#cycles + 1] = trail .. " > " .. path
        return
      end
      state[path] = "under way"
      for _, required in ipairs(requires_of(path)) do
        local file = required.at_load and required.name ~= "core" and file_of(required.name)
        if file and file ~= path then visit(file, trail .. " > " .. path) end -- it may tell a child to load it
      end
      state[path] = "through"
    end
    for _, path in ipairs(FILES) do visit(path, "") end
    assert.same({}, cycles)
  end)

  it("load the C core only where it is needed", function()
    local found = {}
    for _, path in ipairs(FILES) do
      for _, required in ipairs(PURE[layer_of(path)] and requires_of(path) or {}) do
        if required.name == "core" then found[#found + 1] = path end
      end
    end
    assert.same({}, found)
  end)

  it("give each file a name of its own", function()
    local first, twice = {}, {}
    for _, path in ipairs(FILES) do
      local name = path:match "[^/]+$"
      if name ~= "init.lua" and first[name] then twice[#twice + 1] = first[name] .. " and " .. path end
      first[name] = first[name] or path
    end
    assert.same({}, twice)
  end)

  it("are mirrored by their specs", function()
    local astray = {}
    for _, path in ipairs(lines_of "find spec -mindepth 2 -name '*_spec.lua' | sort") do
      local name = path:match "^spec/(.+)_spec%.lua$"
      if rank[name:match "^[a-z_]+"] and not OF_SEVERAL[name] then
        local file = io.open("lua/aliota/" .. name .. ".lua")
        if file then file:close() else astray[#astray + 1] = path end
      end
    end
    assert.same({}, astray)
  end)
end)
