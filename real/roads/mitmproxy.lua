-- Reads what goes through: it ends TLS and makes certificates of its own authority, as proxies of companies do.
local proxied = require "real.roads.proxied"

return {
  version = "mitmdump --version",
  try = function()
    return proxied(function(services)
      return {
        scheme = "http", seconds = 120, ca_file = "mitmproxy-ca-cert.pem",
        command = function(self)
          return ("exec mitmdump -q --listen-host 127.0.0.1 -p %d --set confdir='%s' "
            .. "--set ssl_verify_upstream_trusted_ca='%s'"):format(self.port, self.folder, services.tls.ca_file)
        end,
      }
    end)
  end,
}
