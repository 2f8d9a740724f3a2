-- What can be reached from a value, as what shows it would reach it.

--- Whether a text is in it, or in anything below it: in keys, in members, in what `tostring` makes of them.
---@param value any
---@param text string
---@param seen table<table, true>|nil  tables that were looked into
---@return boolean
local function is_reachable(value, text, seen)
  if tostring(value):find(text, 1, true) then return true end
  seen = seen or {}
  if type(value) ~= "table" or seen[value] then return false end
  seen[value] = true
  for name, member in pairs(value) do
    if is_reachable(name, text, seen) or is_reachable(member, text, seen) then return true end
  end
  return false
end

return is_reachable
