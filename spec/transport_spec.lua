local loop = require "aliota.loop"
local stub = require "spec.support.stub"
local transport = require "aliota.transport"

describe("transport", function()
  local server, tls_server
  setup(function()
    server = stub.start {
      ["/hello"] = stub.answer(404, "hello"), ["/hang"] = {raw = "", hang = true},
      ["/cut"] = {raw = "HTTP/1.1 2", close = true}, ["/echo"] = {echo = true},
      ["/large"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 34603008\r\n\r\n", fill = 34603008, close = true},
    }
    tls_server = stub.start({["/hello"] = stub.answer(200, "hello")}, true)
  end)
  teardown(function()
    server:stop()
    tls_server:stop()
  end)

  -- What transport.finish returns.
  local function sent(url, more, seconds)
    local route = {timeout = 5, connect_timeout = 5, proxy = function() end}
    for name, value in pairs(more or {}) do route[name] = value end
    local transfer = transport.start({method = "POST", url = url, headers = {"X-A: b"}}, route, seconds or math.huge)
    loop.run(function() return transfer:done(), math.huge end, loop.plain)
    return transport.finish(transfer, "QueryOTAJob")
  end

  it("brings any answer back", function()
    local answer, err, seconds, was_sent = sent(server.endpoint .. "/hello")
    assert.same({404, "hello"}, {answer.status, answer.body})
    assert.is_nil(err)
    assert.equal(answer.seconds, seconds)
    assert.is_true(seconds >= 0)
    assert.is_true(was_sent)
    assert.equal("hello", sent(tls_server.endpoint .. "/hello", {ca_file = tls_server.ca_file}).body)
  end)

  it("sends what it is given", function()
    local body = sent(server.endpoint .. "/echo?a=b").body
    assert.truthy(body:find "^POST /echo%?a=b HTTP/1.1\r\n")
    assert.truthy(body:find("\r\nX-A: b\r\n", 1, true))
  end)

  it("names what went wrong, and whether anything had gone out by then", function()
    local cases = {
      {"network", true, true, server.endpoint .. "/cut"},
      {"network", true, false, "http://127.0.0.1:1/"},
      {"timeout", true, true, server.endpoint .. "/hang", {timeout = 0.1}},
      {"tls", false, false, tls_server.endpoint .. "/hello"},
      {"decode", false, true, server.endpoint .. "/large"},
      {"network", true, false, server.endpoint .. "/hello", {proxy = function() return "http://u:hush@[::1]:1" end}},
    }
    for _, case in ipairs(cases) do
      local answer, err, seconds, was_sent = sent(case[4], case[5])
      assert.is_nil(answer)
      assert.same({case[1], case[2], case[3], "QueryOTAJob"}, {err.kind, err.retryable, was_sent, err.action})
      assert.truthy(#err.message > 0 and err.hint)
      assert.is_nil(tostring(err):find "hush")
      assert.is_true(seconds >= 0)
    end
  end)

  it("gives an attempt no more time than is left", function()
    local _, err = sent(server.endpoint .. "/hang", {timeout = 3600, connect_timeout = 3600}, 0.1)
    assert.equal("timeout", err.kind)
  end)
end)
