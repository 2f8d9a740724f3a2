-- How much a piece of work leaves in the heap, or takes from it. It runs in a VM of its own: where all specs run there
-- are so many strings that the table of them alone grows and shrinks by megabytes.
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

-- Each time counts by itself, and the least does: a table of strings that grows, or an answer that comes in pieces, is
-- not of the work.
local COST = [[
if jit then jit.off() end
local count = collectgarbage
local work = (function() %s end)()
for _ = 1, 10 do work() end
count "stop"
local bytes, instructions = math.huge, math.huge
for _ = 1, 30 do
  local before = count "count"
  work()
  bytes = math.min(bytes, (count "count" - before) * 1024)
end
for _ = 1, 30 do
  local steps = 0
  debug.sethook(function() steps = steps + 1 end, "", 1)
  work()
  debug.sethook()
  instructions = math.min(instructions, steps)
end
io.write(bytes, " ", instructions)
]]

local function run(program)
  local output, status = shell.run(require("spec.support.interpreter") .. " -e '" .. program .. "'")
  assert(status == 0, output)
  return output
end

--- Runs a chunk that returns a function, then measures that.
---@param code string  without single quotes
---@return number kilobytes
function heap.growth(code)
  return tonumber(run(MEASURE:format(code)))
end

--- What a function takes that a chunk returns: all that it allocates, garbage or not, and instructions of the VM.
---@param code string  without single quotes
---@return number bytes
---@return integer instructions
function heap.cost(code)
  local bytes, instructions = run(COST:format(code)):match "^(%S+) (%S+)$"
  return tonumber(bytes), tonumber(instructions)
end

return heap
