-- An nginx that also listens at ports which its configuration names.
local daemon = require "spec.support.daemon"
local nginx = require "spec.support.nginx"
local unpack = table.unpack or unpack -- luacheck: ignore 143

local STARTS = 5

--- Starts it. Ports that somebody else was quicker to take are not insisted on.
---@param count integer  of ports
---@param options_at fun(...: integer): table  what `nginx.start` takes, with these ports in it
---@return table server
---@return integer[] ports
return function(count, options_at)
  local problem
  for _ = 1, STARTS do
    local ports = {}
    for i = 1, count do ports[i] = daemon.free_port() end
    local is_there, server = pcall(nginx.start, options_at(unpack(ports)))
    if is_there then return server, ports end
    problem = server
    if not tostring(problem):find "[Aa]ddress already in use" then break end
  end
  error(problem, 0)
end
