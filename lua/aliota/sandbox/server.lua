-- Binds a responder to HTTP on the loopback interface, with lua-http.

local load_lua_http = require "aliota.sandbox.lua_http"

local server = {}

local Server = {}
Server.__index = Server

local HOST = "127.0.0.1"
local PATIENCE = 10 -- seconds that a client may take to send its request
local IDLE = 60 -- seconds that a connection is kept open between two requests
local MAX_BODY = 1024 * 1024 -- bytes; the rest of a longer body is not read, so its signature can't match

local function plain_headers(http_headers)
  local headers = {}
  for name, value in http_headers:each() do
    headers[name] = headers[name] and headers[name] .. "," .. value or value
  end
  -- lua-http calls the Host header by its HTTP/2 name.
  headers.host = headers[":authority"]
  return headers
end

local function read_request(stream)
  local http_headers = stream:get_headers(PATIENCE)
  if not http_headers then return nil end
  local headers = plain_headers(http_headers)
  local path, query = (http_headers:get(":path") or ""):match("^([^?]*)%??(.*)$")
  -- lua-http raises at a negative length.
  local readable = (headers["content-length"] or "0"):find("^%d+$")
  return {
    method = http_headers:get(":method"),
    path = path,
    query = query,
    headers = headers,
    body = readable and stream:get_body_chars(MAX_BODY, PATIENCE) or "",
  }
end

local function write_response(stream, request, response, new_headers)
  local http_headers = new_headers()
  http_headers:append(":status", tostring(response.status))
  for name, value in pairs(response.headers) do http_headers:append(name, value) end
  http_headers:append("content-length", tostring(#response.body))
  local bodiless = request.method == "HEAD"
  if stream:write_headers(http_headers, bodiless, PATIENCE) and not bodiless then
    stream:write_chunk(response.body, true, PATIENCE)
  end
end

local function answer(responder, stream, new_headers)
  local request = read_request(stream)
  if not request then return end
  write_response(stream, request, responder:handle(request), new_headers)
  -- The client broke off in its body. Left alone, lua-http 0.4 looks for the rest in a busy loop.
  if stream.state ~= "closed" then stream.connection:close() end
end

local function cant_listen(port, why)
  return ("can't listen on %s:%d: %s"):format(HOST, port, why)
end

--- Opens a port. Nothing is answered before `run`.
---@param responder {handle: fun(self, request: table): table}
---@param port integer 0 for a free one
---@return table? server
---@return string? message lua-http is not installed, or the port can't be had
function server.listen(responder, port)
  local http_server, message = load_lua_http("http.server")
  if not http_server then return nil, message end
  local new_headers = require("http.headers").new
  local listening, why = http_server.listen {
    host = HOST,
    port = port,
    tls = false,
    version = 1.1,
    intra_stream_timeout = IDLE,
    onstream = function(_, stream) answer(responder, stream, new_headers) end,
    -- A client that breaks off or doesn't speak HTTP costs nobody but itself.
    onerror = function() end,
  }
  if not listening then return nil, cant_listen(port, why) end
  local ok
  ok, why = listening:listen()
  if not ok then return nil, cant_listen(port, why) end
  local _, _, bound_port = listening:localname()
  return setmetatable({
    listening = listening,
    endpoint = ("http://%s:%d"):format(HOST, bound_port),
  }, Server)
end

--- Stops serving once `wait` returns. It runs inside the server's cqueues loop and may wait for anything there.
---@param wait fun()
function Server:stop_when(wait)
  self.listening.cq:wrap(function()
    wait()
    self.stopped = true
  end)
end

--- Serves until stopped.
function Server:run()
  while not self.stopped do
    -- What a failed coroutine leaves behind is the end of its own connection only.
    self.listening:step()
  end
  self.listening.socket:close()
end

return server
