-- Reads HTTP/1 requests from a connection, strictly enough that nothing a client sends can hold the server up.

local ascii = require "aliota.util.ascii"
local monotime = require "aliota.util.needed" "cqueues".monotime

local http_reader = {}

local Reader = {}
Reader.__index = Reader

local IDLE = 60 -- seconds that a connection is kept open between two requests
local PATIENCE = 10 -- seconds that a client may take to send its request
local MAX_HEAD = 64 * 1024 -- bytes
local MAX_BODY = 1024 * 1024 -- bytes; of the documented requests none comes near
local MOST_DIGITS = 8 -- of a chunk's size in hex; more might not be a number of this VM any more
local MOST_AT_ONCE = 16 * 1024 -- bytes
local MOST_IN_ONE_GO = 64 * 1024 -- bytes of an answer: more than a page of a hundred tasks

-- RFC 9110, 5.6.2: what a header's name and a method may consist of.
local TOKEN = "[A-Za-z0-9!#$%%&'*+.^_`|~-]"
local HEADER = "^(" .. TOKEN .. "+):[ \t]*(.-)[ \t]*$"
local NO_METHOD = "^" .. TOKEN .. "*[^ " .. TOKEN:sub(2)
local NO_REQUEST = "the first line is not that of a request"
local TLS_HELLO = "\22" -- RFC 8446, 5.1: the first byte of a handshake

local function fail(problem)
  error({problem = problem}, 0)
end

---@param socket userdata of cqueues
---@param traffic {bytes_received: integer}
function http_reader.new(socket, traffic)
  socket:setmode("b", "bf")
  socket:setbufsiz(MOST_AT_ONCE, MOST_IN_ONE_GO)
  socket:onerror(function(_, _, code) return code end)
  return setmetatable({socket = socket, traffic = traffic, buffer = ""}, Reader)
end

-- Appends what has come to the buffer. False when the client has ended, broken off or let the time pass.
function Reader:fill(deadline)
  self.socket:settimeout(math.max(deadline - monotime(), 0))
  local bytes = self.socket:read(-MOST_AT_ONCE)
  self.socket:clearerr("r")
  if not bytes then return false end
  self.traffic.bytes_received = self.traffic.bytes_received + #bytes
  self.buffer = self.buffer .. bytes
  return true
end

-- Takes bytes from the front of the buffer.
function Reader:take(count)
  local bytes = self.buffer:sub(1, count)
  self.buffer = self.buffer:sub(count + 1)
  return bytes
end

function Reader:take_exactly(count)
  local parts, missing = {}, count
  while #self.buffer < missing do
    missing = missing - #self.buffer
    parts[#parts + 1] = self:take(#self.buffer)
    if not self:fill(self.deadline) then fail("the body ends early") end
  end
  parts[#parts + 1] = self:take(missing)
  return table.concat(parts)
end

-- Takes what ends with the pattern.
function Reader:take_through(pattern, most, part)
  local start = 1
  while true do
    local _, last = self.buffer:find(pattern, start)
    if (last or #self.buffer) > most then fail(part .. " is too long") end
    if last then return self:take(last) end
    -- The pattern's first bytes may be there already.
    start = math.max(1, #self.buffer - 3)
    if not self:fill(self.deadline) then fail(part .. " ends early") end
  end
end

local function read_headers(lines)
  local headers = {}
  for line in lines:gmatch("(.-)\r?\n") do
    if line == "" then break end
    local name, value = line:match(HEADER)
    if not name then fail("a header has no name") end
    name = ascii.lower(name)
    headers[name] = headers[name] and headers[name] .. "," .. value or value
  end
  return headers
end

-- RFC 9112, 3.2: the origin form; a proxy is sent the absolute form.
local function read_target(target)
  local path, query = target:match("^([^?]*)%??(.*)$")
  return path:match("^[A-Za-z]+://[^/]*(/.*)$") or path, query
end

-- RFC 9112, 7.1. Trailers are read and left out.
function Reader:take_chunks()
  local chunks, total = {}, 0
  while true do
    local digits = self:take_through("\r?\n", 1024, "a chunk's size"):match("^0*(%x+)")
    if not digits then fail("a chunk has no size") end
    if #digits > MOST_DIGITS then fail("the body is too long") end
    local size = tonumber(digits, 16)
    total = total + size
    if total > MAX_BODY then fail("the body is too long") end
    if size == 0 then break end
    chunks[#chunks + 1] = self:take_exactly(size)
    if not self:take_through("\n", 2, "a chunk"):find("^\r?\n$") then fail("a chunk is too long") end
  end
  repeat until not self:take_through("\r?\n", MAX_HEAD, "a trailer"):find("^[^\r\n]")
  return table.concat(chunks)
end

function Reader:take_body(headers)
  local length, encoding = headers["content-length"], headers["transfer-encoding"]
  if not length and not encoding then return "" end
  if length and (encoding or not length:find("^%d+$")) then fail("the body's length is unclear") end
  if length and tonumber(length) > MAX_BODY then fail("the body is too long") end
  if encoding and ascii.lower(encoding) ~= "chunked" then fail("the transfer encoding is unknown") end
  if ascii.lower(headers.expect or "") == "100-continue" then
    self.socket:write("HTTP/1.1 100 Continue\r\n\r\n")
    self.socket:flush()
  end
  return length and self:take_exactly(tonumber(length)) or self:take_chunks()
end

-- RFC 9112, 2.2: empty lines before a request are ignored.
function Reader:skip_empty_lines()
  repeat
    self.buffer = self.buffer:match("^[\r\n]*(.*)$")
  until self.buffer ~= "" or not self:fill(self.deadline)
end

-- Who speaks another protocol may never send what ends a head: whoever waits for that would not be told.
function Reader:check_protocol()
  if self.buffer:sub(1, 1) == TLS_HELLO then fail("it is TLS, and this port speaks plain HTTP") end
  if self.buffer:find(NO_METHOD) then fail(NO_REQUEST) end
end

function Reader:take_request()
  self:skip_empty_lines()
  self:check_protocol()
  local head = self:take_through("\n\r?\n", MAX_HEAD, "the head")
  local method, target, minor, lines = head:match("^([^ \t-\r]+) ([^ \t-\r]+) HTTP/1%.([01])\r?\n(.*)$")
  if not method then fail(NO_REQUEST) end
  local headers = read_headers(lines)
  local path, query = read_target(target)
  return {
    method = method,
    path = path,
    query = query,
    headers = headers,
    body = self:take_body(headers),
    last = minor == "0" or ascii.lower(headers.connection or ""):find("close", 1, true) ~= nil,
  }
end

--- Waits for the next request.
---@return aliota.sandbox.Request|nil request  with `last` when the client wants no further answer; nil at the end of
---the connection
---@return string? problem what is wrong with the request; the connection can't be read any further
function Reader:read()
  if self.buffer == "" and not self:fill(monotime() + IDLE) then return nil end
  self.deadline = monotime() + PATIENCE
  local ok, request = pcall(self.take_request, self)
  if ok then return request end
  if type(request) ~= "table" then error(request, 0) end
  return nil, request.problem
end

return http_reader
