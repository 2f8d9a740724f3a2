-- Programs that print figures, as contenders of rounds: each by name and, where another commit is measured as well,
-- once more with its modules, `base_` before the name.
local base = require "bench.base"
local shell = require "bench.shell"

---@param commands table<string, string>
---@return table<string, fun(): table<string, number>>
return function(commands)
  local contenders = {}
  for name, command in pairs(base.beside(commands)) do
    contenders[name] = function() return shell.figures(command) end
  end
  return contenders
end
