-- A squid that lets through whom some lines of its configuration say.
local merge = require "aliota.util.merge"

-- Begun by root, it becomes somebody else, who needs the folder.
local CONFIGURATION = [[
http_port 127.0.0.1:%d
pid_filename none
cache_log %s/cache.log
access_log none
cache deny all
coredump_dir none
shutdown_lifetime 0 seconds
%s
]]

--- What lets nobody through who has not logged in as alice. Helpers that are started when they are needed come too late
--- for connections that have begun to log in: these stall.
---@param scheme string  such as "ntlm"
---@param helper string  the command that checks who it is
---@return string lines
local function alice_by(scheme, helper)
  local lines = {
    ("auth_param %s program %s"):format(scheme, helper), ("auth_param %s children 20 startup=20"):format(scheme),
    "acl alice proxy_auth_regex alice", "http_access allow alice", "http_access deny all",
  }
  return table.concat(lines, "\n")
end

--- Makes one.
---@param lines string
---@param more table|nil  of what `road.through` takes
---@return fun(): table proxy
local function new(lines, more)
  return function()
    return merge({
      scheme = "http", log = "cache.log", seconds = 60,
      command = function() return "chmod a+rwx . && exec squid -N -f configuration" end,
      files = function(self) return {configuration = CONFIGURATION:format(self.port, self.folder, lines)} end,
    }, more)
  end
end

return {alice_by = alice_by, new = new}
