-- In place of lua-cjson, which is in C: what aliota and its specs take of it, on dkjson.
local dkjson = require "dkjson"

local cjson = {null = dkjson.null}

local function ignore() end

function cjson.encode(value) return dkjson.encode(value) end

function cjson.decode(text)
  local value, behind, problem = dkjson.decode(text, 1, dkjson.null)
  if problem or text:find("[^ \t\r\n]", behind) then error(problem or "no JSON at " .. behind, 0) end
  return value
end

function cjson.new()
  return setmetatable({decode_max_depth = ignore, decode_invalid_numbers = ignore}, {__index = cjson})
end

return cjson
