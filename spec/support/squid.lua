-- A real squid that lets in who logs in by Digest.
local daemon = require "spec.support.daemon"

local squid = {}

local HELPER = "/usr/lib/squid/digest_file_auth"

local CONFIGURATION = [[
http_port 127.0.0.1:%d
pid_filename none
cache_log cache.log
access_log none
cache deny all
shutdown_lifetime 0 seconds
auth_param digest program ]] .. HELPER .. [[ %s/users
auth_param digest children 1
auth_param digest realm specs
acl known proxy_auth REQUIRED
http_access allow known
http_access deny all
]]

--- Whether there is one.
squid.is_there = daemon.has "squid"

--- Starts it.
---@param users table<string, string>  passwords by name
---@return table server `port`, `stop()`
function squid.start(users)
  local lines = {}
  for name, password in pairs(users) do lines[#lines + 1] = name .. ":" .. password .. "\n" end
  return daemon.start {
    -- It takes another user than root, who must be able to read this.
    command = function() return "chmod 777 . && exec env --default-signal=TERM squid -N -f squid.conf" end,
    files = function(self)
      return {["squid.conf"] = CONFIGURATION:format(self.port, self.folder), users = table.concat(lines)}
    end,
    log = "cache.log",
  }
end

return squid
