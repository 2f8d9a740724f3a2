-- What holds an answer of stub.lua back until a spec has seen what it waits for, however long that takes on a busy
-- machine: a file, which is there as long as the gate is shut.
local gate = {}

local Gate = {}
Gate.__index = Gate

--- A gate that is shut.
---@return table gate `path`, `open()` (may be called again), `shut()`
function gate.new()
  return setmetatable({path = os.tmpname()}, Gate)
end

function Gate:open() os.remove(self.path) end

function Gate:shut() assert(io.open(self.path, "w")):close() end

return gate
