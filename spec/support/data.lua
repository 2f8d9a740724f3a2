-- Files under spec/data.
local data = {}

function data.read(name)
  local file = assert(io.open("spec/data/" .. name, "rb"))
  local content = file:read("*a")
  file:close()
  return content
end

return data
