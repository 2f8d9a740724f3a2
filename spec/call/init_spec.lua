local Account = require "aliota.client.account"
local Call = require "aliota.call"
local canceller = require "aliota.util.canceller"
local errors = require "aliota.api.errors"
local loop = require "aliota.loop"
local operations = require "aliota.api.operations"
local options = require "aliota.client.options"
local pipeline = require "aliota.listing.pipeline"
local pacing = require "spec.support.pacing"
local quota = require "aliota.quota"
local sandbox = require "aliota.sandbox"
local sent_calls = require "spec.support.sent_calls"
local stub = require "spec.support.stub"

local KEYS = {access_key_id = "id", access_key_secret = "hush-hush"}
local SURELY = 45 -- seconds: far more than anything here takes, on a machine that is busy with much else
-- Seconds after which an attempt that is not answered ends; its request is out by then.
local SHORT = 2

local GOOD = stub.answer(200, '{"Success":true,"Total":5,"JobId":null}')
local HANG, CUT = {raw = "", hang = true}, {raw = "", close = true}
local QUERY, CREATE = operations.QueryOTAJob, operations.CreateOTAModule

local function refusal(status, code, headers)
  return stub.answer(status, ('{"RequestId":"R","Code":"%s","Message":"m"}'):format(code), headers)
end

local function business(code)
  return stub.answer(200, ('{"RequestId":"R","Success":false,"Code":"%s","ErrorMessage":"m"}'):format(code))
end

local function account(endpoint, more)
  local given = {endpoint = endpoint, credentials = KEYS, quota = false, proxy = false}
  for name, value in pairs(more or {}) do given[name] = value end
  return Account.new(assert(options(given)))
end

-- A server for one test.
local function with_server(routes, f)
  local server = stub.start {["/"] = routes}
  local ok, failure = pcall(f, server.endpoint)
  server:stop()
  assert(ok, failure)
end

-- A call that is through.
local function made(of, operation, call_options, flat)
  local call = Call.new(of, operation or QUERY, flat or {JobId = "j"}, call_options or {})
  call:await()
  return call
end

local function within(seconds, call_options)
  local limits = {seconds = seconds, deadline = loop.now() + seconds}
  for name, value in pairs(call_options or {}) do limits[name] = value end
  return limits
end

-- A call that is through, whose deadline passes as soon as it has come to something, however long that takes.
local function overtaken(endpoint, has_come_so_far, more, call_options)
  local limits, call = within(math.huge, call_options), nil
  local given = {loop = {wait = function(http, seconds)
    if has_come_so_far(call) then limits.seconds, limits.deadline = 0.5, loop.now() end
    http:wait(seconds)
  end}}
  for name, value in pairs(more or {}) do given[name] = value end
  call = Call.new(account(endpoint, given), QUERY, {JobId = "j"}, limits)
  call:await()
  return call
end

local function is_in_flight(call) return call:is_out() end

local function has_failed(call) return #call.attempts > 0 end

-- A quota whose only reservation does what it is told to.
local function quota_of(reservation)
  for _, name in ipairs {"attach", "requeue", "back_off", "track", "answered", "release"} do
    reservation[name] = reservation[name] or function() end
  end
  return {reserve = function() return reservation end}
end

describe("call", function()
  describe("hands over", function()
    it("the response, with nulls or without", function()
      with_server(GOOD, function(endpoint)
        local call = made(account(endpoint))
        assert.same({true, 5, require("aliota").null}, {call.result.Success, call.result.Total, call.result.JobId})
        assert.is_nil(call.err)
        assert.equal(1, #call.attempts)
        assert.is_nil(made(account(endpoint), QUERY, {nulls_absent = true}).result.JobId)
      end)
    end)

    describe("what a last judgement would do with, when no attempt has better:", function()
      -- Judges answers as told: a result, or an error with what would do.
      local function judging(results)
        local judged = 0
        return function(response)
          judged = judged + 1
          local result = results[judged] or results[#results]
          if result == "good" then return response end
          return nil, errors.new {kind = "decode", code = "Odd", message = "odd"}, result
        end, function() return judged end
      end

      it("the latest of them, once retries are used up", function()
        with_server(GOOD, function(endpoint)
          local accept, judged = judging {"first", "second", "third"}
          local call = made(account(endpoint, {retries = 2}), QUERY, {accept = accept})
          assert.same({"third", nil, 3, 3}, {call.result, call.err, judged(), #call.attempts})
          assert.equal("Odd: odd", call.attempts[3].outcome)
          accept, judged = judging {"first", "good"}
          call = made(account(endpoint, {retries = 2}), QUERY, {accept = accept})
          assert.same({true, 2}, {call.result.Success, judged()})
        end)
      end)

      it("also when later attempts fail otherwise, or the deadline passes", function()
        with_server({GOOD, refusal(403, "Forbidden")}, function(endpoint)
          local call = made(account(endpoint), QUERY, {accept = judging {"first"}})
          assert.same({"first", nil, 2}, {call.result, call.err, #call.attempts})
        end)
        with_server({GOOD, HANG}, function(endpoint)
          local call = overtaken(endpoint, has_failed, nil, {accept = judging {"first"}})
          assert.same({"first", nil}, {call.result, call.err})
        end)
      end)

      it("but not when it is cancelled", function()
        with_server({GOOD, HANG}, function(endpoint)
          local stop, call = canceller.new(), nil
          local given = {loop = {wait = function(http, seconds)
            if #call.attempts > 0 then stop:cancel "enough" end
            http:wait(seconds)
          end}}
          call = Call.new(account(endpoint, given), QUERY, {JobId = "j"}, {accept = judging {"first"}, cancel = stop})
          call:await()
          assert.same({nil, "cancelled"}, {call.result, call.err.kind})
        end)
      end)
    end)

    it("texts that hold what is no character, if it may, and tells how many", function()
      with_server(stub.answer(200, '{"Success":true,"A":"\\ud800","B":"\255"}'), function(endpoint)
        local told
        local call = made(account(endpoint), QUERY, {lenient = true, accept = function(response, _, _, replaced)
          told = replaced
          return response
        end})
        assert.same({"\239\191\189", "\239\191\189", 2}, {call.result.A, call.result.B, told})
        call = made(account(endpoint, {retries = 3}))
        assert.same({"decode", "TextInvalid", 1}, {call.err.kind, call.err.code, #call.attempts})
      end)
    end)

    it("what a last judgement makes of it, and repeats what that finds broken", function()
      local judged = 0
      with_server(GOOD, function(endpoint)
        local call = made(account(endpoint), QUERY, {accept = function(response, answer)
          judged = judged + 1
          if judged == 1 then return nil, errors.new {kind = "decode", message = "odd rows"} end
          return {response.Total, answer.status, type(answer.seconds)}
        end})
        assert.same({5, 200, "number"}, call.result)
        assert.same({2, "odd rows", "ok"}, {#call.attempts, call.attempts[1].outcome, call.attempts[2].outcome})
      end)
    end)
  end)

  describe("repeats what is transient:", function()
    local cases = {
      ["a connection that ends"] = CUT,
      ["an answer that ends early"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", close = true},
      ["an attempt that takes too long"] = HANG,
      ["an internal error"] = refusal(500, "InternalError"),
      ["a service that is unavailable"] = refusal(503, "ServiceUnavailable"),
      ["a proxy's page"] = stub.answer(502, "<html>Bad Gateway</html>"),
      ["a gateway's time-out"] = stub.answer(504, ""),
      ["throttling, 400"] = refusal(400, "Throttling.User"),
      ["throttling, 429"] = stub.answer(429, "slow down"),
      ["throttling, 503"] = refusal(503, "Throttling.Api"),
      ["throttling, 200"] = business "Throttling",
      ["throttling of an account"] = refusal(400, "Rejected.Throttling"),
      ["throttling by a part of the service"] = business "iot.common.Throttling",
      ["throttling in small letters"] = refusal(400, "throttling.user"),
      ["throttling by the service"] = business "iot.common.RateLimit",
      ["a system exception"] = business "iot.system.SystemException",
      ["a broker's time-out"] = business "iot.messagebroker.Timeout",
      ["an empty answer"] = stub.answer(200, ""),
      ["garbage"] = stub.answer(200, "\1\2\3"),
      ["half an answer of the right length"] = stub.answer(200, '{"Success":true,"Total'),
      ["a page in place of an answer"] = stub.answer(200, "<html>log in</html>"),
      ["a nonce that was used"] = refusal(400, "SignatureNonceUsed"),
    }
    for what, route in pairs(cases) do
      it(what, function()
        with_server({route, GOOD}, function(endpoint)
          local of
          of = account(endpoint, {timeout = route == HANG and SHORT or nil, on_event = function(event)
            if event.type == "retry" then of.config.timeout = SURELY end
          end})
          local call = made(of)
          assert.is_nil(call.err)
          assert.equal(5, call.result.Total)
          assert.equal(2, #call.attempts)
          assert.equal("ok", call.attempts[2].outcome)
        end)
      end)
    end

    it("a host that can't be reached", function()
      local call = made(account("http://127.0.0.1:1", {retries = 2}))
      assert.same({"network", true, 3}, {call.err.kind, call.err.retryable, #call.attempts})
    end)

    it("several in a row", function()
      with_server({CUT, refusal(500, "InternalError"), stub.answer(200, ""), GOOD}, function(endpoint)
        assert.equal(4, #made(account(endpoint)).attempts)
      end)
    end)
  end)

  describe("does not repeat what is final:", function()
    local cases = {
      ["a parameter that is missing"] = {refusal(400, "MissingJobId"), "api", "MissingJobId"},
      ["a right that is missing"] = {refusal(403, "Forbidden.RAM"), "api", "Forbidden.RAM"},
      ["an access key that is unknown"] = {refusal(404, "InvalidAccessKeyId.NotFound"), "api",
        "InvalidAccessKeyId.NotFound"},
      ["a signature that is wrong"] = {refusal(400, "SignatureDoesNotMatch"), "api", "SignatureDoesNotMatch"},
      ["a token of other keys"] = {refusal(400, "InvalidSecurityToken.MismatchWithAccessKey"), "api",
        "InvalidSecurityToken.MismatchWithAccessKey"},
      ["a refusal of the service"] = {business "iot.job.NotFound", "api", "iot.job.NotFound"},
      ["another web server's page"] = {stub.answer(404, "<html>"), "http"},
      ["a proxy that wants to be told who asks"] = {stub.answer(407, "who?"), "http", "ProxyAuthenticationRequired"},
      ["a redirect"] = {stub.answer(302, "", {"Location: http://127.0.0.1:1/"}), "http"},
      ["a timestamp that no Date header explains"] = {refusal(400, "InvalidTimeStamp.Expired"), "api",
        "InvalidTimeStamp.Expired"},
    }
    for what, case in pairs(cases) do
      it(what, function()
        with_server({case[1], GOOD}, function(endpoint)
          local call = made(account(endpoint))
          assert.same({case[2], case[3], false, 1},
            {call.err.kind, call.err.code, call.err.retryable, #call.err.attempts})
        end)
      end)
    end

    it("a certificate that nobody vouches for", function()
      local server = stub.start({["/"] = GOOD}, true)
      local call = made(account(server.endpoint))
      server:stop()
      assert.same({"tls", 1}, {call.err.kind, #call.attempts})
    end)

    it("keys that can't be had", function()
      local call = made(account("http://127.0.0.1:1", {credentials = function() return nil, "vault is sealed" end}))
      assert.same({"credentials", "QueryOTAJob", {}, false},
        {call.err.kind, call.err.action, call.err.attempts, call.err.may_have_run})
    end)
  end)

  describe("tells what was tried", function()
    for _, retries in ipairs {0, 2} do
      it(("when %d retries are used up"):format(retries), function()
        with_server(refusal(503, "ServiceUnavailable"), function(endpoint)
          local before = os.time()
          local call = made(account(endpoint, {retries = retries}))
          assert.same({"api", 503, retries + 1}, {call.err.kind, call.err.status, #call.attempts})
          assert.equal(call.attempts, call.err.attempts)
          for _, attempt in ipairs(call.attempts) do
            assert.equal("ServiceUnavailable: m", attempt.outcome)
            assert.is_true(attempt.at >= before and attempt.at <= os.time() and attempt.seconds >= 0)
          end
        end)
      end)
    end
  end)

  describe("of an operation that must not run twice", function()
    local cases = {
      ["throttled"] = {refusal(429, "Throttling.User"), 2},
      ["throttled as a server error"] = {refusal(503, "Throttling.User"), 2},
      ["refused"] = {business "iot.ota.ModuleAlreadyExisted", 1, false},
      ["without an answer"] = {CUT, 1, true},
      ["answered too late"] = {HANG, 1, true},
      ["with a server error"] = {refusal(500, "InternalError"), 1, true},
      ["with a proxy's page"] = {stub.answer(502, "<html>"), 1, true},
      ["with half an answer"] = {stub.answer(200, '{"Succ'), 1, true},
      ["with a nonce that was used"] = {refusal(400, "SignatureNonceUsed"), 1, true},
      ["in a passing state"] = {business "iot.system.SystemException", 1, true},
    }
    for what, case in pairs(cases) do
      it(("is %s: %s"):format(case[2] > 1 and "repeated" or "not repeated", what), function()
        assert.is_false(CREATE.idempotent)
        with_server({case[1], GOOD}, function(endpoint)
          local call = made(account(endpoint, {timeout = case[1] == HANG and SHORT or nil}), CREATE)
          assert.equal(case[2], #call.attempts)
          if case[2] == 2 then return assert.is_nil(call.err) end
          assert.same({case[3], false, case[3]}, {call.err.may_have_run, call.err.retryable,
            (call.err.hint or ""):find("^it may have been carried out all the same: look before") ~= nil})
        end)
      end)
    end

    it("is repeated when nothing was sent", function()
      local call = made(account("http://127.0.0.1:1", {retries = 1}), CREATE)
      assert.same({"network", 2, false, true},
        {call.err.kind, #call.attempts, call.err.may_have_run, call.err.retryable})
    end)

    it("is not repeated when the service has run it and nobody heard", function()
      local service = assert(sandbox.start {devices = 1, chaos = {reset_in_body = {count = 1}}})
      local key = service:truth().ProductKey
      local function call(operation, flat)
        return made(account(service.endpoint, {credentials = service.credentials}), operation, {}, flat)
      end
      local created = call(CREATE, {ModuleName = "camera", ProductKey = key})
      local modules = call(operations.ListOTAModuleByProduct, {ProductKey = key}).result.Data
      local counted = service:stats().by_action.CreateOTAModule
      service:stop()
      assert.same({"network", true, false, 1},
        {created.err.kind, created.err.may_have_run, created.err.retryable, #created.attempts})
      assert.same({"camera", 1}, {modules[#modules].ModuleName, counted})
    end)
  end)

  it("says that an earlier attempt may have run, although the last did not", function()
    with_server({CUT, refusal(403, "Forbidden.RAM")}, function(endpoint)
      local call = made(account(endpoint))
      assert.same({"Forbidden.RAM", 2, true}, {call.err.code, #call.attempts, call.err.may_have_run})
    end)
  end)

  describe("signs anew", function()
    local service
    setup(function()
      service = assert(sandbox.start {devices = 3, users = {
        {access_key_id = "STS.old", access_key_secret = "old-secret", security_token = "old-token", expires_in = 10},
        {access_key_id = "STS.new", access_key_secret = "new-secret", security_token = "new-token"},
      }})
      service:advance(20)
    end)
    teardown(function() service:stop() end)

    local function list(of)
      return made(of, operations.ListOTATaskByJob, {}, {JobId = service.job_id})
    end

    local function keys_of(name)
      return {access_key_id = "STS." .. name, access_key_secret = name .. "-secret", security_token = name .. "-token"}
    end

    -- An account whose keys are those of `names` in turn, the last for ever; and what it was asked with.
    local function with_keys(names, more)
      local asked, given = {}, {}
      given.credentials = function(expired)
        asked[#asked + 1] = expired and expired.access_key_id or "none"
        return keys_of(names[math.min(#asked, #names)])
      end
      for name, value in pairs(more or {}) do given[name] = value end
      return account(service.endpoint, given), asked
    end

    it("with a fresh nonce when one was used", function()
      local nonces, pause = {"once", "once", "twice"}, nil
      local of = account(service.endpoint, {
        credentials = service.credentials,
        nonce = function() return table.remove(nonces, 1) end,
        on_event = function(event) if event.type == "retry" then pause = event.seconds end end,
      })
      assert.equal(1, #list(of).attempts)
      local second = list(of)
      assert.equal(2, #second.attempts)
      assert.truthy(second.attempts[1].outcome:find "^SignatureNonceUsed")
      assert.same({3, 0}, {second.result.Total, pause})
    end)

    it("with newer keys when the token has expired", function()
      local of, asked = with_keys {"old", "new"}
      local call = list(of)
      assert.equal(3, call.result.Total)
      assert.same({"none", "STS.old"}, asked)
      assert.equal(2, #call.attempts)
    end)

    it("not when the keys are the same again", function()
      local of, asked = with_keys {"old", "old"}
      local call = list(of)
      assert.same({"InvalidSecurityToken.Expired", 1, false},
        {call.err.code, #call.err.attempts, call.err.may_have_run})
      assert.same({"none", "STS.old"}, asked)
      assert.is_nil(tostring(call.err):find("old-", 1, true))
    end)

    it("not a second time when newer keys have expired, too", function()
      service:chaos {expired_token = {count = 2}}
      local of, asked = with_keys {"old", "new"}
      local call = list(of)
      service:chaos(false)
      assert.same({"InvalidSecurityToken.Expired", 2}, {call.err.code, #call.attempts})
      assert.same({"none", "STS.old"}, asked)
    end)

    it("not when newer keys can't be had", function()
      local calls = 0
      local call = list(account(service.endpoint, {credentials = function()
        calls = calls + 1
        return calls == 1 and keys_of "old" or nil, "vault is sealed"
      end}))
      assert.same({"credentials", 1}, {call.err.kind, #call.err.attempts})
    end)

    -- An account whose clock is wrong by `seconds.wrong`, and its clock events.
    local function with_clock(seconds)
      local events = {}
      return account(service.endpoint, {
        credentials = service.credentials,
        clock = function() return os.time() + seconds.wrong end,
        on_event = function(event)
          if event.type == "clock" then events[#events + 1] = event end
        end,
      }), events
    end

    for _, wrong in ipairs {3600, -86400} do
      it(("with the service's time when the clock is wrong by %d seconds"):format(wrong), function()
        local of, events = with_clock {wrong = wrong}
        local first = list(of)
        assert.same({3, 2}, {first.result.Total, #first.attempts})
        assert.truthy(first.attempts[1].outcome:find "^InvalidTimeStamp.Expired")
        assert.equal(1, #events)
        assert.is_true(math.abs(events[1].offset + wrong) < 30)
        assert.equal(1, #list(of).attempts)
      end)
    end

    it("each time that the clock is set, the offset that has served before included", function()
      local seconds = {wrong = 7200}
      local of, events = with_clock(seconds)
      list(of)
      for i, wrong in ipairs {0, -7200, 7200, 0} do
        seconds.wrong = wrong
        local call = list(of)
        assert.same({3, 2, i + 1}, {call.result.Total, #call.attempts, #events})
        assert.is_true(math.abs(of.clock_offset + wrong) < 30 and math.abs(of:time() - os.time()) < 30)
      end
      assert.equal(0, of.clock_offset)
    end)

    it("not for ever where servers are not of one mind about the time", function()
      local routes = {}
      for i = 1, 20 do
        local date = os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time() + (i % 2) * 7200)
        routes[i] = refusal(400, "InvalidTimeStamp.Expired", {"Date: " .. date})
      end
      with_server(routes, function(endpoint)
        local call = made(account(endpoint))
        assert.same({"api", "InvalidTimeStamp.Expired", 3}, {call.err.kind, call.err.code, #call.attempts})
      end)
    end)

    it("not at all where the service's own time is what was signed with", function()
      local date = os.date("!%a, %d %b %Y %H:%M:%S GMT", os.time())
      with_server({refusal(400, "InvalidTimeStamp.Expired", {"Date: " .. date}), GOOD}, function(endpoint)
        assert.equal(1, #made(account(endpoint)).err.attempts)
      end)
    end)

    it("every call that was under way when the clock was set right", function()
      local of, events = with_clock {wrong = 3600}
      local calls = {}
      for i = 1, 3 do calls[i] = Call.new(of, operations.ListOTATaskByJob, {JobId = service.job_id}, {}) end
      for _, call in ipairs(calls) do call:advance(loop.now()) end -- all are signed before any is answered
      for _, call in ipairs(calls) do
        call:await()
        assert.same({3, 2}, {call.result.Total, #call.attempts})
      end
      assert.equal(1, #events)
    end)

    it("an operation that must not run twice, as none of these has run", function()
      local of = with_clock {wrong = 3600}
      local call = made(of, CREATE, {}, {ModuleName = "wifi", ProductKey = service:truth().ProductKey})
      assert.same({true, 2}, {call.result.Success, #call.attempts})
    end)
  end)

  describe("waits as long as it is asked to", function()
    local function seconds_of(headers, more)
      local events = {}
      local given = {retries = 1, on_event = function(event) events[#events + 1] = event end}
      for name, value in pairs(more or {}) do given[name] = value end
      with_server({refusal(429, "Throttling.User", headers), GOOD}, function(endpoint)
        events.call = made(account(endpoint, given))
      end)
      for _, event in ipairs(events) do
        if event.type == "retry" then return event.seconds, events.call end
      end
      return nil, events.call
    end

    it("in milliseconds or seconds", function()
      for _, header in ipairs {"x-acs-retry-after: 300", "Retry-After: 0"} do
        local asked = header:find "300" and 0.3 or 0
        local seconds, call = seconds_of {header}
        assert.is_true(seconds >= asked and seconds <= asked + 0.25, seconds)
        assert.is_nil(call.err)
      end
    end)

    it("unless that is too long", function()
      local seconds, call = seconds_of {"Retry-After: 3600"}
      assert.is_nil(seconds)
      assert.same({"throttled", 1, true}, {call.err.kind, #call.attempts, call.err.retryable})
    end)

    it("and holds the other calls of the operation for that long", function()
      local shared, waits = quota.new(5), {}
      with_server({refusal(429, "Throttling.User", {"x-acs-retry-after: 400"}), GOOD}, function(endpoint)
        local of = account(endpoint, {quota = shared, on_event = function(event)
          if event.type == "wait" then waits[#waits + 1] = event.seconds end
        end})
        local throttled, other = Call.new(of, QUERY, {JobId = "j"}, {}), Call.new(of, QUERY, {JobId = "k"}, {})
        loop.run(function(now)
          throttled:advance(now)
          if throttled.state ~= "pause" then return false, math.huge end
          other:advance(now)
          return true, now
        end, loop.plain)
        other:await()
        throttled:await()
        assert.is_nil(throttled.err or other.err)
        assert.is_true(math.abs(waits[1] - 0.4) < 0.001, waits[1]) -- it asked at the moment of that answer
      end)
    end)
  end)

  describe("keeps its deadline", function()
    local function check(call, started)
      assert.equal("timeout", call.err.kind)
      assert.truthy(call.err.message:find "^the deadline of [%d.]+ seconds has passed")
      assert.is_true(loop.now() - started < SURELY)
    end

    local function used_up()
      local shared = quota.new(0.001)
      assert(shared:reserve(QUERY.name, 1):acquire(loop.now()))
      return shared
    end

    it("while it waits for the quota", function()
      local started = loop.now()
      local call = made(account("http://127.0.0.1:1", {quota = used_up()}), QUERY, within(0.2))
      check(call, started)
      assert.same({{}, false}, {call.err.attempts, call.err.may_have_run})
      assert.is_nil(call.err.cause)
      assert.same({"QuotaWait", true}, {call.err.code, call.err.retryable})
      assert.truthy(call.err.message:find "has passed while the call waited for the quota$")
    end)

    it("while the service throttles", function()
      with_server(refusal(429, "Throttling.User", {"x-acs-retry-after: 60000"}), function(endpoint)
        local call = made(account(endpoint), QUERY, within(50))
        assert.same({"timeout", "QuotaWait", "throttled"}, {call.err.kind, call.err.code, call.err.cause.kind})
      end)
    end)

    it("and tells it in figures that a person reads", function()
      for seconds, shown in pairs {
        [0.892974] = "0.89 seconds", [1 / 3] = "0.33 seconds", [600] = "600 seconds", [0.1] = "0.1 seconds",
        [1e-6] = "less than 0.01 seconds",
      } do
        local call = made(account "http://127.0.0.1:1", QUERY, {deadline = loop.now(), seconds = seconds})
        assert.equal(("the deadline of %s has passed"):format(shown), call.err.message)
      end
    end)

    it("in flight", function()
      with_server(HANG, function(endpoint)
        local started = loop.now()
        local call = overtaken(endpoint, is_in_flight, {timeout = 3600, connect_timeout = 3600})
        check(call, started)
        assert.is_true(call.err.may_have_run)
        assert.is_nil(call.err.code)
      end)
    end)

    it("in flight, and does not blame the attempt before", function()
      with_server({refusal(503, "ServiceUnavailable"), HANG}, function(endpoint)
        local call = overtaken(endpoint, function(call) return has_failed(call) and call:is_out() end, {timeout = 3600})
        assert.same({"timeout", 1}, {call.err.kind, #call.attempts})
        assert.is_nil(call.err.cause)
        assert.is_true(call.err.may_have_run)
      end)
    end)

    it("instead of a pause that would end after it", function()
      with_server(refusal(429, "Throttling.User", {"Retry-After: 60"}), function(endpoint)
        local started = loop.now()
        local call = made(account(endpoint), QUERY, within(50))
        check(call, started)
        assert.same({"throttled", 1, false}, {call.err.cause.kind, #call.attempts, call.err.may_have_run})
        assert.truthy(call.err.message:find("the last one: m", 1, true))
      end)
    end)

    it("over all attempts together", function()
      with_server(refusal(503, "ServiceUnavailable"), function(endpoint)
        local started = loop.now()
        local call = overtaken(endpoint, function(call) return #call.attempts > 1 end, {retries = 100})
        check(call, started)
        assert.same({"ServiceUnavailable", true}, {call.err.cause.code, call.err.may_have_run})
        assert.is_true(#call.attempts > 1)
      end)
    end)

    it("while the next attempt waits for the quota, and tells how the last one ended", function()
      with_server(refusal(503, "ServiceUnavailable"), function(endpoint)
        local started = loop.now()
        local call = overtaken(endpoint, function(call)
          return has_failed(call) and call.state == "wait_for_slot"
        end, {quota = quota.new(0.001)})
        check(call, started)
        assert.same({1, "ServiceUnavailable", true}, {#call.attempts, call.err.cause.code, call.err.may_have_run})
      end)
    end)

    it("when it has passed before anything began", function()
      local call = made(account "http://127.0.0.1:1", QUERY, {seconds = 1, deadline = loop.now() - 1})
      assert.same({"timeout", {}}, {call.err.kind, call.attempts})
    end)
  end)

  describe("can be ended from outside", function()
    -- Cancels as soon as the call is waiting in `state`.
    local function cancelled(endpoint, state, more)
      local stop, call = canceller.new(), nil
      local given = {loop = {wait = function(http, seconds)
        if call.state == state then stop:cancel("enough of " .. state) end
        http:wait(seconds)
      end}}
      for name, value in pairs(more or {}) do given[name] = value end
      call = Call.new(account(endpoint, given), QUERY, {JobId = "j"}, {cancel = stop})
      local started = loop.now()
      call:await()
      assert.is_true(loop.now() - started < SURELY)
      assert.same({"cancelled", "enough of " .. state, "QueryOTAJob"},
        {call.err.kind, call.err.message, call.err.action})
      return call
    end

    it("before it begins", function()
      local stop, asked = canceller.new(), 0
      stop:cancel "not needed"
      local of = account("http://127.0.0.1:1", {credentials = function()
        asked = asked + 1
        return KEYS
      end})
      local call = made(of, QUERY, {cancel = stop})
      assert.same({"cancelled", "not needed", {}, false, 0},
        {call.err.kind, call.err.message, call.err.attempts, call.err.may_have_run, asked})
    end)

    it("while it waits for the quota", function()
      local shared = quota.new(0.001)
      assert(shared:reserve(QUERY.name, 1):acquire(loop.now()))
      assert.is_false(cancelled("http://127.0.0.1:1", "wait_for_slot", {quota = shared}).err.may_have_run)
    end)

    it("in flight", function()
      with_server(HANG, function(endpoint)
        local call = cancelled(endpoint, "in_flight", {timeout = 3600})
        assert.same({}, call.attempts)
        assert.equal(0, loop.http():active())
      end)
    end)

    it("in a pause", function()
      with_server(refusal(429, "Throttling.User", {"Retry-After: 60"}), function(endpoint)
        assert.equal(1, #cancelled(endpoint, "pause").err.attempts)
      end)
    end)

    it("not once it is through", function()
      with_server(GOOD, function(endpoint)
        local call = made(account(endpoint))
        call:cancel "too late"
        assert.is_nil(call.err)
        assert.equal(5, call.result.Total)
      end)
    end)
  end)

  describe("tells what happens", function()
    local function types_of(events)
      local types = {}
      for i, event in ipairs(events) do types[i] = event.type end
      return table.concat(types, " ")
    end

    -- All texts anywhere in a value.
    local function texts_of(value, texts)
      if type(value) ~= "table" then
        texts[#texts + 1] = tostring(value)
        return texts
      end
      for key, member in pairs(value) do
        texts_of(key, texts)
        texts_of(member, texts)
      end
      return texts
    end

    it("in order", function()
      local events, asked = {}, 0
      local on_event = function(event) events[#events + 1] = event end
      local hesitant = quota_of {acquire = function(_, now)
        asked = asked + 1
        if asked == 2 then return false, now + 0.01 end
        return true
      end}
      with_server({refusal(503, "ServiceUnavailable"), GOOD}, function(endpoint)
        made(account(endpoint, {quota = hesitant, on_event = on_event, clock = function() return 1e9 end}))
      end)
      assert.equal("request response retry wait request response", types_of(events))
      assert.same({type = "request", at = 1e9, action = "QueryOTAJob", attempt = 1, params = {JobId = "j"}}, events[1])
      local failed, again, wait, good = events[2], events[3], events[4], events[6]
      assert.same({1, 503, "ServiceUnavailable"}, {failed.attempt, failed.status, failed.err.code})
      assert.same({2, failed.err}, {again.attempt, again.err})
      assert.is_true(again.seconds >= 0 and again.seconds <= 0.25 and wait.seconds > 0)
      assert.same({2, 200}, {good.attempt, good.status})
      assert.is_nil(good.err)
    end)

    it("and no secret, whatever the service says", function()
      local keys = {access_key_id = "id", access_key_secret = "hush-secret", security_token = "hush-token"}
      local said = "you signed with hush-secret and hush-token, Signature=hush"
      local routes = {
        refusal(503, said), stub.answer(502, said), stub.answer(200, said),
        stub.answer(400, ('{"Code":"InvalidTimeStamp.Expired","Message":"%s"}'):format(said),
          {"Date: Sun, 06 Nov 1994 08:49:37 GMT"}),
        refusal(400, said),
      }
      for _, signature in ipairs {"v1", "v3"} do
        local events = {}
        with_server(routes, function(endpoint)
          local call = made(account(endpoint, {
            credentials = keys, signature = signature, on_event = function(event) events[#events + 1] = event end,
          }))
          events[#events + 1] = call.err
        end)
        local types = types_of(events)
        for _, kind in ipairs {"request", "response", "retry", "clock"} do assert.truthy(types:find(kind), types) end
        for _, text in ipairs(texts_of(events, {})) do assert.is_nil(text:find("hush", 1, true), text) end
      end
    end)

    for _, kind in ipairs {"request", "response", "retry", "wait"} do
      it(("to a listener whose mistake at a %s harms no later call"):format(kind), function()
        local armed = true
        local function on_event(event)
          if armed and event.type == kind then
            armed = false
            error("oops", 0)
          end
        end
        with_server({refusal(503, "ServiceUnavailable"), GOOD}, function(endpoint)
          local qps = kind == "wait" and 0.2 or 1 -- long enough that the second attempt has to wait
          local of = account(endpoint, {quota = quota.new(qps), on_event = on_event})
          assert.has_error(function() made(of) end, "oops")
          assert.is_nil(made(of, QUERY, within(SURELY)).err)
        end)
      end)
    end
  end)

  describe("in the queue of its quota", function()
    it("takes no slot by a request that never went out", function()
      local call = made(account("http://127.0.0.1:1", {quota = quota.new(0.01), retries = 2}), QUERY, within(SURELY))
      assert.same({"network", 3}, {call.err.kind, #call.attempts})
    end)

    it("keeps its place in the queue when it is repeated", function()
      local order = {}
      with_server({refusal(503, "ServiceUnavailable"), GOOD}, function(endpoint)
        local of = account(endpoint, {quota = quota.new(1), on_event = function(event)
          if event.type == "request" then order[#order + 1] = event.params.JobId end
        end})
        local first, second = Call.new(of, QUERY, {JobId = "first"}, {}), Call.new(of, QUERY, {JobId = "second"}, {})
        local time = loop.now()
        first:advance(time)
        loop.run(function(now)
          second:advance(time)
          first:advance(time)
          -- It stands still before the first answer has come: so its place is not free by then, however late that is.
          if first.state ~= "in_flight" then time = time + 0.01 end
          return first.done and second.done, now + 0.01
        end, loop.plain)
      end)
      assert.same({"first", "first", "second"}, order)
    end)

    it("leaves it when it is cancelled", function()
      local shared, now = quota.new(1), loop.now()
      assert(shared:reserve(QUERY.name, 1):acquire(now))
      local of = account("http://127.0.0.1:1", {quota = shared})
      local first, second = Call.new(of, QUERY, {}, {}), Call.new(of, QUERY, {}, {})
      for _, call in ipairs {first, second} do call:advance(now + 1) end
      first:cancel "enough"
      second:advance(now + 1.1)
      assert.equal("in_flight", second.state)
      second:cancel "enough"
    end)

    it("ends with the error of a quota that can give no slot, before anything is sent", function()
      local away = errors.new {kind = "throttled", message = "the quota is away"}
      local call = made(account("http://127.0.0.1:1", {quota = quota_of {acquire = function() return nil, away end}}))
      assert.equal(away, call.err)
      assert.same({{}, false}, {away.attempts, away.may_have_run})
    end)

    it("shows the quota how each request travels, until it has ended", function()
      local seen = {}
      local reservation = {acquire = function() return true end}
      function reservation.attach(_, transfer)
        reservation.transfer = transfer
        seen[#seen + 1] = "attach"
      end
      function reservation.track(_, now)
        assert.equal("number", type(now))
        local what = reservation.transfer:done() and "done" or reservation.transfer:sent() and "sent" or "going out"
        if seen[#seen] ~= what then seen[#seen + 1] = what end
      end
      function reservation.answered(_, seconds, is_refused)
        assert.is_true(seconds >= 0 and seconds < SURELY)
        seen[#seen + 1] = is_refused and "refused" or "answered"
      end
      with_server({refusal(429, "Throttling.User"), GOOD, HANG}, function(endpoint)
        local stop
        local of = account(endpoint, {quota = quota_of(reservation), loop = {wait = function(http, seconds)
          if stop and seen[#seen] == "sent" then stop:cancel "seen" end
          http:wait(seconds)
        end}})
        assert.is_nil(made(of).err)
        assert.truthy(table.concat(seen, ", "):find "^attach, .*done, refused, attach, .*done, answered$")
        stop = canceller.new()
        made(of, QUERY, {cancel = stop})
        assert.truthy(table.concat(seen, ", "):find "answered, attach, .*sent$")
      end)
    end)
  end)

  describe("asks whoever wants to be asked", function()
    it("right before each attempt goes out, not while it waits for its slot", function()
      with_server({refusal(503, "ServiceUnavailable"), GOOD}, function(endpoint)
        local shared, asked = quota.new(1), 0
        local of = account(endpoint, {quota = shared})
        local now = loop.now()
        assert(shared:reserve(QUERY.name, 1):acquire(now))
        local call = Call.new(of, QUERY, {JobId = "j"}, {before_attempt = function() asked = asked + 1 end})
        call:advance(now)
        assert.same({0, "wait_for_slot"}, {asked, call.state})
        assert.is_true(call:await().Success)
        assert.equal(2, asked)
      end)
    end)

    it("and ends with the error that comes back, having sent nothing", function()
      with_server(GOOD, function(endpoint)
        local obstacle = errors.new {kind = "cancelled", message = "not now"}
        local call = made(account(endpoint), QUERY, {before_attempt = function() return obstacle end})
        assert.same({obstacle, false}, {call.err, call.err.may_have_run})
        assert.is_nil(call.transfer)
      end)
    end)
  end)

  -- How evenly they arrive is up to a busy machine: what counts is when they go out.
  it("goes out as fast as a quota allows, and no faster", function()
    local service, transfers, kinds = assert(sandbox.start {devices = 1}), {}, {}
    local of = account(service.endpoint, {
      credentials = service.credentials, quota = sent_calls.noted(quota.new(), transfers),
      on_event = function(event) kinds[#kinds + 1] = event.type end,
    })
    local left = 12
    local line = pipeline.new {
      next_job = function()
        left = left - 1
        return left >= 0 or nil
      end,
      start = function() return Call.new(of, operations.ListOTATaskByJob, {JobId = service.job_id}, {}) end,
      prefetch = function() return 12 end,
      run = function(progress) loop.run(progress, loop.plain) end,
    }
    for _ = 1, 12 do assert.is_nil(select(2, line:next()).err) end
    service:stop()
    assert.equal(("request "):rep(10) .. "wait wait", table.concat(kinds, " ", 1, 12))
    assert.equal(12, #transfers)
    pacing.check(sent_calls.times(transfers), {qps = 10, seconds = 1})
  end)
end)
