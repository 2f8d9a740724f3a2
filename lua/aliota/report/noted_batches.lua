-- Which batches the tasks of a source are of.
local text = require "aliota.show.text"

local MOST = 100

--- The JobIds that occur, at most 100, and a function that notes one.
---@return string[]
---@return fun(id: any)
return function()
  local batches, known, last = {}, {}, nil
  return batches, function(id)
    if id == last then return end -- the tasks of a batch follow each other
    last = id
    if id == nil or known[id] or #batches == MOST then return end
    known[id] = true
    batches[#batches + 1] = text.of(id)
  end
end
