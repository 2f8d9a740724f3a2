-- Other environment variables than the real ones, while a function runs.
---@param variables table<string, string>
---@param f fun()
return function(variables, f)
  local getenv = os.getenv
  os.getenv = function(name) return variables[name] end -- luacheck: ignore 122
  local ok, message = pcall(f)
  os.getenv = getenv -- luacheck: ignore 122
  assert(ok, message)
end
