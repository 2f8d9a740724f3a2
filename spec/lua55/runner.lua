-- busted in Lua 5.5, without its command line: node spec/lua55/host.js spec/lua55/runner.lua SPEC…
--
-- busted's libraries in C can't be here, and Penlight 1.13 holds assignments to loop variables, which Lua 5.5 refuses:
-- what busted takes of them stands here.
package.preload.system = function() return {gettime = os.time, monotime = os.clock} end
package.preload.lfs = function() return {attributes = function() end, currentdir = function() return "." end} end
package.preload["pl.tablex"] = function()
  return {copy = function(original)
    local copy = {}
    for key, value in pairs(original) do copy[key] = value end
    return copy
  end}
end
package.preload.cjson = function() return dofile "spec/lua55/cjson.lua" end

local busted = require "busted.core"()
require "busted"(busted)

local failed = 0
local function count()
  failed = failed + 1
  return nil, true
end
busted.subscribe({"failure"}, count)
busted.subscribe({"error"}, count)

require "busted.modules.output_handler_loader"()(busted, "plainTerminal", {
  defaultOutput = "plainTerminal", language = "en",
})
local files = require "busted.modules.files.lua"
for _, path in ipairs(arg) do
  local run, trace = files.load(busted, path)
  if run then busted.executors.file(path, setmetatable({getTrace = trace}, {__call = run})) end
end
require "busted.execute"(busted)(1, {})
busted.publish {"exit"}
os.exit(failed == 0 and 0 or 1)
