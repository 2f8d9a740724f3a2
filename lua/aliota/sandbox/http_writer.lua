-- Writes HTTP/1.1 answers.

local http_writer = {}

local REASONS = {
  [200] = "OK",
  [400] = "Bad Request",
  [403] = "Forbidden",
  [404] = "Not Found",
  [405] = "Method Not Allowed",
  [429] = "Too Many Requests",
  [500] = "Internal Server Error",
  [502] = "Bad Gateway",
  [503] = "Service Unavailable",
  [504] = "Gateway Timeout",
}

--- The head of an answer, with the empty line after it.
---@param response aliota.sandbox.Response
---@param framing string the header that says where the body ends
---@param last boolean the connection is closed afterwards
---@return string
function http_writer.head(response, framing, last)
  local lines = {("HTTP/1.1 %d %s"):format(response.status, REASONS[response.status] or "Unknown")}
  for name, value in pairs(response.headers) do lines[#lines + 1] = name .. ": " .. value end
  lines[#lines + 1] = framing
  if last then lines[#lines + 1] = "connection: close" end
  lines[#lines + 1] = "\r\n"
  return table.concat(lines, "\r\n")
end

---@param body string
---@return string framing
function http_writer.length_of(body)
  return "content-length: " .. #body
end

--- Sends bytes.
---@param socket userdata of cqueues
---@param traffic {bytes_sent: integer}
---@param bytes string
---@param more string? sent after them, so that a large body needs no copy to follow its head
---@return boolean ok false when the client is gone
function http_writer.send(socket, traffic, bytes, more)
  more = more or ""
  traffic.bytes_sent = traffic.bytes_sent + #bytes + #more
  return socket:write(bytes, more) ~= nil and socket:flush() ~= nil
end

return http_writer
