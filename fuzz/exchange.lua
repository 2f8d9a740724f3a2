-- A request of the core's, and an answer to it of any bytes in pieces of any sizes; both ends are in this process.
local http = require("aliota.core").http
local socket = require "socket"

local exchange = {MOST = 64 * 1024} -- bytes of a body

local listener = assert(socket.bind("127.0.0.1", 0))
local _, port = listener:getsockname()
local REQUEST = {
  url = ("http://127.0.0.1:%d/"):format(port), headers = {"Connection: close"}, timeout = 20, max_size = exchange.MOST,
}
listener:settimeout(0)

-- Loopback hands over what is sent at once, so there is nothing to wait for.
local function move(client)
  client:wait(0)
  client:step()
end

local function accepted(client, transfer)
  local peer
  repeat
    move(client)
    peer = listener:accept()
  until peer or transfer:done()
  return peer or error("no connection: " .. tostring(select(2, transfer:result()).message))
end

-- What is left unread would reset the connection at its end.
local function take_request(client, peer)
  local text = ""
  peer:settimeout(0)
  repeat
    move(client)
    local all, _, some = peer:receive "*a"
    text = text .. (all or some)
  until text:find "\r\n\r\n$"
end

local function send(client, peer, transfer, bytes)
  local at = 1
  while at <= #bytes and not transfer:done() do
    local last, _, partly = peer:send(bytes, at)
    at = (last or partly) + 1
    move(client)
  end
end

--- Sends an answer, and closes the connection. None is used again, as what one answer has too much is in the next one's
--- way.
---@param pieces string[]
---@return table|nil answer
---@return table|nil failure
function exchange.answered(pieces)
  local client = http.new()
  local transfer = client:queue(REQUEST)
  local peer = accepted(client, transfer)
  take_request(client, peer)
  for _, bytes in ipairs(pieces) do send(client, peer, transfer, bytes) end
  peer:shutdown "send"
  while not transfer:done() do move(client) end
  peer:close()
  client:close()
  return transfer:result()
end

return exchange
