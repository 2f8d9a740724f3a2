-- Measures against others, in ratios, and prints one table. A limit that is missed fails nothing; what can't be
-- measured does. Run by `make bench` and `make bench-nginx`, in the root of the tree. arg: what to measure, if not what
-- `make bench` does.
local base = require "bench.base"
local machine = require "bench.machine"
local report = require "bench.report"

local MEASURES = {
  "decode", "fetch", "system_calls", "listing", "fields", "load", "stream", "report", "sandbox", "paced",
  "follow",
}

local function measure(name)
  io.stderr:write("measuring: ", name, "\n")
  require("bench.measure." .. name)(report)
end

local ok, message = pcall(function()
  base.commit() -- builds it, before anything is measured
  for _, name in ipairs(#arg > 0 and arg or MEASURES) do measure(name) end
end)
if not ok then
  io.stderr:write("bench: ", message, "\n")
  os.exit(1, true)
end
machine.print()
report.print()
