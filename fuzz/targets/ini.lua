-- The file of sections with keys: whatever it holds, sections of texts come of it.
local read = require "aliota.credentials.files.ini"

return function(text)
  for name, section in pairs(read(text)) do
    assert(type(name) == "string")
    for key, value in pairs(section) do assert(type(key) == "string" and type(value) == "string") end
  end
end
