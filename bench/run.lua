-- Measures against others, in ratios, and prints one table. A limit that is missed fails nothing; what can't be
-- measured does. Run by `make bench` and `make bench-nginx`, in the root of the tree. arg: what to measure, if not what
-- `make bench` does.
local machine = require "bench.machine"
local report = require "bench.report"
local shell = require "bench.shell"

local CONTENDERS = [[
  cc -O2 -o build/bench_curl bench/curl.c $(pkg-config --cflags --libs libcurl) &&
  { test -d bench/node_modules || npm ci --prefix bench --ignore-scripts --no-audit --no-fund --loglevel=error; }
]]

local MEASURES = {"decode", "fetch", "listing", "paced", "load", "stream", "report", "sandbox"}

local function measure(name)
  io.stderr:write("measuring: ", name, "\n")
  require("bench.measure." .. name)(report)
end

local ok, message = pcall(function()
  if #arg == 0 then shell.output(CONTENDERS) end
  for _, name in ipairs(#arg > 0 and arg or MEASURES) do measure(name) end
end)
if not ok then
  io.stderr:write("bench: ", message, "\n")
  os.exit(1, true)
end
machine.print()
report.print()
