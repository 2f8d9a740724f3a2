-- Prometheus' own judge of metrics.
local shell = require "spec.support.shell"

--- Fails unless it accepts a text without a word, of style neither.
---@param exposition string
return function(exposition)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(exposition)
  assert(file:close())
  local output, status = shell.run("promtool check metrics <" .. path)
  os.remove(path)
  assert(status == 0 and output == "", ("promtool exits %d: %s"):format(status, output))
end
