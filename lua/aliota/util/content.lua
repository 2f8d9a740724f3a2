-- The content of a file.
local ABSENT = {[2] = true, [20] = true} -- ENOENT, ENOTDIR

--- Reads a file whole.
---@param path string
---@return string|nil content
---@return string|nil problem  names the file
---@return boolean|nil is_absent  whether that is all, that there is none
return function(path)
  local file, problem, code = io.open(path, "rb")
  if not file then return nil, problem, ABSENT[code] or false end
  local content
  content, problem = file:read "*a"
  file:close()
  if content then return content end
  return nil, ("%s: %s"):format(path, problem), false
end
