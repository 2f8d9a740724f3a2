-- Servers on the road that do not wait as long as a client does, or for ever.
local daemon = require "spec.support.daemon"
local road = require "spec.support.road"

local DEVICES, PAGES = 250, 3
local GOOD = {rows = DEVICES, received = DEVICES, requests = PAGES}

-- Pauses of more than the second for which these keep a connection that nobody uses.
local SLOW = 0.7 -- calls a second

describe("a road on which", function()
  local services
  setup(function() services = road.services {devices = DEVICES} end)
  teardown(function() services.stop() end)

  -- What becomes of a listing by a server; its port stands for PORT, the service's for SERVICE.
  local function listed(server, service, options)
    local files = server.files
    server.files = function(self)
      return {configuration = files:gsub("%u%u+", {
        PORT = self.port, SERVICE = services.plain.endpoint:match "//(.*)", LOG = self.folder .. "/log",
      })}
    end
    local running = daemon.start(server)
    options.endpoint = options.endpoint and options.endpoint:gsub("PORT", running.port)
    options.proxy = options.proxy and options.proxy:gsub("PORT", running.port)
    local figures, err = road.list(service, options)
    running:stop()
    return figures or tostring(err)
  end

  local function haproxy(more)
    return {
      command = function() return "exec haproxy -db -f configuration" end,
      files = ([[
defaults
  mode http
  timeout connect 20s
  timeout client 1s
  timeout http-keep-alive 1s
  timeout server 20s
listen road
  bind 127.0.0.1:PORT
  server service SERVICE
%s]]):format(more),
    }
  end

  local function it_if(is_there, ...) return (is_there and it or pending)(...) end

  it_if(daemon.has "haproxy", "connections are closed after an idle second brings each row once", function()
    assert.same(GOOD, listed(haproxy "", services.plain,
      {endpoint = "http://127.0.0.1:PORT", proxy = false, qps = SLOW}))
  end)

  it_if(daemon.has "tinyproxy", "tunnels are closed after an idle second brings each row once", function()
    assert.same(GOOD, listed({
      command = function() return "exec tinyproxy -d -c configuration" end,
      files = 'Port PORT\nListen 127.0.0.1\nTimeout 1\nLogFile "LOG"\n',
    }, services.tls, {proxy = "http://127.0.0.1:PORT", qps = SLOW}))
  end)

  it_if(daemon.has "haproxy", "one answer is lost brings each row once", function()
    local figures = listed(haproxy [[
  stick-table type integer size 1 expire 1h store http_req_cnt
  http-request track-sc0 int(1)
  http-request set-var(txn.number) sc_http_req_cnt(0)
  http-response silent-drop if { var(txn.number) -m int 2 }
]], services.plain, {endpoint = "http://127.0.0.1:PORT", proxy = false, timeout = 6})
    assert.same({rows = DEVICES, received = DEVICES, requests = PAGES + 1}, figures)
  end)
end)
