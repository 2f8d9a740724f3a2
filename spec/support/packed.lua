-- A text as gzip itself packs it.

---@param text string
---@return string bytes
return function(text)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(text)
  file:close()
  local pipe = io.popen(("gzip -9nc '%s'"):format(path))
  local bytes = pipe:read "*a"
  pipe:close()
  os.remove(path)
  return bytes
end
