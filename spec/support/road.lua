-- A batch that is listed through what may stand between a client and the service: proxies, tunnels, ends of TLS.
local aliota = require "aliota"
local daemon = require "spec.support.daemon"
local merge = require "aliota.util.merge"
local sandbox = require "aliota.sandbox"

local road = {}

-- Paced as an account is, and soon through all the same. The services refuse nothing: how evenly calls arrive is up to
-- a busy machine, and a refused one would be counted as a request that the road has doubled.
local DEVICES, QPS, PAGE_SIZE = 2500, 50, 100

--- Makes a key, and a certificate for all of 127.0.0.1 to 127.0.0.3 and ::1: before a server's command, in its folder.
road.CERTIFICATE = [[openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj /CN=road \
  -addext 'subjectAltName=IP:127.0.0.1,IP:127.0.0.2,IP:127.0.0.3,IP:::1' 2>/dev/null
cat key.pem certificate.pem >both.pem; ]]

-- A port that nobody listens at.
local NOBODY = "127.0.0.1:1"

--- What a listing comes to on a good road: each row once, each page asked for once.
road.GOOD = {rows = DEVICES, received = DEVICES, requests = DEVICES / PAGE_SIZE}

--- A service, and one that speaks TLS.
---@param options aliota.sandbox.StartOptions|nil
---@return {plain: aliota.sandbox.Service, tls: aliota.sandbox.Service, stop: fun()}
function road.services(options)
  options = merge({devices = DEVICES}, options or {})
  local plain, tls = assert(sandbox.start(options)), assert(sandbox.start(merge(options, {tls = true})))
  return {plain = plain, tls = tls, stop = function()
    plain:stop()
    tls:stop()
  end}
end

--- Lists the service's batch.
---@param service aliota.sandbox.Service
---@param options aliota.Options  the road
---@return {rows: integer, received: integer, requests: integer}|nil figures  rows that were told apart; rows of all
---pages; requests that reached the service
---@return aliota.Error|nil
function road.list(service, options)
  local received, before = 0, service:stats().requests
  local client = aliota.new(merge({
    endpoint = service.endpoint, credentials = service.credentials, ca_file = service.ca_file, qps = QPS,
    on_event = function(event) if event.type == "page" then received = received + #event.page.tasks end end,
  }, options))
  local tasks, err = client:tasks({JobId = service.job_id, PageSize = PAGE_SIZE}):collect()
  if not tasks then return nil, err end
  local names, rows = {}, 0
  for _, task in ipairs(tasks) do
    rows = rows + (names[task.DeviceName] and 0 or 1)
    names[task.DeviceName] = true
  end
  return {rows = rows, received = received, requests = service:stats().requests - before}
end

--- Lists both services' batches by a proxy, and what it makes of a service that is not there.
---@param services table  see `road.services`
---@param proxy table  `scheme`, and what `daemon.start` takes; `login`, such as "user:password@", and `options` of the
---client
---@return {plain: table, tls: table, refused: aliota.Error[], stranger: table|nil} seen  figures, the errors without
---and with TLS, and, where there is a login, what `road.list` returns without
function road.through(services, proxy)
  local server = daemon.start(proxy)
  local function by(login, options)
    local address = ("%s://%s127.0.0.1:%d"):format(proxy.scheme, login or "", server.port)
    return merge({proxy = address}, proxy.options, options)
  end
  local ca_file = proxy.ca_file and server.folder .. "/" .. proxy.ca_file
  local ok, seen = pcall(function()
    local refused = {}
    for i, scheme in ipairs {"http://", "https://"} do
      refused[i] = select(2, road.list(services.tls,
        by(proxy.login, {endpoint = scheme .. NOBODY, ca_file = ca_file, retries = 0})))
    end
    return {
      plain = assert(road.list(services.plain, by(proxy.login))),
      tls = assert(road.list(services.tls, by(proxy.login, {ca_file = ca_file}))),
      stranger = proxy.login and {road.list(services.plain, by())},
      refused = refused, address = "127.0.0.1:" .. server.port,
    }
  end)
  server:stop()
  return ok and seen or error(seen, 0)
end

return road
