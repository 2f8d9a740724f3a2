-- What a test run is made of: jobs, each some spec files on one build, which don't know of each other.
--
-- The whole suite runs on Lua 5.4 and on LuaJIT. The specs of the C core run again with the address and undefined
-- behaviour sanitizers on both, and with the poller for systems that have no epoll.
local shell = require "spec.support.shell"

local jobs = {}

local function suites_of(vms)
  return {
    {vm = vms.lua, build = "5.4", below = "spec/"},
    {vm = vms.luajit, build = "jit", below = "spec/"},
    {vm = vms.lua, build = "5.4-sanitize", below = "spec/core/", has_sanitizers = true},
    {vm = vms.luajit, build = "jit-sanitize", below = "spec/core/", has_sanitizers = true},
    {vm = vms.lua, build = "5.4-portable", below = "spec/core/"},
  }
end

-- What takes longest, the longest first: each is a job, and begun before the others, so that none is left for the end
-- alone. All other specs are a job for each folder.
local SLOW = {
  "spec/listing/init_spec.lua", "spec/quota/redis_spec.lua", "spec/examples/nginx_spec.lua",
  "spec/nginx/init_spec.lua", "spec/nginx/poller_spec.lua", "spec/command/verbs/export_verb_spec.lua",
  "spec/quota/shdict_spec.lua", "spec/listing/drift_spec.lua",
}

-- What is the same whichever Lua runs it: the first suite's is enough.
local ONCE = {
  ["spec/bench/base_spec.lua"] = true, ["spec/bench/report_spec.lua"] = true, ["spec/bench/turns_spec.lua"] = true,
  ["spec/layers_spec.lua"] = true, ["spec/makefile_spec.lua"] = true, ["spec/nginx/page/browser_spec.lua"] = true,
  ["spec/rockspec_spec.lua"] = true, ["spec/tools/deps_spec.lua"] = true, ["spec/write/html/browser_spec.lua"] = true,
}

local function line_of(command)
  return (assert(shell.run(command)):gsub("\n$", ""))
end

-- See spec/support/python.lua.
local PYTHON = line_of "python3 -c 'import sys; print(sys.executable)'"

-- What `make env` says, with this suite's build for its VM: specs also start the other one.
local function environment(suite, vms, compiler)
  local here = line_of "pwd"
  local function cpath(vm, build)
    return ("'%s/build/%s/?.so;;'"):format(here, suite.vm == vm and suite.build or build)
  end
  local words = {
    "ALIOTA_BUILD=" .. suite.build,
    "ALIBABA_CLOUD_ECS_METADATA_DISABLED=true", -- of the machine that runs the specs
    "PYTHON=" .. PYTHON,
    "http_proxy= https_proxy= HTTPS_PROXY= all_proxy= ALL_PROXY= no_proxy= NO_PROXY=",
    ("LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua;;'"):format(here, here),
    "LUA_CPATH_5_4=" .. cpath(vms.lua, "5.4"),
    "LUA_CPATH=" .. cpath(vms.luajit, "jit"),
  }
  if suite.has_sanitizers then
    -- The leak check would guess, from bytes that it does not own, where libraries loaded later keep their thread-local
    -- data, and crash every now and then.
    words[#words + 1] = "ASAN_OPTIONS=intercept_tls_get_addr=0"
    words[#words + 1] = "LD_PRELOAD=" .. line_of(compiler .. " -print-file-name=libasan.so")
  end
  return table.concat(words, " ")
end

local function files_below(path)
  local found, files = shell.run(("find '%s' -name '*_spec.lua' 2>/dev/null | sort"):format(path)), {}
  for file in found:gmatch "[^\n]+" do files[#files + 1] = file end
  return files
end

-- Slow files by themselves and in front, the others by folder.
local function parts_of(files)
  local parts, of_folder = {}, {}
  local rank = {}
  for i, file in ipairs(SLOW) do rank[file] = i end
  for _, file in ipairs(files) do
    local folder = file:match "^spec/[^/]+/" or "spec/"
    if rank[file] then
      parts[#parts + 1] = {file, rank = rank[file]}
    elseif of_folder[folder] then
      table.insert(of_folder[folder], file)
    else
      of_folder[folder] = {file, rank = #SLOW + 1}
      parts[#parts + 1] = of_folder[folder]
    end
  end
  return parts
end

---@class aliota.TestJob
---@field build string
---@field vm string
---@field files string[]
---@field command string  runs it
---@field rank integer    the smaller, the sooner

--- The jobs of a run, in the order in which they are to begin.
---@param vms {lua: string, luajit: string}  commands
---@param compiler string
---@param only string|nil  a spec file or a folder: nothing else is run
---@return aliota.TestJob[]
function jobs.of(vms, compiler, only)
  local list = {}
  for i, suite in ipairs(suites_of(vms)) do
    local files = {}
    for _, file in ipairs(files_below(only or suite.below)) do
      local is_due = file:sub(1, #suite.below) == suite.below and (i == 1 or not ONCE[file])
      if is_due then files[#files + 1] = file end
    end
    local set = #files > 0 and environment(suite, vms, compiler)
    for _, part in ipairs(parts_of(files)) do
      local words = {set, suite.vm, "spec/support/runner.lua --output=plainTerminal", table.concat(part, " ")}
      list[#list + 1] = {
        build = suite.build, vm = suite.vm, files = part, rank = part.rank, number = #list,
        command = table.concat(words, " "),
      }
    end
  end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank < b.rank end
    return a.number < b.number
  end)
  return list
end

return jobs
