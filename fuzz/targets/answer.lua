-- Answers over HTTP, which come to the same however they are cut. An input is a line of sizes, then the answer; or a
-- line that begins with z, then a body that is packed before it is sent.
local core = require "aliota.core"
local exchange = require "fuzz.exchange"
local expect = require "fuzz.expect"

local MOST_LINES = 1000
local CATEGORIES = {["too large"] = true, network = true, timeout = true}

-- The last size is for all that is left.
local function pieces_of(text, sizes)
  local pieces, at = {}, 1
  for size in sizes:gmatch "." do
    pieces[#pieces + 1] = text:sub(at, at + size:byte())
    at = at + size:byte() + 1
  end
  pieces[#pieces + 1] = text:sub(at)
  return pieces
end

local function gzipped(text)
  local packer = core.deflate()
  local bytes = packer:add(text)
  local rest, crc = packer:finish()
  return "\31\139\8\0\0\0\0\0\0\3" .. bytes .. rest .. string.pack("<I4I4", crc, #text)
end

-- A body that has a length, and is neither packed nor in chunks, has that one.
local function check_length(answer)
  local headers = answer.headers
  local length = tonumber((headers["content-length"] or ""):match "^%d+$")
  local is_plain = not headers["transfer-encoding"] and not headers["content-encoding"]
  local has_body = answer.status >= 200 and answer.status ~= 204 and answer.status ~= 304
  if length and is_plain and has_body then expect.same(length, #answer.body, "length") end
end

local function check(answer, failure)
  if not answer then return assert(CATEGORIES[failure.category], failure.message) end
  local count = 0
  for name, value in pairs(answer.headers) do
    count = count + 1
    assert(name == name:lower() and not (name .. value):find "\n", "header")
  end
  assert(count <= MOST_LINES and #answer.body <= exchange.MOST, "limits")
  check_length(answer)
end

-- What does not depend on the clock.
local function told(answer, failure)
  if not answer then return failure.category end
  return {answer.status, answer.headers, answer.body}
end

local function check_packed(text, sizes)
  local body = gzipped(text)
  local head = ("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"):format(#body)
  local answer, failure = exchange.answered(pieces_of(head .. body, sizes))
  expect.same(text, answer and answer.body or failure.message, "packed and unpacked")
end

return function(input)
  local sizes, text = input:match "^([^\n]*)\n(.*)$"
  if not sizes then return end
  if sizes:sub(1, 1) == "z" then return check_packed(text, sizes:sub(2)) end
  local answer, failure = exchange.answered {text}
  check(answer, failure)
  local again, again_failure = exchange.answered(pieces_of(text, sizes))
  check(again, again_failure)
  if text:find "%z" then return end -- libcurl 7.88 may end the head at a line that begins so, or not
  expect.same(told(answer, failure), told(again, again_failure), "in pieces")
end
