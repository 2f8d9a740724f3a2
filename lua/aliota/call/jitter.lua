-- A random part, so that those who failed together do not try again together.
local sign = require("aliota.core").sign

--- From 0 to 1, and not the same in every process, as math.random is under LuaJIT.
---@return number
return function() return tonumber(sign.nonce():sub(1, 8), 16) / 2 ^ 32 end
