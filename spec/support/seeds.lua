-- Random cases that are the same on every Lua, as is what is tried by them: LuaJIT takes one half, other Luas the
-- other.
local has_second = rawget(_G, "jit") ~= nil

---@param many integer  how many there are
---@return fun(): integer|nil  hands out those to try, of 1 to `many`
return function(many)
  local half = math.ceil(many / 2)
  local seed, last = has_second and half or 0, has_second and many or half
  return function()
    seed = seed + 1
    return seed <= last and seed or nil
  end
end
