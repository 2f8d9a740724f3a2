-- For what is no array, but would pass for an empty one: says so where it is indexed by a number, measured or
-- traversed.
--
-- Lua 5.4 asks a table's metatable in each of these cases. LuaJIT, unless it was built to do as Lua 5.2 does, asks it
-- for an index only. There `ipairs` reads the first place as it is, so a guard stands at it, which raises once it is
-- used; and `#` and `pairs` can't be had to raise.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"

-- Whether `ipairs` asks the metatable, as from Lua 5.3 on.
local ASKS = false
for _ in ipairs(setmetatable({}, {__index = function(_, i) return i == 1 or nil end})) do ASKS = true end

--- Makes it known of a class.
---@param class table  the metatable of its objects, whose methods it has
---@param text string  what to write instead
---@return table|nil guard  to be at [1] of each object; nil where there is no need of it
return function(class, text)
  local function refuse() blame(text) end
  setmetatable(class, {__index = function(_, key)
    if type(key) == "number" then blame(text) end
  end})
  class.__len, class.__pairs, class.__ipairs = refuse, refuse, refuse
  if ASKS then return nil end
  return setmetatable({}, {__index = refuse, __newindex = refuse, __tostring = refuse, __call = refuse})
end
