-- A real haproxy, on one port of 127.0.0.1.
local daemon = require "spec.support.daemon"

local haproxy = {}

-- What tells who came, and by which connection.
local WHO = [[http-request return status 200 content-type application/json lf-string ]]
  .. [['{"Success":true,"Total":%[src_port],"Name":"%[ssl_c_s_dn(cn)]","Version":"%[ssl_fc_protocol]"}']]

local CONFIGURATION = [[
global
  hard-stop-after 10ms
  ssl-default-bind-options ssl-min-ver TLSv1.2
defaults
  timeout client 30s
  timeout server 30s
  timeout connect 5s
  mode %s
frontend front
  bind 127.0.0.1:%d ssl crt '%s' %s
  %s
]]

--- Whether there is one.
haproxy.is_there = daemon.has "haproxy"

--- Starts it: TLS, and what it answers names the client's certificate (`Name`), the version of TLS (`Version`) and its
--- connection (`Total`), or with `to` it passes bytes on.
---@param crt string  certificate and key in one file
---@param options {bind: string|nil, to: integer|nil}|nil  more for the line with `bind`; the port of a server behind
---@return table server `port`, `endpoint`, `stop()`
function haproxy.start(crt, options)
  options = options or {}
  local mode, rest = "http", WHO
  if options.to then
    mode, rest = "tcp", ("default_backend back\nbackend back\n  server s 127.0.0.1:%d"):format(options.to)
  end
  local server = daemon.start {
    command = function() return "exec env --default-signal=TERM haproxy -db -f haproxy.cfg" end,
    files = function(self)
      return {["haproxy.cfg"] = CONFIGURATION:format(mode, self.port, crt, options.bind or "", rest)}
    end,
  }
  -- It ends well when it is asked softly alone.
  function server:stop()
    if self.keeper then self:signal "USR1" end
    return getmetatable(self).stop(self)
  end
  server.endpoint = "https://127.0.0.1:" .. server.port
  return server
end

return haproxy
