-- Looks for inputs that our readers trip over: lua5.4 fuzz/run.lua MINUTES [TARGET [SEED]]
--
-- Begins with the inputs below spec/data/fuzz; what it learns on the way stays in build/fuzz. Each run tries others,
-- but for those with the same SEED. Prints how many each target has had; of one that failed, what went wrong, and the
-- input.
local shell = require "spec.support.shell"

local MINUTES, ONLY, SEED = tonumber(arg[1]), arg[2], arg[3] or 0
local MOST = 6000 -- characters of a problem
local FOLDER = os.getenv "FUZZ_TARGETS" or "fuzz/targets"

local function targets()
  return ONLY and {ONLY} or shell.lines("ls " .. FOLDER .. " | sed 's/[.]lua$//'")
end

-- The config reader has its input from a file. Leaks are looked for where every allocation fails once.
local COMMAND = [[mkdir -p build/fuzz/$target
ALIBABA_CLOUD_CONFIG_FILE=build/fuzz/config.json FUZZ_TARGET="$folder/$target.lua" LUA_PATH="./?.lua;$LUA_PATH" \
  build/fuzz/host -max_total_time=$seconds -seed=$seed -max_len=4096 -timeout=30 -rss_limit_mb=4096 -detect_leaks=0 \
  -print_final_stats=1 -artifact_prefix=build/fuzz/$target- build/fuzz/$target \
  $(ls -d spec/data/fuzz/$target 2>/dev/null) 2>&1
echo exit $?]]

-- What libFuzzer says of itself, of how it went on, and of its own functions in a stack.
local ASIDE = {
  "^INFO: ", "^#%d+%s+%S+%s+cov:", "^stat::", "^NOTE: libFuzzer", "^ +Combine libFuzzer", "^ +#%d+ %S+ in fuzzer::",
  "^ +#%d+ %S+ in _",
}

local function is_aside(line)
  for _, pattern in ipairs(ASIDE) do
    if line:find(pattern) then return true end
  end
  return false
end

-- Inputs are of bytes; a log that is all that is left of a machine has to hold them, too.
local function input_of(text)
  local path = text:match "Test unit written to (%S+)"
  if not path then return "" end
  return ("input, in %s and here in Base64: %s\n"):format(path, table.concat(shell.lines("base64 <" .. path)))
end

-- The problem first, and nothing that would be cut from a log instead of it.
local function told(output)
  local kept = {}
  for i = 1, #output - 1 do
    if output[i]:find "^MS: " then break end -- the input's bytes in two ways follow
    if not is_aside(output[i]) then kept[#kept + 1] = output[i] end
  end
  return table.concat(kept, "\n"):sub(1, MOST) .. "\n" .. input_of(table.concat(output, "\n")) .. output[#output]
end

local function run(target)
  local values = {folder = FOLDER, target = target, seconds = ("%.0f"):format(MINUTES * 60), seed = SEED}
  local output = shell.lines((COMMAND:gsub("%$(%l+)", values)))
  local text = table.concat(output, "\n")
  local executions = tonumber(text:match "stat::number_of_executed_units: (%d+)") or 0
  local has_passed = output[#output] == "exit 0" and executions > 0
  print(("%-10s %10d inputs  %s"):format(target, executions, has_passed and "passed" or "FAILED"))
  if not has_passed then print(told(output)) end
  return has_passed
end

local failed = 0
for _, target in ipairs(targets()) do
  if not run(target) then failed = failed + 1 end
end
os.exit(failed == 0, true)
