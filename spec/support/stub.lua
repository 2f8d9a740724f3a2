-- An HTTP server that misbehaves as told: a child process that answers each path with the bytes given for it.
local child = require "aliota.sandbox.child"
local certificates = require "aliota.sandbox.tls"
local reset = require "aliota.sandbox.chaos.reset"
local stub = {}

-- Routes -------------------------------------------------------------------------------------------------------------
-- {raw = bytes to send, [fill = so many more bytes], [echo = true: answer with the request],
--  [whom = true: answer with the subject of the client's certificate], [pause = seconds before],
--  [held = path: not before this file is gone, see gate.lua],
--  [record = path: add the request to this file, before], [close = true: afterwards],
--  [hang = true: keep the connection open and send nothing more]}
-- or an array of them, for one request each; the last one is for all that follow.

--- A route that sends a proper answer.
function stub.answer(status, body, headers)
  local lines = {("HTTP/1.1 %d Some Reason"):format(status), "Content-Length: " .. #body}
  for _, line in ipairs(headers or {}) do lines[#lines + 1] = line end
  return {raw = table.concat(lines, "\r\n") .. "\r\n\r\n" .. body}
end

--- Starts a server.
---@param routes table<string, table> path → route or routes; any other path is answered with 404
---@param tls boolean|"refused"|"reset"|nil  with TLS; or what becomes of everyone who begins to talk it
---@param client_ca string|nil  the file of an authority: TLS for none but whoever shows a certificate of its
---@return table server endpoint, ca_file, stop()
function stub.start(routes, tls, client_ca)
  local options = {routes = routes, tls = tls, client_ca = client_ca}
  local server = assert(child.start(nil, 'require("spec.support.stub").run()', options))
  server.endpoint = ("%s://127.0.0.1:%d"):format(tls and "https" or "http", server.port)
  return server
end

-- The child ----------------------------------------------------------------------------------------------------------

local function read_request(connection)
  local lines, length = {}, 0
  for line in connection:lines "*L" do
    lines[#lines + 1] = line
    length = tonumber(line:lower():match "^content%-length:%s*(%d+)") or length
    if line == "\r\n" then return table.concat(lines) .. (length > 0 and connection:read(length) or "") end
  end
end

local function route_of(path, routes, served)
  if path == "/accepted" then return stub.answer(200, tostring(served.connections)) end
  local route = routes[path] or stub.answer(404, "no route " .. tostring(path))
  served[path] = (served[path] or 0) + 1
  return route[1] and route[math.min(served[path], #route)] or route
end

local function record(path, request)
  local file = assert(io.open(path, "ab"))
  file:write(request, "\n")
  file:close()
end

local function subject_of(connection)
  return tostring(connection:checktls():getPeerCertificate():getSubject())
end

local function wait_for_end_of(path)
  local file = io.open(path)
  while file do
    file:close()
    require("cqueues").sleep(0.02)
    file = io.open(path)
  end
end

local function serve_request(connection, routes, served)
  local request = read_request(connection)
  if not request then return false end
  local route = route_of(request:match "^%u+ ([^ ?]*)", routes, served)
  if route.record then record(route.record, request) end
  if route.echo then route = stub.answer(200, request) end
  if route.whom then route = stub.answer(200, subject_of(connection)) end
  if route.pause then require("cqueues").sleep(route.pause) end
  if route.held then wait_for_end_of(route.held) end
  connection:write(route.raw, ("x"):rep(route.fill or 0))
  connection:flush()
  if route.hang then connection:read(1) end
  return not (route.close or route.hang)
end

-- What to do with a connection before the first request. False when that was all.
local begin = {
  [false] = function() return true end,
  [true] = function(connection, context) return connection:starttls(context) ~= nil end,
  refused = function(connection)
    connection:read(-1)
    connection:write "HTTP/1.1 400 Bad Request\r\n\r\n"
    connection:flush()
  end,
  reset = function(connection)
    connection:read(-1)
    reset(connection)
  end,
}

local function serve_connection(connection, tls, context, routes, served)
  connection:setmode("b", "bf")
  connection:onerror(function(_, _, code) return code end)
  if not begin[tls](connection, context) then return connection:close() end
  while serve_request(connection, routes, served) do end
  connection:close()
end

local function demand_certificates(context, client_ca)
  local store, is = require("openssl.x509.store").new(), require "openssl.ssl.context"
  store:add(client_ca)
  context:setStore(store)
  context:setVerify(is.VERIFY_PEER + is.VERIFY_FAIL_IF_NO_PEER_CERT)
end

--- The child's side: serves until its standard input ends.
function stub.run()
  local cqueues, socket = require "cqueues", require "cqueues.socket"
  local options = child.options()
  local context, ca, ca_file
  if options.tls == true then
    context, ca = certificates.new({})
    ca_file = certificates.write(ca)
  end
  if options.client_ca then demand_certificates(context, options.client_ca) end
  local listener, queue, served = socket.listen("127.0.0.1", 0), cqueues.new(), {connections = 0}
  listener:listen()
  local _, _, port = listener:localname()
  -- An answer goes out in several writes, which must not wait for the client's system to confirm them.
  local function accept() return listener:accept {nodelay = true} end
  queue:wrap(function()
    for connection in accept do
      served.connections = served.connections + 1
      queue:wrap(serve_connection, connection, options.tls or false, context, options.routes, served)
    end
  end)
  child.ready {port = port, ca_file = ca_file}
  queue:wrap(function()
    child.wait_for_end()
    if ca_file then os.remove(ca_file) end
    os.exit(0)
  end)
  queue:loop()
end

return stub
