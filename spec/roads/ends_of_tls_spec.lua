-- What ends TLS in front of a service: each in its own way, and one by a single version or family of addresses.
local daemon = require "spec.support.daemon"
local nginx = require "spec.support.nginx"
local road = require "spec.support.road"

describe("through what ends TLS", function()
  local services, place
  setup(function()
    services = road.services()
    place = services.plain.endpoint:match "//(.*)"
  end)
  teardown(function() services.stop() end)

  -- Starts a server, lists by each of its hosts, and hands over what it has printed.
  local function check(hosts, command, configuration)
    local server = daemon.start {
      command = function(self) return road.CERTIFICATE .. command:gsub("FOLDER", self.folder) end,
      files = function(self)
        return {configuration = configuration:gsub("%u+", {PORT = self.port, SERVICE = place})}
      end,
    }
    local seen = {}
    for i, host in ipairs(hosts) do
      local figures, err = road.list(services.plain, {
        endpoint = ("https://%s:%d"):format(host, server.port), ca_file = server.folder .. "/certificate.pem",
        proxy = false,
      })
      seen[i] = figures or tostring(err)
    end
    local printed = server:read "output"
    server:stop()
    for i in ipairs(hosts) do assert.same(road.GOOD, seen[i]) end
    return printed
  end

  local function it_if(is_there, ...) return (is_there and it or pending)(...) end

  it_if(daemon.has "stunnel", "such as stunnel each row comes once", function()
    check({"127.0.0.1"}, "exec stunnel configuration", [[
foreground = yes
pid =
[road]
accept = 127.0.0.1:PORT
connect = SERVICE
cert = both.pem
]])
  end)

  it_if(daemon.has "haproxy", "such as haproxy each row comes once, also where there is nothing but IPv6", function()
    check({"127.0.0.1", "[::1]"}, "exec haproxy -db -f configuration", [[
defaults
  mode http
  timeout connect 20s
  timeout client 20s
  timeout server 20s
frontend road
  bind 127.0.0.1:PORT ssl crt both.pem alpn h2,http/1.1
  bind [::1]:PORT ssl crt both.pem alpn h2,http/1.1
  default_backend service
backend service
  server service SERVICE
]])
  end)

  it_if(nginx.is_there, "such as nginx each row comes once, by TLS 1.2 or 1.3 alone, also beside HTTP/2", function()
    local command = "exec nginx -p FOLDER -e stderr -c configuration"
    local printed = check({"127.0.0.1", "127.0.0.2", "127.0.0.3"}, command, [[
daemon off;
pid nginx.pid;
events {}
http {
  log_format road '$server_addr $server_protocol $ssl_protocol';
  access_log /dev/stdout road;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ssl_certificate both.pem;
  ssl_certificate_key key.pem;
  proxy_set_header Host $http_host;
  server { listen 127.0.0.1:PORT ssl http2; ssl_protocols TLSv1.3; location / { proxy_pass http://SERVICE; } }
  server { listen 127.0.0.2:PORT ssl; ssl_protocols TLSv1.2; location / { proxy_pass http://SERVICE; } }
  server { listen 127.0.0.3:PORT ssl; ssl_protocols TLSv1.3; location / { proxy_pass http://SERVICE; } }
}
]])
    local spoken = {}
    for host, http, tls in printed:gmatch "([%d.]+) (HTTP/[%d.]+) (TLSv[%d.]+)\n" do
      spoken[host] = (spoken[host] == nil or spoken[host] == http .. tls) and http .. tls or "several"
    end
    assert.same({
      ["127.0.0.1"] = "HTTP/1.1TLSv1.3", ["127.0.0.2"] = "HTTP/1.1TLSv1.2", ["127.0.0.3"] = "HTTP/1.1TLSv1.3",
    }, spoken)
  end)
end)
