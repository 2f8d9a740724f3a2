-- Prometheus' own judge of metrics and rules.
local shell = require "spec.support.shell"

local promtool = {}

local function judge(command, text)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(text)
  assert(file:close())
  local output, status = shell.run(("promtool %s %s"):format(command, path))
  os.remove(path)
  return output, status
end

--- Fails unless it accepts metrics without a word, of style neither.
---@param exposition string
function promtool.check_metrics(exposition)
  local output, status = judge("check metrics <", exposition)
  assert(status == 0 and output == "", ("promtool exits %d: %s"):format(status, output))
end

--- What it says of rules.
---@param yaml string
---@return string output
---@return integer status
function promtool.check_rules(yaml) return judge("check rules", yaml) end

--- What it says of a test of rules.
---@param yaml string
---@return string output
---@return integer status
function promtool.test_rules(yaml) return judge("test rules", yaml) end

return promtool
