-- Runs the specs on every VM and build, and sums up: lua5.4 spec/run.lua LUA LUAJIT CC
--
-- The whole suite runs on Lua 5.4 and on LuaJIT. The specs of the C core run again with the address and undefined
-- behaviour sanitizers on both, and with the poller for systems that have no epoll.
--
-- What the specs print is searched for secrets: one that shows is a failure.
package.path = "./?.lua;" .. package.path
local secrets = require "spec.support.secrets"

local LUA, LUAJIT, CC = arg[1], arg[2], arg[3]

-- What busted says at the end; the specs that failed or were skipped it names below that, and why.
local SUMMARY = "^(%d+) success%a* / (%d+) failure%a* / (%d+) error%a* / (%d+) pending"

local SUITES = {
  {vm = LUA, build = "5.4", what = "spec"},
  {vm = LUAJIT, build = "jit", what = "spec"},
  {vm = LUA, build = "5.4-sanitize", what = "spec/core", sanitizer = true},
  {vm = LUAJIT, build = "jit-sanitize", what = "spec/core", sanitizer = true},
  {vm = LUA, build = "5.4-portable", what = "spec/core"},
}

local function output_of(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "*a"
  pipe:close()
  return text
end

-- What `make env` says, with this suite's build for its VM: specs also start the other one.
local function environment(suite)
  local here = output_of("pwd"):gsub("\n$", "")
  local function cpath(vm, build)
    return ("'%s/build/%s/?.so;;'"):format(here, suite.vm == vm and suite.build or build)
  end
  local words = {
    "ALIOTA_BUILD=" .. suite.build,
    "ALIBABA_CLOUD_ECS_METADATA_DISABLED=true", -- of the machine that runs the specs
    "http_proxy= https_proxy= HTTPS_PROXY= all_proxy= ALL_PROXY= no_proxy= NO_PROXY=",
    ("LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua;;'"):format(here, here),
    "LUA_CPATH_5_4=" .. cpath(LUA, "5.4"),
    "LUA_CPATH=" .. cpath(LUAJIT, "jit"),
  }
  if suite.sanitizer then
    -- The leak check would guess, from bytes that it does not own, where libraries loaded later keep their thread-local
    -- data, and crash every now and then.
    words[#words + 1] = "ASAN_OPTIONS=intercept_tls_get_addr=0"
    words[#words + 1] = "LD_PRELOAD=" .. output_of(CC .. " -print-file-name=libasan.so"):gsub("\n$", "")
  end
  return table.concat(words, " ")
end

-- What the suite printed, and of that what busted says after its count: what failed, why and where.
local function told(output)
  local text = output:gsub("exit %d+%s*$", "")
  return text, text:match "\n(%d+ success[^\n]+ pending[^\n]*\n.*)" or text:sub(-4000)
end

-- Passed, failed, skipped, and what there is to say of those that failed; a suite that ends without a count has failed.
local function judge(suite, output)
  local passed, failed, skipped, shown
  for line in output:gmatch "[^\n]+" do
    local successes, failures, errors, pending = line:match(SUMMARY)
    if successes then passed, failed, skipped = tonumber(successes), failures + errors, tonumber(pending) end
    shown = shown or secrets.find(line)
  end
  local heading = ("\n== %s on build/%s, %s\n"):format(suite.what, suite.build, suite.vm)
  local text, end_of_it = told(output)
  print(heading .. text)
  local complaint = heading .. (shown and "What it printed shows a secret: " .. shown .. "\n" or "") .. end_of_it
  if not passed or shown then return passed or 0, (failed or 0) + 1, skipped or 0, complaint end
  failed = failed == 0 and not output:find "exit 0%s*$" and 1 or failed
  return passed, failed, skipped, failed + skipped > 0 and complaint or ""
end

local function write(path, text)
  local file = assert(io.open(path, "w"))
  assert(file:write(text))
  assert(file:close())
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

-- Runs suites side by side, one for each processor. The iterator returns each with its output as it ends.
local function run(suites)
  local folder = output_of("mktemp -d"):gsub("\n$", "")
  for i, suite in ipairs(suites) do
    write(("%s/%d.sh"):format(folder, i), ("%s %s spec/support/runner.lua --output=plainTerminal %s >'%s/%d' 2>&1\n"
      .. "echo exit $? >>'%s/%d'; echo %d\n"):format(environment(suite), suite.vm, suite.what, folder, i, folder, i, i))
  end
  local pipe = assert(io.popen(("ls '%s'/*.sh | xargs -n 1 -P \"$(getconf _NPROCESSORS_ONLN)\" sh"):format(folder)))
  local next_line = pipe:lines()
  return function()
    local number = tonumber(next_line() or nil)
    if number then return suites[number], read(folder .. "/" .. number) end
    pipe:close()
    os.execute("rm -r '" .. folder .. "'")
  end
end

local passed, failed, skipped, complaints = 0, 0, 0, ""
for suite, output in run(SUITES) do
  local suite_passed, suite_failed, suite_skipped, complaint = judge(suite, output)
  complaints = complaints .. complaint
  passed, failed, skipped = passed + suite_passed, failed + suite_failed, skipped + suite_skipped
end
-- Once more at the end, where it is looked for and where a log that is cut still has it.
print(complaints)
print(("\n%d passed, %d failed, %d skipped"):format(passed, failed, skipped))
os.exit(failed == 0 and passed > 0, true)
