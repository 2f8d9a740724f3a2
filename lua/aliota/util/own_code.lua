-- Which functions on the stack are this library's. Its files lie in one folder, that of this file's folder, so the
-- beginning of their names tells. Where they are bundled in one chunk under another name, that chunk is the library's.
local own_code = {}

local HERE = debug.getinfo(1, "S").source
local ROOT = HERE:match "^(@.*[/\\])util[/\\]own_code%.lua$"

-- Functions of ours that run what somebody else has typed, as keys: whatever is further down the stack has not called
-- the library.
local ENTRIES = setmetatable({}, {__mode = "k"})

--- Whether a function is this library's.
---@param source string  as debug.getinfo has it
---@return boolean
function own_code.has(source)
  return source == HERE or ROOT ~= nil and source:sub(1, #ROOT) == ROOT
end

--- Makes it known that a function of ours runs what somebody else has typed.
---@param f function
function own_code.mark_entry(f) ENTRIES[f] = true end

--- Whether a function was made known so.
---@param f function
---@return boolean
function own_code.is_entry(f) return ENTRIES[f] == true end

return own_code
