-- Raising what is no text. nginx logs texts alone, of everything else that nobody catches it says "unknown reason"; so
-- there it is logged before it is raised, as nginx itself does with what goes wrong at its sockets.
local is_nginx = require "aliota.util.is_nginx"

--- Raises an error object.
---@param err aliota.Error|any
return function(err)
  if type(err) ~= "string" and is_nginx() then ngx.log(ngx.ERR, "raised: ", tostring(err)) end
  error(err, 0)
end
