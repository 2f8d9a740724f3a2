local loop = require "aliota.loop"
local proxy = require "aliota.call.proxy"
local socket = require "socket"
local stub = require "spec.support.stub"
local transport = require "aliota.call.transport"

describe("transport", function()
  local server, tls_server
  setup(function()
    server = stub.start {
      ["/hello"] = stub.answer(404, "hello"), ["/hang"] = {raw = "", hang = true},
      ["denied.test:443"] = stub.answer(407, "hush", {"Proxy-Authenticate: Basic realm=x"}),
      ["forbidden.test:443"] = stub.answer(403, "hush"), ["away.test:443"] = stub.answer(502, "hush"),
      ["http://denied.test/"] = stub.answer(407, "hush"), ["http://away.test/"] = stub.answer(502, "hush"),
      ["/cut"] = {raw = "HTTP/1.1 2", close = true}, ["/echo"] = {echo = true},
      ["/large"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 34603008\r\n\r\n", fill = 34603008, close = true},
    }
    tls_server = stub.start({["/hello"] = stub.answer(200, "hello")}, true)
  end)
  teardown(function()
    server:stop()
    tls_server:stop()
  end)

  -- Seconds: what ends by itself has long ended by then; and what does not end was long sent by then.
  local ENOUGH, SHORT = 60, 2

  -- What transport.finish returns.
  local function sent(url, more, seconds)
    local route = {timeout = ENOUGH, connect_timeout = ENOUGH, proxy = proxy.none}
    for name, value in pairs(more or {}) do route[name] = value end
    local request = {method = "POST", url = url, headers = {"X-A: b"}, private_url = route.private_url}
    local transfer, addresses = transport.start(request, route, seconds or math.huge)
    loop.run(function() return transfer:done(), math.huge end, loop.plain)
    return transport.finish(transfer, "QueryOTAJob", addresses)
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
      {"timeout", true, true, server.endpoint .. "/hang", {timeout = SHORT}},
      {"tls", false, false, tls_server.endpoint .. "/hello"},
      {"decode", false, true, server.endpoint .. "/large"},
      {"network", true, false, server.endpoint .. "/hello", {proxy = proxy.chooser "http://u:hush@[::1]:1"}},
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

  it("suspects the scheme where TLS is not answered, or is answered with something else", function()
    local silent = assert(socket.bind("127.0.0.1", 0))
    local _, port = silent:getsockname()
    local _, silence = sent(("https://127.0.0.1:%d/"):format(port), {timeout = SHORT})
    local _, slowness = sent(("http://127.0.0.1:%d/"):format(port), {timeout = 0.3})
    silent:close()
    assert.same({"timeout", "timeout"}, {silence.kind, slowness.kind})
    assert.truthy(silence.hint:find("is it https that is spoken there, or http?", 1, true))
    assert.is_nil(slowness.hint:find "http")
  end)

  it("tells a proxy that refused by its status, and repeats only what may pass", function()
    local through = {proxy = proxy.chooser(server.endpoint:gsub("//", "//user:hush@"))}
    local cases = {
      {"https://denied.test/", 407, "ProxyAuthenticationRequired", false},
      {"https://away.test/", 502, "ProxyRefused", true},
      {"https://forbidden.test/", 403, "ProxyRefused", false},
      {"http://denied.test/", 407, "ProxyAuthenticationRequired", false},
    }
    for _, case in ipairs(cases) do
      local answer, err, seconds, was_sent = sent(case[1], through)
      assert.same({nil, "http", case[2], case[3], case[4], false},
        {answer, err.kind, err.status, err.code, err.retryable, was_sent}, case[1])
      assert.truthy(err.message:find("the proxy answered " .. case[2], 1, true))
      assert.truthy(err.message:find(server.endpoint:gsub("//", "//***@"), 1, true), err.message)
      assert.truthy(err.hint:find "proxy" and seconds >= 0)
      assert.is_nil(tostring(err):find "hush")
    end
  end)

  -- A SOCKS proxy that answers what it is sent, once for each.
  local function with_socks(answers, f)
    local listener = assert(socket.bind("127.0.0.1", 0))
    listener:settimeout(0)
    local client
    local function serve()
      client = client or listener:accept()
      if not client then return end
      client:settimeout(0)
      local _, _, came = client:receive(64)
      if came ~= "" and answers[1] then client:send(table.remove(answers, 1)) end
    end
    local ok, problem = pcall(f, ("socks5h://user:hush@127.0.0.1:%d"):format(select(2, listener:getsockname())), serve)
    listener:close()
    if client then client:close() end
    assert(ok, problem)
  end

  it("tells a SOCKS proxy that wants another user, or none of what it may be told, and does not repeat that", function()
    for _, answers in ipairs {{"\5\2", "\1\1"}, {"\5\255"}} do
      with_socks(answers, function(address, serve)
        local route = {timeout = ENOUGH, connect_timeout = ENOUGH, proxy = proxy.chooser(address)}
        local request = {method = "GET", url = "http://a.test/", headers = {}}
        local transfer, addresses = transport.start(request, route, ENOUGH)
        loop.run(function(now)
          serve()
          return transfer:done(), now + 0.005
        end, loop.plain)
        local answer, err, _, was_sent = transport.finish(transfer, "QueryOTAJob", addresses)
        assert.same({nil, "network", "ProxyAuthenticationRequired", false, false},
          {answer, err.kind, err.code, err.retryable, was_sent})
        assert.truthy(err.hint:find("user and password", 1, true))
      end)
    end
  end)

  it("leaves the answer of whoever a proxy has asked to others", function()
    local answer, err = sent("http://away.test/", {proxy = proxy.chooser(server.endpoint)})
    assert.same({502, nil}, {answer.status, err})
  end)

  it("shows nothing of an address of which libcurl may take a part of the password for a host", function()
    for _, wrong in ipairs {
      "http://127.0.0.2:1/hush@127.0.0.1:1", "127.0.0.2:1?hush@127.0.0.1:1", "http://user:hu sh@127.0.0.1:1",
      "http://user:hush#hush@127.0.0.1:1", "http://user:hush/hush@127.0.0.1:1", "http://user:hush@hush@127.0.0.1:1",
      "user:hush@127.0.0.1:99999999",
    } do
      local _, by_proxy = sent("https://elsewhere.test/", {proxy = function() return wrong, wrong end})
      assert.equal("network", by_proxy.kind)
      assert.truthy(by_proxy.message:find("can't be read and is not shown", 1, true))
      assert.is_nil(by_proxy.message:find "hu" or by_proxy.message:find "127", wrong)
    end
    local uri = "http://127.0.0.2:1/hush@127.0.0.1:1"
    local _, of_keys = sent(uri, {private_url = uri})
    assert.truthy(of_keys.message:find("can't be read and is not shown", 1, true))
  end)

  it("gives an attempt no more time than is left", function()
    local _, err = sent(server.endpoint .. "/hang", {timeout = 3600, connect_timeout = 3600}, 0.1)
    assert.equal("timeout", err.kind)
  end)
end)
