-- What a test run is made of: jobs, each some spec files on one build, which don't know of each other.
--
-- The whole suite runs on Lua 5.4 and on LuaJIT. The specs of the C core run again with the address and undefined
-- behaviour sanitizers on both; those of transfers with the poller for systems that have no epoll; some in valgrind's
-- memcheck, which also sees what libraries read before it was written (`make memcheck` runs them all). Other Luas run
-- them once more, with those of what is in Lua alone. Lua 5.5 is for spec/lua55_spec.lua.
local pure_specs = require "spec.support.pure_specs"
local shell = require "spec.support.shell"

local jobs = {}

local CORE = {"spec/core/"}

-- What waits at sockets, which is all that another poller is for.
local POLLED = {
  "spec/core/body_spec.lua", "spec/core/build_spec.lua", "spec/core/descriptor_spec.lua",
  "spec/core/finalisers_spec.lua", "spec/core/gzip_spec.lua", "spec/core/http_spec.lua",
  "spec/core/interrupt_spec.lua", "spec/core/look_ups_spec.lua", "spec/core/memory_spec.lua",
  "spec/core/system_calls_spec.lua",
}

local CORE_AND_PURE = {"spec/core/"}
for i, path in ipairs(pure_specs) do CORE_AND_PURE[i + 1] = path end

-- What memcheck is run on each time: where bytes from outside are read, and where memory changes hands.
local MEMCHECKED = {
  "spec/core/file_spec.lua", "spec/core/finalisers_spec.lua", "spec/core/gzip_spec.lua", "spec/core/http_spec.lua",
  "spec/core/json_objects_spec.lua", "spec/core/sign_spec.lua",
}

local function memcheck(vm, below) return {vm = vm, build = "5.4-memcheck", below = below, is_memcheck = true} end

local function suites_of(vms)
  if vms.memcheck then return {memcheck(vms.memcheck, CORE)} end
  if vms.coverage then return {{vm = vms.coverage, build = "5.4", below = {"spec/"}}} end
  local suites = {
    {vm = vms["5.4"], build = "5.4", below = {"spec/"}},
    {vm = vms.jit, build = "jit", below = {"spec/"}},
    {vm = vms["5.4"], build = "5.4-sanitize", below = CORE, has_sanitizers = true},
    {vm = vms.jit, build = "jit-sanitize", below = CORE, has_sanitizers = true},
    {vm = vms["5.4"], build = "5.4-portable", below = POLLED},
    memcheck(vms["5.4"], MEMCHECKED),
  }
  for _, build in ipairs {"5.1", "5.2", "5.3"} do
    if vms[build] then suites[#suites + 1] = {vm = vms[build], build = build, below = CORE_AND_PURE} end
  end
  return suites
end

-- What takes longest, the longest first (spec/run.lua says at its end what does): each is a job, and begun before the
-- others, so that none is left for the end alone. All other specs are a job for each folder: those of builds that are
-- slow come first, and last what is quick.
local SLOW = {
  "spec/fuzz_spec.lua", "spec/rockspec_spec.lua", "spec/debian_spec.lua",
  "spec/torture_spec.lua", "spec/soak_spec.lua",
  "spec/listing/init_spec.lua", "spec/quota/redis_spec.lua", "spec/examples/nginx_spec.lua",
  "spec/nginx/init_spec.lua", "spec/nginx/poller_spec.lua", "spec/command/verbs/export_verb_spec.lua",
  "spec/quota/shdict_spec.lua", "spec/listing/drift_spec.lua",
}

-- What is the same whichever Lua runs it: the first suite's is enough.
local ONCE = {}
for _, path in ipairs {
  "spec/bench/base_spec.lua",
  "spec/bench/report_spec.lua",
  "spec/bench/soak/chart_spec.lua",
  "spec/bench/soak/flatness_spec.lua",
  "spec/bench/turns_spec.lua",
  "spec/debian_spec.lua",
  "spec/doctor/assumptions_spec.lua",
  "spec/examples/prometheus_spec.lua",
  "spec/fuzz_spec.lua",
  "spec/layers_spec.lua",
  "spec/lua55_spec.lua",
  "spec/makefile_spec.lua",
  "spec/nginx/page/browser_spec.lua",
  "spec/quota/redis_cluster_spec.lua",
  "spec/quota/redis_sentinel_spec.lua",
  "spec/roads/ends_of_tls_spec.lua",
  "spec/roads/proxies_spec.lua",
  "spec/roads/waits_spec.lua",
  "spec/rockspec_spec.lua",
  "spec/soak_spec.lua",
  "spec/tools/deps_spec.lua",
  "spec/torture_spec.lua",
  "spec/write/html/browser_spec.lua",
  "spec/write/readers_spec.lua",
} do
  ONCE[path] = true
end

local function line_of(command)
  return (assert(shell.run(command)):gsub("\n$", ""))
end

-- See spec/support/python.lua.
local PYTHON = line_of "python3 -c 'import sys; print(sys.executable)'"

-- What `make env` says, with this suite's build for its VM: specs also start the other one.
local function environment(suite, vms, compiler)
  local here = line_of "pwd"
  local function cpath(name)
    return ("'%s/build/%s/?.so;;'"):format(here, suite.vm == vms[name] and suite.build or name)
  end
  local words = {
    "ALIOTA_BUILD=" .. suite.build,
    "ALIBABA_CLOUD_ECS_METADATA_DISABLED=true", -- of the machine that runs the specs
    "PYTHON=" .. PYTHON,
    "COLUMNS= LINES= NO_COLOR=", -- of the terminal of who runs them
    "http_proxy= https_proxy= HTTPS_PROXY= all_proxy= ALL_PROXY= no_proxy= NO_PROXY=",
    ("LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua;;'"):format(here, here),
    "LUA_CPATH_5_2=" .. cpath "5.2", "LUA_CPATH_5_3=" .. cpath "5.3", "LUA_CPATH_5_4=" .. cpath "5.4",
    "LUA_CPATH=" .. cpath(suite.build == "5.1" and "5.1" or "jit"),
  }
  if suite.has_sanitizers then
    -- The leak check would guess, from bytes that it does not own, where libraries loaded later keep their thread-local
    -- data, and crash every now and then.
    words[#words + 1] = "ASAN_OPTIONS=intercept_tls_get_addr=0"
    words[#words + 1] = "LD_PRELOAD=" .. line_of(compiler .. " -print-file-name=libasan.so")
  end
  return table.concat(words, " ")
end

-- Leaks are what the sanitizers look for: here a forked process, which leaves its parent's transfers alone, would seem
-- to leak them.
local MEMCHECK = "valgrind -q --leak-check=no --error-exitcode=99 --num-callers=30 "

local function files_below(path)
  return shell.lines(("find '%s' -name '*_spec.lua' 2>/dev/null | sort"):format(path))
end

local function is_below(file, folders)
  for _, folder in ipairs(folders) do
    if file:sub(1, #folder) == folder then return true end
  end
  return false
end

-- Slow files by themselves and in front, the others by folder.
local function parts_of(files, suite)
  local parts, of_folder = {}, {}
  local others = #SLOW + ((suite.has_sanitizers or suite.is_memcheck) and 1 or 2)
  local rank = {}
  for i, file in ipairs(SLOW) do rank[file] = i end
  for _, file in ipairs(files) do
    local folder = file:match "^spec/[^/]+/" or "spec/"
    if rank[file] then
      parts[#parts + 1] = {file, rank = rank[file]}
    elseif of_folder[folder] then
      table.insert(of_folder[folder], file)
    else
      of_folder[folder] = {file, rank = others}
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
---@param vms table<string, string>  commands, by the names of their builds: 5.4, jit …
---@param compiler string
---@param only string|nil  a spec file or a folder: nothing else is run
---@return aliota.TestJob[]
function jobs.of(vms, compiler, only)
  local list = {}
  for i, suite in ipairs(suites_of(vms)) do
    local files = {}
    for _, file in ipairs(files_below(only or "spec/")) do
      if is_below(file, suite.below) and (i == 1 or not ONCE[file]) then files[#files + 1] = file end
    end
    local set = #files > 0 and environment(suite, vms, compiler)
    for _, part in ipairs(parts_of(files, suite)) do
      local vm = (suite.is_memcheck and MEMCHECK or "") .. suite.vm
      local words = {set, vm, "spec/support/runner.lua --output=plainTerminal", table.concat(part, " ")}
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
