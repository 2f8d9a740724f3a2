-- How many random cases to try. Sanitizers, which are slow, try fewer: they look for what goes wrong in memory, while
-- what comes out has been held against the truth by the plain builds.
local PART, LEAST = 0.1, 500

local has_sanitizers = (os.getenv "ALIOTA_BUILD" or ""):find "sanitize" ~= nil

---@param many integer  in a plain build
---@return integer
return function(many)
  if not has_sanitizers then return many end
  return math.min(many, math.max(LEAST, math.floor(many * PART)))
end
