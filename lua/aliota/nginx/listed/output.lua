-- What writers write to: the rows of a page, sent at once.
---@class aliota.nginx.Output
local Output = {}
Output.__index = Output

function Output:write(text) self[#self + 1] = text end

function Output:write_all(texts)
  for i = 1, #texts do self[#self + 1] = texts[i] end
end

--- Sends what was written, and waits until it is on its way, unless nginx holds it until the end.
---@return boolean ok  whether somebody is there to read more
function Output:send()
  local pieces = {}
  for i = 1, #self do pieces[i], self[i] = self[i], nil end
  if not ngx.print(pieces) then return false end
  local ok, problem = ngx.flush(true)
  return (ok or problem == "buffering") and true or false
end

---@return aliota.nginx.Output
return function() return setmetatable({}, Output) end
