local cjson = require "cjson"

local http = require "spec.support.http"
local server = require "aliota.sandbox.server"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local exchange, serve, wire = http.exchange, http.serve, http.wire

describe("server", function()
  local responder

  before_each(function() responder = support.new() end)

  it("answers a signed request over HTTP", function()
    serve(responder, function(port)
      for _, request in ipairs {signer.v3(), signer.v1(), signer.v1(nil, nil, "POST")} do
        local head, body = exchange(port, wire(request)):match("^(.-)\r\n\r\n(.*)$")
        assert.truthy(head:find("^HTTP/1.1 200 OK\r\n"))
        assert.truthy(head:find("content-type: application/json;charset=utf-8", 1, true))
        assert.truthy(head:find("connection: close", 1, true))
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

  it("keeps a connection open, also for requests that come at once", function()
    serve(responder, function(port)
      local answers = exchange(port, wire(signer.v3(), true) .. wire(signer.v3(), true) .. wire(signer.v3()))
      local _, count = answers:gsub('"Success":true', "")
      assert.equal(3, count)
      assert.equal(1, responder.counters.traffic.connections_opened)
    end)
  end)

  it("answers HEAD without a body", function()
    serve(responder, function(port)
      local answer = exchange(port, "HEAD / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
      assert.truthy(answer:find("^HTTP/1.1 400"))
      assert.truthy(answer:find("\r\n\r\n$"))
    end)
  end)

  it("answers an envelope to whoever doesn't speak HTTP or breaks off", function()
    serve(responder, function(port)
      for _, bytes in ipairs {
        "\0\1\2\3\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 100\r\n\r\nx", "POST / HTTP/1.1\r\ncontent-length: -5\r\n\r\n",
        "no line end", ("x"):rep(100000), "GET / HTTP/1.1\r\n" .. ("a: b\r\n"):rep(20000) .. "\r\n",
        "POST / HTTP/1.1\r\ncontent-length: 99999999\r\n\r\n" .. ("x"):rep(100000),
      } do
        local head, body = exchange(port, bytes):match("^(.-)\r\n\r\n(.*)$")
        assert.truthy(head:find("^HTTP/1.1 400"))
        local members = cjson.decode(body)
        assert.equal("InvalidParameter.Format", members.Code)
        assert.truthy(members.RequestId)
      end
      assert.equal("", (exchange(port, "")))
      assert.truthy(exchange(port, wire(signer.v3())):find('"Success":true', 1, true))
    end)
  end)

  it("counts connections and bytes", function()
    serve(responder, function(port)
      local sent, traffic = wire(signer.v3()), responder.counters.traffic
      local received = exchange(port, sent)
      assert.same({1, #sent, #received}, {traffic.connections_opened, traffic.bytes_received, traffic.bytes_sent})
    end)
    assert.equal(0, responder.counters.traffic.connections_open)
  end)

  it("outlives a responder that fails", function()
    local answers = responder.handle
    serve(responder, function(port)
      responder.handle = function() error("a fault") end
      assert.equal("", (exchange(port, wire(signer.v3()))))
      responder.handle = answers
      assert.truthy(exchange(port, wire(signer.v3())):find('"Success":true', 1, true))
    end)
  end)

  it("says why it can't listen", function()
    serve(responder, function(port)
      local second, message = server.listen(responder, {port = port})
      assert.is_nil(second)
      assert.equal(("can't listen on 127.0.0.1:%d: Address already in use"):format(port), message)
    end)
  end)
end)
