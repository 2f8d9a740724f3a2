-- A sandbox behind its HTTP face, in this process, and a client that sends and receives bytes as they are.

local socket = require "cqueues.socket"

local server = require "aliota.sandbox.server"

local http = {}

--- Serves until `talk`, which runs beside the server, has got its answers.
function http.serve(responder, talk)
  local listening = assert(server.listen(responder, {port = 0}))
  local ok, failure
  listening:stop_when(function()
    ok, failure = pcall(talk, listening.port)
  end)
  listening:run()
  if not ok then error(failure, 0) end
end

function http.connect(port)
  local client = socket.connect("127.0.0.1", port)
  client:setmode("b", "bf")
  client:settimeout(60)
  client:onerror(function(_, _, why) return why end)
  return client
end

--- Sends bytes and returns all that comes until the end, and the error code of a connection that is reset.
function http.exchange(port, bytes)
  local client = http.connect(port)
  client:write(bytes)
  client:flush()
  client:shutdown("w")
  local parts, part, why = {}
  repeat
    parts[#parts + 1] = part
    part, why = client:read(-4096)
  until not part
  client:close()
  return table.concat(parts), why
end

--- A request as bytes; the last one of its connection unless `more` follow.
function http.wire(request, more)
  local lines = {("%s /?%s HTTP/1.1"):format(request.method, request.query)}
  for name, value in pairs(request.headers) do lines[#lines + 1] = name .. ": " .. value end
  lines[#lines + 1] = "content-length: " .. #request.body
  if not more then lines[#lines + 1] = "connection: close" end
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. request.body
end

return http
