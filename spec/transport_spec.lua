local loop = require "aliota.loop"
local send = require "aliota.transport"
local stub = require "spec.support.stub"

describe("transport", function()
  local server, tls_server
  setup(function()
    server = stub.start {
      ["/hello"] = stub.answer(404, "hello"), ["/slow"] = {raw = "", pause = 30},
      ["/cut"] = {raw = "HTTP/1.1 2", close = true},
    }
    tls_server = stub.start({["/hello"] = stub.answer(200, "hello")}, true)
  end)
  teardown(function()
    server:stop()
    tls_server:stop()
  end)

  local function sent(url, more)
    local route = {loop = loop.plain, timeout = 5, connect_timeout = 5, clock = function() return 1000 end,
      proxy = function() end}
    for name, value in pairs(more or {}) do route[name] = value end
    return send({method = "POST", url = url, headers = {"X-A: b"}}, "QueryOTAJob", route)
  end

  it("brings any answer back", function()
    local answer = sent(server.endpoint .. "/hello")
    assert.same({404, "hello", 1000}, {answer.status, answer.body, answer.at})
    assert.equal("hello", sent(tls_server.endpoint .. "/hello", {ca_file = tls_server.ca_file}).body)
  end)

  it("names what went wrong, what was tried and when", function()
    local cases = {
      {"network", true, server.endpoint .. "/cut"},
      {"network", true, "http://127.0.0.1:1/"},
      {"timeout", true, server.endpoint .. "/slow", {timeout = 0.1}},
      {"tls", false, tls_server.endpoint .. "/hello"},
      {"network", true, server.endpoint .. "/hello", {proxy = function() return "http://user:hush@127.0.0.1:1" end}},
    }
    for _, case in ipairs(cases) do
      local answer, err = sent(case[3], case[4])
      assert.is_nil(answer)
      assert.same({case[1], case[2], "QueryOTAJob"}, {err.kind, err.retryable, err.action})
      assert.truthy(#err.message > 0 and err.hint)
      assert.is_nil(tostring(err):find "hush")
      assert.equal(1, #err.attempts)
      assert.same({1000, err.message}, {err.attempts[1].at, err.attempts[1].outcome})
      assert.truthy(err.attempts[1].seconds >= 0)
    end
  end)
end)
