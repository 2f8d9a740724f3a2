local report = require "bench.report"
for _, name in ipairs(arg) do require("bench.measure." .. name)(report) end
report.print()
