-- How many random cases to try. Sanitizers and valgrind, which are slow, try fewer: they look for what goes wrong in
-- memory, while what comes out has been held against the truth by the plain builds for 5.4 and LuaJIT. The same C is
-- all that further Luas add to that.
local PART, LEAST = 0.1, 500
local WHOLE = {[""] = true, ["5.4"] = true, jit = true}

local is_whole = WHOLE[os.getenv "ALIOTA_BUILD" or ""]

---@param many integer  in the builds for 5.4 and LuaJIT
---@return integer
return function(many)
  if is_whole then return many end
  return math.min(many, math.max(LEAST, math.floor(many * PART)))
end
