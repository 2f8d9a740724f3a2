-- Binds a responder to HTTP on the loopback interface.

local needed = require "aliota.util.needed"
local cqueues = needed "cqueues"
local errno = needed "cqueues.errno"
local cqueues_socket = needed "cqueues.socket"

local compat = require "aliota.util.compat"
local http_reader = require "aliota.sandbox.http_reader"
local http_writer = require "aliota.sandbox.http_writer"
local wire = require "aliota.sandbox.chaos.wire"

compat.check_waiting "the sandbox, where it serves,"

local server = {}

local Server = {}
Server.__index = Server

local HOST = "127.0.0.1"
local PATIENCE = 10 -- seconds that a client may take to read, or to shake hands
local FAREWELL = 1 -- seconds
local SHORTAGE = 0.05 -- seconds to wait when no connection can be accepted, for want of descriptors

-- Opens the port, and from now on accepts what comes.
function Server:open(port)
  local listener, code = cqueues_socket.listen {host = HOST, port = port}
  if listener then
    listener:onerror(function(_, _, why) return why end)
    local ok
    ok, code = listener:listen()
    if not ok then listener = nil end
  end
  if not listener then return nil, ("can't listen on %s:%d: %s"):format(HOST, port, errno.strerror(code)) end
  self.listener = listener
  self.queue:wrap(function()
    while self.listener == listener do
      local socket = listener:accept({nodelay = true})
      if socket then
        self.queue:wrap(self.serve_connection, self, socket)
      elseif self.listener == listener then
        listener:clearerr()
        cqueues.sleep(SHORTAGE)
      end
    end
  end)
  return true
end

--- Opens a port. Nothing is answered before `run`.
---@param responder {handle: fun(self, request: table, sleep: function): table,
---malformed: fun(self, what: string): table, counters: {traffic: Traffic}}
---@param options {port: integer, context: userdata?} port 0 for a free one; context for TLS
---@return table? server
---@return string? message the port can't be had
function server.listen(responder, options)
  local self = setmetatable({
    responder = responder,
    context = options.context,
    traffic = responder.counters.traffic,
    queue = cqueues.new(),
    sockets = {},
  }, Server)
  local ok, message = self:open(options.port)
  if not ok then return nil, message end
  local _, _, port = self.listener:localname()
  self.port = port
  self.endpoint = ("%s://%s:%d"):format(options.context and "https" or "http", HOST, port)
  return self
end

-- Returns whether the connection may go on.
function Server:answer(socket, request, problem)
  local response = request and self.responder:handle(request, cqueues.sleep) or self.responder:malformed(problem)
  local last = not request or request.last
  socket:settimeout(PATIENCE)
  if response.wire then return wire.send(self, socket, response, last) end
  local head = http_writer.head(response, http_writer.length_of(response.body), last)
  local body = not (request and request.method == "HEAD") and response.body or nil
  return http_writer.send(socket, self.traffic, head, body) and not last
end

-- A connection closed with unread bytes is reset, and the client might lose the answer.
local function say_farewell(socket)
  socket:shutdown("w")
  socket:settimeout(FAREWELL)
  repeat until not socket:read(-4096)
end

function Server:converse(socket)
  socket:settimeout(PATIENCE)
  if self.context and not socket:starttls(self.context) then return end
  local reader = http_reader.new(socket, self.traffic)
  repeat
    local request, problem = reader:read()
    local goes_on = (request or problem) and self:answer(socket, request, problem)
    if problem then say_farewell(socket) end
  until not goes_on
end

function Server:serve_connection(socket)
  local traffic = self.traffic
  traffic.connections_opened, traffic.connections_open = traffic.connections_opened + 1, traffic.connections_open + 1
  self.sockets[socket] = true
  socket:onerror(function(_, _, code) return code end)
  -- A client that breaks off costs nobody but itself, and a mistake of ours one connection; but it is told.
  local ok, message = pcall(self.converse, self, socket)
  if not ok then self.responder:write_log("internal error: " .. tostring(message)) end
  socket:close()
  self.sockets[socket] = nil
  traffic.connections_open = traffic.connections_open - 1
end

function Server:close()
  self.listener:close()
  self.listener = nil
  for socket in pairs(self.sockets) do socket:close() end
end

--- Is as good as dead for a while: connections are closed, new ones refused.
---@param seconds number
function Server:refuse(seconds)
  if not self.listener then return end
  self:close()
  self.queue:wrap(function()
    cqueues.sleep(seconds)
    -- Somebody else may have taken the port meanwhile.
    while not self.stopped and not self:open(self.port) do cqueues.sleep(SHORTAGE) end
  end)
end

--- Stops serving once `wait` returns. It runs inside the server's cqueues loop and may wait for anything there.
---@param wait fun()
function Server:stop_when(wait)
  self.queue:wrap(function()
    wait()
    self.stopped = true
  end)
end

--- Serves until stopped.
function Server:run()
  while not self.stopped do self.queue:step() end
  if self.listener then self:close() end
end

return server
