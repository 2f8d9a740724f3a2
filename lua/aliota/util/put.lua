-- Writes a text to a file or a stream.
local compat = require "aliota.util.compat"

local function put(file, text) return file:write(text) end

-- What LuaJIT has compiled repeats a write that failed: the second one succeeds, and the first is lost.
compat.interpret(put)

return put
