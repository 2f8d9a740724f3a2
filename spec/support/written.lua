-- What a writer makes, as text.
local write = require "aliota.write"

---@param format string
---@param tasks aliota.Iterator|aliota.Task[]
---@param options table|nil
---@return string
return function(format, tasks, options)
  local pieces = {}
  assert(write.format(format)(tasks, function(text) pieces[#pieces + 1] = text end, options))
  return table.concat(pieces)
end
