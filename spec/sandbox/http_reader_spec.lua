local cqueues = require "cqueues"
local socket = require "cqueues.socket"

local http_reader = require "aliota.sandbox.http_reader"

-- Reads all requests in the bytes; returns them and what was wrong in the end.
local function read(bytes)
  local requests, wrong = {}, nil
  local queue = cqueues.new()
  local near, far = socket.pair()
  local traffic = {bytes_received = 0}
  queue:wrap(function()
    far:setmode("b", "bf")
    far:onerror(function(_, _, why) return why end)
    -- In pieces, so that every end of a read is met.
    for position = 1, #bytes, 7 do
      if not (far:write(bytes:sub(position, position + 6)) and far:flush()) then return end
      cqueues.poll()
    end
    far:shutdown("w")
  end)
  queue:wrap(function()
    local reader = http_reader.new(near, traffic)
    local request
    repeat
      request, wrong = reader:read()
      requests[#requests + 1] = request
    until not request
    near:close()
  end)
  assert(queue:loop())
  far:close()
  return requests, wrong, traffic.bytes_received
end

describe("http_reader", function()
  it("reads request after request", function()
    local bytes = "GET /a?b=c&d HTTP/1.1\r\nHost: x\r\nX-Twice:  1 \r\nx-twice: 2\r\n\r\n"
      .. "\r\nPOST / HTTP/1.1\r\ncontent-length: 5\r\nConnection: Close\r\n\r\nhello"
    local requests, wrong, received = read(bytes)
    assert.is_nil(wrong)
    assert.equal(#bytes, received)
    assert.same({method = "GET", path = "/a", query = "b=c&d", headers = {host = "x", ["x-twice"] = "1,2"}, body = "",
      last = false}, requests[1])
    assert.same({"POST", "/", "", "hello", true},
      {requests[2].method, requests[2].path, requests[2].query, requests[2].body, requests[2].last})
  end)

  it("takes line ends without a carriage return, and what is sent to a proxy", function()
    local requests = read("GET http://host:80/p?q=http://x/?y HTTP/1.0\nhost: x\n\n")
    assert.same({"/p", "q=http://x/?y", true}, {requests[1].path, requests[1].query, requests[1].last})
  end)

  it("puts chunks together", function()
    local head = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
    local requests, wrong = read(head .. "5;x=y\r\nhello\r\nA\r\n, chunked!\r\n0\r\ntrailer: x\r\n\r\n"
      .. head .. "0\r\n\r\n")
    assert.same({"hello, chunked!", ""}, {requests[1].body, requests[2].body})
    assert.is_nil(wrong)
  end)

  it("is not misled by chunk sizes that no number can hold", function()
    local head = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n"
    for _, size in ipairs {"8000000000000001", "10000000000000000", "ffffffffffffffff", ("f"):rep(500)} do
      local requests, wrong = read(head .. size .. "\r\nx\r\n0\r\n\r\n")
      assert.same({0, "the body is too long"}, {#requests, wrong})
    end
    assert.equal("x", read(head .. "0000000000000001\r\nx\r\n0\r\n\r\n")[1].body)
  end)

  it("says what is wrong with a request", function()
    local post = "POST / HTTP/1.1\r\n"
    local cases = {
      ["GET / HTTP/2\r\n\r\n"] = "the first line is not that of a request",
      ["GET  / HTTP/1.1\r\n\r\n"] = "the first line is not that of a request",
      ["GET / HTTP/1.1\r\n: x\r\n\r\n"] = "a header has no name",
      ["GET / HTTP/1.1\r\na b: x\r\n\r\n"] = "a header has no name",
      ["GET / HTTP/1.1\r\nhost: x"] = "the head ends early",
      ["GET / HTTP/1.1\r\na: " .. ("x"):rep(70000) .. "\r\n\r\n"] = "the head is too long",
      [post .. "content-length: 1\r\ncontent-length: 2\r\n\r\nab"] = "the body's length is unclear",
      [post .. "content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"] = "the body's length is unclear",
      [post .. "transfer-encoding: gzip\r\n\r\n"] = "the transfer encoding is unknown",
      [post .. "content-length: 2000000\r\n\r\n"] = "the body is too long",
      [post .. "content-length: 2\r\n\r\nx"] = "the body ends early",
      [post .. "transfer-encoding: chunked\r\n\r\nx\r\n"] = "a chunk has no size",
      [post .. "transfer-encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n"] = "a chunk is too long",
      [post .. "transfer-encoding: chunked\r\n\r\nFFFFFFFFFF\r\n"] = "the body is too long",
    }
    for bytes, expected in pairs(cases) do
      local requests, wrong = read(bytes)
      assert.same({0, expected}, {#requests, wrong}, bytes:sub(1, 60))
    end
  end)

  it("does not wait for the end of what is no request", function()
    local tls, other = "it is TLS, and this port speaks plain HTTP", "the first line is not that of a request"
    for bytes, expected in pairs {
      ["\22\3\1\2\0\1\0\1"] = tls, ["\r\n\22"] = tls, ["SSH(2.0"] = other, ["\0"] = other, ["GET\r\n"] = other,
    } do
      local near, far = socket.pair()
      local queue, wrong = cqueues.new(), nil
      queue:wrap(function() wrong = select(2, http_reader.new(near, {bytes_received = 0}):read()) end)
      queue:wrap(function()
        far:setmode("b", "bf")
        far:write(bytes)
        far:flush() -- and neither more nor an end
      end)
      assert(queue:loop())
      assert.equal(expected, wrong)
      near:close()
      far:close()
    end
  end)

  it("lets a client go on that waits for permission", function()
    local near, far = socket.pair()
    local queue, body, permission = cqueues.new(), nil, nil
    queue:wrap(function() body = http_reader.new(near, {bytes_received = 0}):read().body end)
    queue:wrap(function()
      far:setmode("b", "bf")
      far:write("POST / HTTP/1.1\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n")
      far:flush()
      permission = far:read(25)
      far:write("ok")
      far:flush()
    end)
    assert(queue:loop())
    near:close()
    far:close()
    assert.same({"HTTP/1.1 100 Continue\r\n\r\n", "ok"}, {permission, body})
  end)
end)
