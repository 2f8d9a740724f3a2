local errors = require "aliota.api.errors"
local retry = require "aliota.call.retry"

local function failure(fields)
  fields.message = "m"
  return errors.new(fields)
end

describe("retry", function()
  describe("knows what may have run:", function()
    local certain = {
      ["keys that could not be had"] = {kind = "credentials"},
      ["a refusal of the gateway"] = {kind = "api", status = 403, code = "Forbidden.RAM"},
      ["a clock that is wrong"] = {kind = "api", status = 400, code = "InvalidTimeStamp.Expired"},
      ["a refusal of the service"] = {kind = "api", status = 200, code = "iot.job.Exists"},
      ["throttling by status"] = {kind = "throttled", status = 429},
      ["throttling by the service"] = {kind = "throttled", status = 200, code = "Throttling.User"},
      ["throttling as a server error"] = {kind = "throttled", status = 503, code = "Throttling.User"},
    }
    for what, fields in pairs(certain) do
      it("not after " .. what, function() assert.is_false(retry.may_have_run(failure(fields), true)) end)
    end

    local doubtful = {
      ["a connection that broke"] = {kind = "network"},
      ["a time-out"] = {kind = "timeout"},
      ["an answer that nobody understands"] = {kind = "decode", status = 200},
      ["a server error"] = {kind = "api", status = 500, code = "InternalError"},
      ["a proxy's page"] = {kind = "http", status = 502},
      ["a passing state of the service"] = {kind = "api", status = 200, code = "iot.system.SystemException"},
      ["a nonce that was used already"] = {kind = "api", status = 400, code = "SignatureNonceUsed"},
    }
    for what, fields in pairs(doubtful) do
      it("perhaps after " .. what, function() assert.is_true(retry.may_have_run(failure(fields), true)) end)
      it("not when nothing was sent before " .. what, function()
        assert.is_false(retry.may_have_run(failure(fields), false))
      end)
    end
  end)

  describe("reads the pause that is asked for", function()
    local NOW = 784111777 -- Sun, 06 Nov 1994 08:49:37 GMT
    local cases = {
      ["none"] = {{}, nil},
      ["in milliseconds"] = {{["x-acs-retry-after"] = "1500"}, 1.5},
      ["in milliseconds first"] = {{["x-acs-retry-after"] = "1500", ["retry-after"] = "60"}, 1.5},
      ["in seconds where the milliseconds are none"] = {{["x-acs-retry-after"] = "soon", ["retry-after"] = "2"}, 2},
      ["in seconds"] = {{["retry-after"] = "120"}, 120},
      ["as a date, by our clock"] = {{["retry-after"] = "Sun, 06 Nov 1994 08:50:00 GMT"}, 23},
      ["as a date, by the service's clock rather"] = {
        {["retry-after"] = "Sun, 06 Nov 1994 10:00:10 GMT", date = "Sun, 06 Nov 1994 10:00:00 GMT"}, 10,
      },
      ["that is over"] = {{["retry-after"] = "Sun, 06 Nov 1994 08:00:00 GMT"}, 0},
      ["that is negative"] = {{["x-acs-retry-after"] = "-5"}, 0},
      ["that is infinite"] = {{["retry-after"] = "1e999"}, 0},
      ["that is in no decimals"] = {{["x-acs-retry-after"] = "0x10", ["retry-after"] = ("9"):rep(400)}, 0},
      ["that is no pause"] = {{["retry-after"] = "later"}, 0},
    }
    for what, case in pairs(cases) do
      it(what, function() assert.equal(case[2], retry.asked_pause(case[1], NOW)) end)
    end

    it("of no answer: none", function() assert.is_nil(retry.asked_pause(nil, NOW)) end)
  end)

  describe("pauses", function()
    it("for a random part of a span that doubles, up to 20 seconds", function()
      for tries, span in ipairs {0.25, 0.5, 1, 2, 4, 8, 16, 20, 20} do
        assert.equal(0, retry.pause(tries, nil, 0))
        assert.equal(span / 2, retry.pause(tries, nil, 0.5))
        assert.equal(span, retry.pause(tries, nil, 1))
      end
      assert.equal(20, retry.pause(2000, nil, 1))
    end)

    it("for as long as it was asked to, and not all at once afterwards", function()
      assert.equal(3, retry.pause(1, 3, 0))
      assert.equal(3.25, retry.pause(1, 3, 1))
      assert.equal(120, retry.pause(1, 120, 0))
    end)

    it("not at all when it was asked to for too long", function()
      assert.is_nil(retry.pause(1, 120.001, 0))
      assert.is_nil(retry.pause(1, math.huge, 0))
    end)
  end)
end)
