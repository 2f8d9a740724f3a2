local authority = require "spec.support.authority"
local core = require "aliota.core"
local native = require "native"
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"

-- A minute's, where nothing moves; each thing that does cuts one short.
local MOST_WAITS = 1200

-- Seconds. What ends by itself has long ended by then, valgrind or not; what does not end was long sent by then.
local ENOUGH, SHORT = 60, 2

-- Steps until the transfer has come to what its method `asks`; fails instead of waiting for ever.
local function step_until(http, transfer, asks)
  for _ = 1, MOST_WAITS do
    if transfer[asks](transfer) then return end
    http:wait(0.05)
    http:step()
  end
  error("the transfer never comes to " .. asks)
end

local function await(http, transfer)
  step_until(http, transfer, "done")
  return transfer:result()
end

describe("core.http", function()
  local server, tls_server, http

  local function get(path, more)
    local request = {url = server.endpoint .. path}
    for name, value in pairs(more or {}) do request[name] = value end
    return await(http, http:queue(request))
  end

  setup(function()
    local large, later = ("x"):rep(100000), stub.answer(200, "later")
    later.pause = 0.3
    server = stub.start {
      ["/hello"] = stub.answer(200, "hello", {"X-One: 1", "Set-Cookie: a", "set-cookie: b", "X-Empty:"}),
      ["/echo"] = {echo = true},
      ["/later"] = later,
      ["/large"] = stub.answer(200, large),
      ["/teapot"] = stub.answer(418, "short and stout"),
      ["/slow"] = {raw = "", pause = 30},
      ["/hang"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", hang = true},
      ["/cut"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", close = true},
      ["/nothing"] = {raw = "", close = true},
      ["/nothing_later"] = {raw = "", pause = 0.3, close = true},
      ["/garbage"] = {raw = "\1\2\3 not http at all", close = true},
      ["/continue"] = {raw = "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
        .. "HTTP/1.1 200 OK\r\nX-Late: 2\r\nContent-Length: 2\r\n\r\nok"},
      ["/headers"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"},
      ["/trailer"] = {raw = "HTTP/1.1 200 OK\r\nX-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
        .. "2\r\nok\r\n0\r\nHTTP/9: x\r\n\r\n"},
      ["/lines"] = {raw = "HTTP/1.1 200 OK\r\n" .. ("a:\r\n"):rep(1001) .. "Content-Length: 0\r\n\r\n"},
      ["/claim"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", hang = true},
      ["/redirect"] = stub.answer(302, "", {"Location: /hello"}),
      ["/heads"] = {raw = "HTTP/1.1 200 OK\r\nX-Much: " .. ("h"):rep(90000) .. "\r\nX-More: " .. ("h"):rep(90000)
        .. "\r\nX-Most: " .. ("h"):rep(90000) .. "\r\nContent-Length: 0\r\n\r\n"},
      ["/long_line"] = {raw = "HTTP/1.1 200 OK\r\nX-Long: " .. ("h"):rep(200000) .. "\r\nContent-Length: 0\r\n\r\n"},
      ["/equal"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" .. ("X-Same: 1234567890\r\n"):rep(980) .. "\r\n"},
      ["refused.test:443"] = stub.answer(403, ""), -- what a client asks a proxy for
      ["silent.test:443"] = {raw = "", hang = true},
      ["cut.test:443"] = {raw = "HTTP/1.1 200 OK\r\n\r\n", close = true},
      ["/chunked"] = {raw = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"},
    }
    tls_server = stub.start({["/hello"] = stub.answer(200, "hello")}, true)
  end)

  teardown(function()
    server:stop()
    tls_server:stop()
  end)

  before_each(function() http = core.http.new() end)
  after_each(function() http:close() end)

  describe("an answer", function()
    it("has status, body and headers under lower-case names, repeated ones joined", function()
      local answer = get "/hello"
      assert.equal(200, answer.status)
      assert.equal("hello", answer.body)
      assert.equal("1", answer.headers["x-one"])
      assert.equal("a, b", answer.headers["set-cookie"])
      assert.equal("", answer.headers["x-empty"])
      assert.equal("number", type(answer.seconds))
      assert.is_true(answer.waited >= 0 and answer.waited <= answer.seconds)
    end)

    it("may have any status, is never followed elsewhere, and counts from the last status line", function()
      assert.equal(418, get("/teapot").status)
      assert.equal(302, get("/redirect").status)
      local answer = get "/continue"
      assert.equal("ok", answer.body)
      assert.equal("2", answer.headers["x-late"])
      assert.is_nil(answer.headers["x-early"])
      assert.equal("1", get("/trailer").headers["x-a"])
    end)

    it("may have as many equal names as it may have lines", function()
      local value = get("/equal").headers["x-same"]
      assert.equal(("1234567890, "):rep(979) .. "1234567890", value)
    end)

    it("makes little garbage of equal names, as each value is copied once", function()
      local transfer = http:queue {url = server.endpoint .. "/equal"}
      step_until(http, transfer, "done")
      collectgarbage()
      collectgarbage "stop"
      local before = collectgarbage "count"
      local answer = transfer:result()
      local grown = collectgarbage "count" - before
      collectgarbage "restart"
      assert.equal(11758, #answer.headers["x-same"])
      assert.is_true(grown < 500, ("%.0f KB"):format(grown))
    end)

    it("may be chunked, and large up to the limit", function()
      assert.equal("abcde", get("/chunked").body)
      assert.equal(100000, #get("/large").body)
      assert.equal(100000, #get("/large", {max_size = 100000}).body)
    end)
  end)

  describe("a request", function()
    it("is a GET by default, and carries the headers given", function()
      local sent = get("/echo", {headers = {"X-A: b", "User-Agent: me"}}).body
      assert.truthy(sent:find "^GET /echo HTTP/1.1\r\n")
      assert.truthy(sent:find("\r\nX-A: b\r\n", 1, true))
      assert.truthy(sent:find("\r\nUser-Agent: me\r\n", 1, true))
    end)

    it("can be a POST without a body, and without a content type that nobody signed", function()
      local sent = get("/echo?a=1", {method = "POST"}).body
      assert.truthy(sent:find "^POST /echo%?a=1 HTTP/1.1\r\n")
      assert.truthy(sent:find("\r\nContent-Length: 0\r\n", 1, true))
      assert.is_nil(sent:lower():find("content-type", 1, true))
      assert.is_nil(sent:lower():find("expect", 1, true))
    end)

    it("can be a POST with a body of any bytes", function()
      local sent = get("/echo", {method = "POST", body = "a\0b", headers = {"Content-Type: text/plain"}}).body
      assert.truthy(sent:find("\r\nContent-Type: text/plain\r\n", 1, true))
      assert.equal("a\0b", sent:match "\r\n\r\n(.*)$")
    end)

    it("can be of any method, with a body or without", function()
      assert.truthy(get("/echo", {method = "DELETE"}).body:find "^DELETE ")
      local sent = get("/echo", {method = "PUT", body = "hello"}).body
      assert.truthy(sent:find "^PUT ")
      assert.equal("hello", sent:match "\r\n\r\n(.*)$")
    end)

    it("can be a HEAD, which has no body to wait for", function()
      local answer = get("/headers", {method = "HEAD", timeout = ENOUGH})
      assert.same({200, ""}, {answer.status, answer.body})
    end)

    it("is read from the table while it is queued, whatever the table does", function()
      local request = setmetatable({}, {__index = function(_, name)
        collectgarbage()
        if name == "url" then return server.endpoint .. "/hello?" .. os.time() end
      end})
      assert.equal("hello", await(http, http:queue(request)).body)
    end)

    it("may have a header switched off, and any byte but control characters in the others", function()
      local sent = get("/echo", {headers = {"Accept:", "X-A:\tb \195\164\255", "!#$%&'*+-.^_`|~:c"}}).body
      assert.is_nil(sent:find("\r\nAccept:", 1, true))
      assert.truthy(sent:find("\r\nX-A:\tb \195\164\255\r\n", 1, true))
      assert.truthy(sent:find("\r\n!#$%&'*+-.^_`|~:c\r\n", 1, true))
    end)

    it("is refused, at the call, by a table that closes the Http", function()
      local one = core.http.new()
      local closing = setmetatable({url = "http://a"}, {__index = function() one:close() end})
      assert.error_matches(function() one:queue(closing) end, "http is closed")
    end)

    it("is refused, at the call, when its head would be too large", function()
      local long = ("x"):rep(600000)
      for _, request in ipairs {
        {url = "http://a/" .. long, says = "request.url has more than 524288 bytes"},
        {url = "http://a/", headers = {"A: " .. long}, says = "request.headers and url have more than 524288 bytes"},
        {url = "http://a/" .. long:sub(1, 300000), headers = {"A: b", "C: " .. long:sub(1, 300000)},
          says = "request.headers and url have more than 524288 bytes"},
      } do
        assert.has_error(function() http:queue(request) end, request.says)
      end
      assert.equal(400000, #get("/echo", {headers = {"A: " .. long:sub(1, 400000)}}).body:match "A: (x+)")
    end)

    describe("is refused, at the call,", function()
      local NO_HEADER = 'must be "Name: value", without line ends and other control characters'
      local cases = {
        {{}, "request.url is missing"},
        {{url = 5}, "request.url must be a string, not a number"},
        {{url = "http://a\nb"}, "request.url holds a line end or a NUL byte"},
        {{url = "http://a", method = "G\0"}, "request.method holds a line end or a NUL byte"},
        {{url = "http://a", method = "GET /x"}, "request.method must be in capital letters"},
        {{url = "http://a", body = {}}, "request.body must be a string, not a table"},
        {{url = "http://a", body = 5}, "request.body must be a string, not a number"},
        {{url = "http://a", headers = "A: b"}, "request.headers must be an array of lines"},
        {{url = "http://a", timeout = 0}, "request.timeout must be a number above zero, 1000000 at most"},
        {{url = "http://a", timeout = "5"}, "request.timeout must be a number above zero, 1000000 at most"},
        {{url = "http://a", connect_timeout = -1},
          "request.connect_timeout must be a number above zero, 1000000 at most"},
        {{url = "http://a", max_size = 0 / 0}, "request.max_size must be a number above zero, 1000000000 at most"},
        {{url = ""}, "request.url is missing"},
        {{url = "http://a", method = ""}, "request.method must be in capital letters"},
        {{url = "http://a", headers = {"A: b", {}}}, "request.headers[2] " .. NO_HEADER},
      }
      for _, line in ipairs {
        "A: b\r\nC: d", "A: b\n", "A: \0", "A: \27[2J", "A: \127", "A b: c", "A : b", " A: b", "\tA: b", "A\1: b",
        "A\195\164: b", "A", "A;", ": b", ":", "", "A(b): c",
      } do
        cases[#cases + 1] = {{url = "http://a", headers = {line}}, "request.headers[1] " .. NO_HEADER}
      end
      for _, case in ipairs(cases) do
        it("with " .. case[2], function()
          assert.has_error(function() http:queue(case[1]) end, case[2])
          assert.equal(0, http:active())
        end)
      end
    end)
  end)

  describe("a failure", function()
    local function failure(path, more)
      local answer, problem = get(path, more)
      assert.is_nil(answer)
      assert.equal("string", type(problem.message))
      assert.equal("number", type(problem.seconds))
      return problem.category
    end

    it("is a network failure when nobody listens or the answer breaks off", function()
      for _, path in ipairs {"/cut", "/nothing", "/garbage"} do assert.equal("network", failure(path)) end
      assert.equal("network", failure("", {url = "http://127.0.0.1:1/"}))
    end)

    it("names a lack of descriptors", function()
      local output = require("spec.support.shell").run(("ulimit -n 64; %s -e '%s'"):format(
        rawget(_G, "jit") and "luajit" or "lua5.4", [[
        local http, files = require("aliota.core").http.new(), {}
        local transfer = http:queue {url = "http://127.0.0.1:1/", proxy = ""}
        repeat
          local file = io.open "/dev/null"
          files[#files + 1] = file
        until not file
        while not transfer:done() do
          http:wait(0.05)
          http:step()
        end
        print(select(2, transfer:result()).message)]]))
      assert.equal("no socket: Too many open files\n", output)
    end)

    it("is a network failure for any scheme but http and https", function()
      assert.equal("network", failure("", {url = "file:///etc/passwd"}))
      assert.equal("network", failure("", {url = "gopher://127.0.0.1:1/"}))
    end)

    it("is a time-out when the answer is late or does not end", function()
      assert.equal("timeout", failure("/slow", {timeout = 0.1}))
      assert.equal("timeout", failure("/hang", {timeout = 0.1}))
    end)

    it("is about size when the body or the head is too large", function()
      assert.equal("too large", failure("/large", {max_size = 99999}))
      assert.equal("too large", failure "/heads")
      assert.equal("too large", failure "/lines")
      assert.equal("too large", failure("/claim", {timeout = ENOUGH}))
      assert.equal("too large", failure "/long_line")
    end)
  end)

  describe("over TLS", function()
    -- Valgrind takes seconds to read a system's authorities.
    local function secure(more)
      local request = {url = tls_server.endpoint .. "/hello", connect_timeout = ENOUGH}
      for name, value in pairs(more or {}) do request[name] = value end
      return await(http, http:queue(request))
    end

    it("trusts the authorities of ca_file", function()
      assert.equal("hello", secure({ca_file = tls_server.ca_file}).body)
    end)

    it("refuses an unknown authority, another host's certificate and a missing file", function()
      local _, unknown = secure()
      assert.equal("tls", unknown.category)
      local _,
        elsewhere = secure {url = tls_server.endpoint:gsub("127.0.0.1", "localhost"), ca_file = tls_server.ca_file}
      assert.equal("tls", elsewhere.category)
      local _, missing = secure {ca_file = "/nonexistent/ca.pem"}
      assert.equal("tls", missing.category)
      assert.truthy(missing.message:find "/nonexistent/ca%.pem: No such file or directory$", missing.message)
    end)

    -- One descriptor is left, which the socket takes.
    it("names a lack of descriptors for the authorities", function()
      local output = shell.run(("ulimit -n 64; %s -e '%s'"):format(rawget(_G, "jit") and "luajit" or "lua5.4", ([[
        local http, files = require("aliota.core").http.new(), {}
        local transfer = http:queue {url = "%s", ca_file = "%s", proxy = ""}
        repeat
          local file = io.open "/dev/null"
          files[#files + 1] = file
        until not file
        files[#files]:close()
        while not transfer:done() do
          http:wait(0.05)
          http:step()
        end
        local _, failure = transfer:result()
        print(failure.category, failure.message)]]):format(tls_server.endpoint, tls_server.ca_file)))
      assert.truthy(output:find "^network\t.*: Too many open files\n$", output)
    end)

    it("reads the authorities again once a server was distrusted", function()
      local path = os.tmpname()
      local function trust(other)
        assert(shell.run(("cat '%s' >'%s'"):format(other, path)) == "")
        local answer, failure = secure {ca_file = path}
        return answer and answer.body or failure.category
      end
      local another = authority.new "another"
      assert.equal("tls", trust(another.file))
      assert.equal("hello", trust(tls_server.ca_file))
      another:remove()
      os.remove(path)
    end)

    it("is not agreed on by a server that talks something else, or hangs up", function()
      for reason, category in pairs {refused = "tls", reset = "network"} do
        local wrong = stub.start({}, reason)
        local _, failure = secure {url = wrong.endpoint, ca_file = tls_server.ca_file, timeout = ENOUGH}
        assert.same({category, false}, {failure.category, failure.sent}, failure.message)
        wrong:stop()
      end
    end)
  end)

  describe("queue, step and pop", function()
    it("touch the network in step alone", function()
      local transfer = http:queue {url = server.endpoint .. "/hello"}
      assert.is_false(transfer:done())
      assert.equal(1, http:active())
      assert.is_nil(http:pop())
      await(http, transfer)
      assert.equal(0, http:active())
    end)

    it("start at most 8 transfers a step, and run them side by side", function()
      local transfers = {}
      for i = 1, 30 do transfers[i] = http:queue {url = server.endpoint .. "/hello"} end
      assert.equal(30, http:active())
      for i = 1, 30 do assert.equal("hello", await(http, transfers[i]).body) end
    end)

    it("pop each finished transfer once", function()
      local waiting = {}
      for _ = 1, 5 do waiting[http:queue {url = server.endpoint .. "/hello"}] = true end
      for _ = 1, MOST_WAITS do
        if http:active() == 0 then break end
        http:wait(0.05)
        http:step()
      end
      for _ = 1, 5 do
        local transfer = http:pop()
        assert.is_true(waiting[transfer])
        waiting[transfer] = nil
        assert.equal(200, transfer:result().status)
      end
      assert.is_nil(http:pop())
    end)

    it("keep connections open for the next request", function()
      local before = tonumber(get("/accepted").body)
      for _ = 1, 10 do get "/hello" end
      assert.equal(before, tonumber(get("/accepted").body))
    end)

    it("want sensible numbers", function()
      assert.has_error(function() http:step(0) end)
      assert.has_error(function() http:step(17) end)
      assert.has_error(function() http:step(2 ^ 32 + 1) end)
      assert.has_error(function() http:wait(-1) end)
      assert.has_error(function() http:wait(0 / 0) end)
      assert.has_error(function() http:wait() end)
      assert.has_error(function() http:alarm(-1) end)
      assert.has_error(function() http:alarm(0 / 0) end)
      assert.has_error(function() http:alarm() end)
    end)
  end)

  describe("the descriptor", function()
    it("stays the same while transfers come and go, where there is one", function()
      local fd = http:fd()
      assert.truthy(fd == nil or fd >= 0)
      get "/hello"
      assert.equal(fd, http:fd())
    end)

    it("is readable when the earliest alarm is due, once", function()
      if not http:fd() then
        assert.error_matches(function() http:alarm(1) end, "cannot set an alarm")
        return
      end
      local started = core.http.now()
      http:alarm(600)
      http:alarm(0.05)
      http:alarm(300)
      http:wait(200)
      local waited = core.http.now() - started
      assert.is_true(waited >= 0.05 and waited < 150, waited)
      http:step()
      http:alarm(0)
      http:wait(200)
      assert.is_true(core.http.now() - started < 150)
    end)
  end)

  it("knows where a coroutine can yield", function()
    local is_yieldable = core.http.is_yieldable
    local in_coroutine, in_callback
    coroutine.wrap(function()
      in_coroutine = is_yieldable()
      string.gsub("x", "x", function() in_callback = is_yieldable() end)
    end)()
    assert.same({false, true, false}, {is_yieldable(), in_coroutine, in_callback})
  end)

  describe("result", function()
    it("is asked for once, and not too early", function()
      local transfer = http:queue {url = server.endpoint .. "/hello"}
      assert.has_error(function() transfer:result() end)
      await(http, transfer)
      assert.has_error(function() transfer:result() end)
      assert.is_true(transfer:done())
    end)
  end)

  describe("sent", function()
    local function queue(request) return http:queue(request) end

    -- What a transfer that fails says, during and after its life; both must agree.
    local function failed(request)
      local transfer = queue(request)
      assert.is_nil(transfer:sent())
      local _, failure = await(http, transfer)
      assert.equal(failure.sent, transfer:sent() ~= nil)
      return failure.sent, failure.category
    end

    it("is the time when the request went out, from then on", function()
      local queued = core.http.now()
      local running, transfer = queue {url = server.endpoint .. "/slow"}, queue {url = server.endpoint .. "/later"}
      assert.is_nil(running:sent() or transfer:sent())
      step_until(http, running, "sent")
      assert.is_true(queued <= running:sent() and running:sent() <= core.http.now())
      assert.is_false(running:done())
      running:cancel()
      step_until(http, transfer, "sent")
      local sent = transfer:sent()
      assert.is_true(queued <= sent and sent <= core.http.now())
      step_until(http, transfer, "done")
      assert.equal(sent, transfer:sent())
      assert.equal("later", transfer:result().body)
      assert.equal(sent, transfer:sent())
    end)

    it("is each request's own on a connection that is used again", function()
      get "/hello"
      local accepted, between = get("/accepted").body, core.http.now()
      local transfer = queue {url = server.endpoint .. "/hello"}
      await(http, transfer)
      assert.is_true(between <= transfer:sent())
      assert.equal(accepted, get("/accepted").body)
    end)

    it("is the last time for a request that is repeated because its pooled connection was dead", function()
      local accepted = tonumber(get("/accepted").body)
      local queued = core.http.now()
      local transfer = queue {url = server.endpoint .. "/nothing_later"}
      local _, failure = await(http, transfer)
      assert.is_true(failure.sent)
      assert.is_true(transfer:sent() - queued > 0.2)
      assert.equal(accepted + 2, tonumber(get("/accepted").body))
    end)

    it("is nil when there was no connection to send on", function()
      assert.same({false, "network"}, {failed {url = "http://127.0.0.1:1/"}})
      assert.same({false, "network"}, {failed {url = "file:///etc/passwd"}})
    end)

    it("is nil when TLS was not agreed on", function()
      assert.same({false, "tls"}, {failed {url = tls_server.endpoint .. "/hello", connect_timeout = ENOUGH}})
      local not_tls = server.endpoint:gsub("http:", "https:") .. "/hello"
      assert.same({false, "timeout"}, {failed {url = not_tls, timeout = 0.3}})
      local _, silence = await(http, queue {url = not_tls, timeout = SHORT})
      local _, nobody = await(http, queue {url = "https://127.0.0.1:1/"})
      assert.same({true, false}, {silence.connected, nobody.connected})
      local transfer = queue {url = tls_server.endpoint .. "/hello", ca_file = tls_server.ca_file}
      assert.equal(200, await(http, transfer).status)
      assert.truthy(transfer:sent())
    end)

    it("is nil when a proxy has been asked for a tunnel, and there was none", function()
      local function through_proxy(host)
        return failed {url = ("https://%s/hello"):format(host), proxy = server.endpoint, timeout = SHORT}
      end
      assert.is_false(through_proxy "refused.test")
      assert.is_false(through_proxy "silent.test")
      assert.is_false(through_proxy "cut.test")
    end)

    it("is told apart from what the proxy answered", function()
      local function proxy_status(url, proxy, timeout)
        local _, failure = await(http, queue {url = url, proxy = proxy, timeout = timeout or ENOUGH})
        return failure.proxy_status
      end
      assert.equal(403, proxy_status("https://refused.test/hello", server.endpoint))
      assert.equal(200, proxy_status("https://cut.test/hello", server.endpoint))
      assert.is_nil(proxy_status("https://silent.test/hello", server.endpoint, SHORT))
      assert.is_nil(proxy_status(server.endpoint .. "/cut"))
    end)

    it("is a time when only the answer went wrong", function()
      for _, path in ipairs {"/cut", "/nothing", "/garbage", "/heads"} do
        assert.is_true(failed {url = server.endpoint .. path})
      end
      assert.same({true, "timeout"}, {failed {url = server.endpoint .. "/slow", timeout = SHORT}})
    end)

    it("tells a transfer that is cancelled in the queue from one that is cancelled under way", function()
      local queued, running = queue {url = server.endpoint .. "/slow"}, queue {url = server.endpoint .. "/slow"}
      queued:cancel()
      step_until(http, running, "sent")
      local sent = running:sent()
      http:close()
      for transfer, expected in pairs {[queued] = false, [running] = sent} do
        local _, failure = transfer:result()
        assert.equal("cancelled", failure.category)
        assert.equal(expected ~= false, failure.sent)
        assert.equal(expected or nil, transfer:sent())
      end
    end)

    it("says in a forked process what was sent before, and leaves the parent's transfer alone", function()
      local running = queue {url = server.endpoint .. "/later"}
      step_until(http, running, "sent")
      local queued = queue {url = server.endpoint .. "/hello"}
      local sent = running:sent()
      assert.equal(0, native.in_child(function()
        local known = running:sent() == sent and queued:sent() == nil
        running:cancel()
        queued:cancel()
        local _, cut = running:result()
        local _, dropped = queued:result()
        return known and cut.sent and not dropped.sent and running:sent() == sent
      end))
      assert.equal("later", await(http, running).body)
      assert.equal("hello", await(http, queued).body)
    end)
  end)

  it("has a clock that goes forward", function()
    local before = core.http.now()
    http:wait(0.01)
    assert.is_true(core.http.now() > before)
  end)

  describe("cancel", function()
    it("ends a transfer that is queued or under way, and leaves others alone", function()
      local queued = http:queue {url = server.endpoint .. "/slow"}
      local running = http:queue {url = server.endpoint .. "/slow"}
      local other = http:queue {url = server.endpoint .. "/hello"}
      queued:cancel()
      http:step()
      running:cancel()
      for _, transfer in ipairs {queued, running} do
        assert.is_true(transfer:done())
        local answer, failure = transfer:result()
        assert.is_nil(answer)
        assert.equal("cancelled", failure.category)
        transfer:cancel()
      end
      assert.equal("hello", await(http, other).body)
    end)

    it("does not change a finished transfer", function()
      local transfer = http:queue {url = server.endpoint .. "/hello"}
      while not transfer:done() do
        http:wait(1)
        http:step()
      end
      transfer:cancel()
      assert.equal("hello", transfer:result().body)
    end)
  end)

  describe("garbage collection", function()
    local function collect()
      collectgarbage()
      collectgarbage()
    end

    it("cancels a transfer that nobody waits for", function()
      for _ = 1, 3 do http:queue {url = server.endpoint .. "/slow"} end
      http:step()
      assert.equal(3, http:active())
      collect()
      assert.equal(0, http:active())
      assert.is_nil(http:pop())
    end)

    it("keeps an Http that a transfer needs", function()
      local transfer = core.http.new():queue {url = server.endpoint .. "/hello"}
      collect()
      assert.is_false(transfer:done())
      transfer:cancel()
      assert.is_true(transfer:done())
    end)

    it("takes everything at once, in any order", function()
      for _ = 1, 20 do
        local one = core.http.new()
        local transfers = {}
        for i = 1, 4 do transfers[i] = one:queue {url = server.endpoint .. (i % 2 == 0 and "/hello" or "/slow")} end
        one:step()
        transfers[2] = nil
        if #transfers % 2 == 1 then collect() end
      end
      collect()
    end)
  end)

  describe("close", function()
    it("ends what is under way, may come twice, and leaves results to be read", function()
      local one = core.http.new()
      local slow, quick = one:queue {url = server.endpoint .. "/slow"}, one:queue {url = server.endpoint .. "/hello"}
      while not quick:done() do
        one:wait(1)
        one:step()
      end
      one:close()
      one:close()
      local _, failure = slow:result()
      assert.equal("cancelled", failure.category)
      assert.equal("hello", quick:result().body)
      slow:cancel()
    end)

    it("makes every other method an argument error", function()
      local one = core.http.new()
      one:close()
      for _, method in ipairs {"queue", "step", "pop", "active", "fd", "wait", "alarm"} do
        local ok, message = pcall(one[method], one, {url = "http://127.0.0.1"})
        assert.is_false(ok)
        assert.truthy(message:find("http is closed", 1, true))
      end
    end)
  end)

  it("hands no connection on to the programs that this one starts", function()
    local function inherited_sockets()
      return (shell.run "for fd in /dev/fd/*; do if [ -S $fd ]; then echo socket; fi; done")
    end
    local before = inherited_sockets()
    local slow = http:queue {url = server.endpoint .. "/slow"}
    step_until(http, slow, "sent")
    get "/hello"
    await(http, http:queue {url = tls_server.endpoint .. "/hello", ca_file = tls_server.ca_file})
    assert.equal(before, inherited_sockets())
  end)

  it("starts afresh in a forked process and leaves the parent's transfers alone", function()
    get "/hello" -- a connection that both would share
    local transfer = http:queue {url = server.endpoint .. "/later"}
    http:step()
    assert.equal(0, native.in_child(function()
      local answer = get "/hello"
      local _, failure = transfer:result()
      return answer.body == "hello" and failure.category == "cancelled"
    end))
    assert.equal("later", await(http, transfer).body)
    assert.equal("hello", get("/hello").body)
  end)

  it("starts afresh in a forked process's own child, while each goes on", function()
    local transfer = http:queue {url = server.endpoint .. "/later"}
    step_until(http, transfer, "sent")
    assert.equal(0, native.in_child(function()
      local mine = http:queue {url = server.endpoint .. "/later"}
      step_until(http, mine, "sent")
      local grandchild = native.in_child(function()
        return get("/hello").body == "hello" and select(2, mine:result()).category == "cancelled"
      end)
      return grandchild == 0 and await(http, mine).body == "later"
    end))
    assert.equal("later", await(http, transfer).body)
    assert.equal("hello", get("/hello").body)
  end)
end)
