-- The rows of a list's answer.

--- What the path leads over may be absent, {} or "" where there are none.
---@param response table
---@param path string[]  names of members, see operations.lua, `items`
---@return table[]
return function(response, path)
  local rows = response
  for _, name in ipairs(path) do rows = type(rows) == "table" and rows[name] end
  return type(rows) == "table" and rows or {}
end
