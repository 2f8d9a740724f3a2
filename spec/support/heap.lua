-- How much a piece of work leaves in the heap. It runs in a VM of its own: where all specs run there are so many
-- strings that the table of them alone grows and shrinks by megabytes.
local shell = require "spec.support.shell"

local heap = {}

local MEASURE = [[
local function kilobytes()
  for _ = 1, 10 do collectgarbage() end -- the table of strings is given back in steps
  return collectgarbage "count"
end
local work = (function() %s end)()
local before = kilobytes()
work()
io.write(kilobytes() - before)
]]

--- Runs a chunk that returns a function, then measures that.
---@param code string  without single quotes
---@return number kilobytes
function heap.growth(code)
  local output, status = shell.run((jit and "luajit" or "lua5.4") .. " -e '" .. MEASURE:format(code) .. "'")
  assert(status == 0, output)
  return tonumber(output)
end

return heap
