local cjson = require "cjson"
local socket = require "cqueues.socket"

local sandbox = require "aliota.sandbox"
local server = require "aliota.sandbox.server"
local signer = require "spec.support.signer"

-- Serves until `talk`, which runs beside the server, has got its answers.
local function serve(responder, talk)
  local listening = assert(server.listen(responder, 0))
  local ok, failure
  listening:stop_when(function()
    ok, failure = pcall(talk, tonumber(listening.endpoint:match("^http://127%.0%.0%.1:(%d+)$")))
  end)
  listening:run()
  if not ok then error(failure, 0) end
end

local function exchange(port, bytes)
  local client = socket.connect("127.0.0.1", port)
  client:setmode("b", "b")
  client:onerror(function(_, _, why) return why end)
  client:write(bytes)
  client:flush()
  client:shutdown("w")
  local answer = client:read("*a")
  client:close()
  return answer or ""
end

local function wire(request)
  local lines = {("%s /?%s HTTP/1.1"):format(request.method, request.query)}
  for name, value in pairs(request.headers) do lines[#lines + 1] = name .. ": " .. value end
  lines[#lines + 1] = "content-length: " .. #request.body
  lines[#lines + 1] = "connection: close"
  return table.concat(lines, "\r\n") .. "\r\n\r\n" .. request.body
end

describe("server", function()
  local responder

  before_each(function()
    responder = sandbox.new({clock = function() return signer.NOW end, job_id = signer.JOB})
  end)

  it("answers a signed request over HTTP", function()
    serve(responder, function(port)
      for _, request in ipairs {signer.v3(), signer.v1(), signer.v1(nil, nil, "POST")} do
        local head, body = exchange(port, wire(request)):match("^(.-)\r\n\r\n(.*)$")
        assert.truthy(head:find("^HTTP/1.1 200 OK\r\n"))
        assert.truthy(head:find("content-type: application/json;charset=utf-8", 1, true))
        assert.equal(10, #cjson.decode(body).Data.SimpleOTATaskInfo)
      end
    end)
  end)

  it("hands on a form body", function()
    local request = signer.v1(nil, nil, "POST")
    request.query, request.body = "", request.query
    request.headers["content-type"] = "application/x-www-form-urlencoded"
    serve(responder, function(port)
      assert.truthy(exchange(port, wire(request)):find('"Success":true', 1, true))
    end)
  end)

  it("hands on repeated headers as one", function()
    local request = signer.v3(nil, {["x-acs-twice"] = "a,b"})
    request.headers["x-acs-twice"] = "a\r\nx-acs-twice: b"
    serve(responder, function(port)
      assert.truthy(exchange(port, wire(request)):find('"Success":true', 1, true))
    end)
  end)

  it("answers HEAD without a body", function()
    serve(responder, function(port)
      local answer = exchange(port, "HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
      assert.truthy(answer:find("^HTTP/1.1 400"))
      assert.truthy(answer:find("\r\n\r\n$"))
    end)
  end)

  it("goes on after clients that don't speak HTTP or break off", function()
    serve(responder, function(port)
      for _, bytes in ipairs {
        "", "\0\1\2\3\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 100\r\n\r\nx", "POST / HTTP/1.1\r\ncontent-length: -5\r\n\r\n",
      } do exchange(port, bytes) end
      assert.truthy(exchange(port, wire(signer.v3())):find('"Success":true', 1, true))
    end)
  end)

  it("says why it can't listen", function()
    serve(responder, function(port)
      local second, message = server.listen(responder, port)
      assert.is_nil(second)
      assert.equal(("can't listen on 127.0.0.1:%d: Address already in use"):format(port), message)
    end)
  end)
end)
