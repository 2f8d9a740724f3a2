-- What every event loop must do for a client: let others go on while a call waits. Specs of loop/ hand in their loop.
local aliota = require "aliota"
local assert = require "luassert"
local gate = require "spec.support.gate"
local stub = require "spec.support.stub"

local loops = {}

-- Calls at once; turns of other work after which they are answered, and after which that is given up.
local CALLS, TURNS, MOST_TURNS = 8, 11, 100000
local KEYS = '{"Code":"Success","AccessKeyId":"STS.id","AccessKeySecret":"secret","SecurityToken":"token",'
  .. '"Expiration":"2099-01-01T00:00:00Z"}'

--- Defines the specs of a loop, inside of its `describe`.
---@param busted {setup: function, teardown: function, it: function}
---@param name string  the module
---@param run fun(bodies: (fun())[])  runs each in a coroutine of the loop, until all have ended; raises what they raise
---@param pause fun(seconds: number)  lets the loop's other coroutines run for so long
function loops.specify(busted, name, run, pause)
  local setup, teardown, it = busted.setup, busted.teardown, busted.it
  local server, how, held
  local function client(path, more)
    local options = {
      endpoint = server.endpoint .. path, loop = how, quota = false, retries = 0,
      credentials = {access_key_id = "id", access_key_secret = "secret"},
    }
    for key, value in pairs(more or {}) do options[key] = value end
    return aliota.new(options)
  end

  setup(function()
    how = require(name)
    held = {calls = gate.new(), work = gate.new(), keys = gate.new()}
    local function answer_behind(shut, body)
      local route = stub.answer(200, body or '{"Success":true}')
      route.held = shut.path
      return route
    end
    local later = stub.answer(200, '{"Success":true}')
    later.pause = 0.2
    server = stub.start {
      ["/keys"] = {answer_behind(held.keys, KEYS), stub.answer(500, "asked twice")},
      ["/all"] = answer_behind(held.calls), ["/meanwhile"] = answer_behind(held.work),
      ["/now"] = stub.answer(200, '{"Success":true}'), ["/later"] = later,
      ["/never"] = {raw = "", hang = true},
      ["/mended"] = {stub.answer(503, "busy"), stub.answer(200, '{"Success":true}')},
    }
  end)
  teardown(function()
    for _, shut in pairs(held) do shut:open() end
    server:stop()
  end)

  -- Works on, turn by turn, until all is over; what waits behind a gate is answered after some turns only.
  local function work_on(shut, is_over)
    local turns = 0
    repeat
      pause(0.001)
      turns = turns + 1
      if turns == TURNS then shut:open() end
    until is_over() or turns == MOST_TURNS
    return turns
  end

  it("has calls of several coroutines under way at once", function()
    local under_way, most, answers, bodies = 0, 0, 0, {}
    local c = client("/all", {on_event = function(event)
      if event.type == "request" then under_way = under_way + 1 end
      if event.type == "response" then under_way = under_way - 1 end
      most = math.max(most, under_way)
      if most == CALLS then held.calls:open() end
    end})
    for i = 1, CALLS do
      bodies[i] = function()
        if c:query_ota_job {JobId = "j" .. i} then answers = answers + 1 end
      end
    end
    run(bodies)
    assert.same({CALLS, CALLS}, {most, answers})
  end)

  it("goes on with other work meanwhile", function()
    local turns, answer, err
    run {
      function() answer, err = client("/meanwhile"):query_ota_job {JobId = "j"} end,
      function() turns = work_on(held.work, function() return answer or err end) end,
    }
    assert.truthy(answer, tostring(err))
    assert.is_true(turns >= TURNS, turns)
  end)

  it("fetches keys once for all who wait, and goes on with other work meanwhile", function()
    local turns, ended, answers, fetched, bodies = 0, 0, 0, 0, {}
    local c = client("/now", {
      credentials = {type = "credentials_uri", uri = server.endpoint .. "/keys"}, proxy = false,
      on_event = function(event) if event.type == "credentials" then fetched = fetched + 1 end end,
    })
    for i = 1, CALLS do
      bodies[i] = function()
        if c:query_ota_job {JobId = "j" .. i} then answers = answers + 1 end
        ended = ended + 1
      end
    end
    bodies[#bodies + 1] = function() turns = work_on(held.keys, function() return ended == CALLS end) end
    run(bodies)
    assert.same({CALLS, 1}, {answers, fetched})
    assert.is_true(turns >= TURNS, turns)
  end)

  it("makes calls one after the other in one coroutine", function()
    local answers = 0
    run {function()
      for i = 1, 20 do
        if client("/now"):query_ota_job {JobId = "j" .. i} then answers = answers + 1 end
      end
    end}
    assert.equal(20, answers)
  end)

  it("waits for the quota and before another attempt", function()
    local waits, paced_answers, retried, result = 0, 0, false, nil
    local paced = client("/now", {quota = aliota.quota(4), on_event = function(event)
      if event.type == "wait" then waits = waits + 1 end
    end})
    local c = client("/mended", {retries = 1, on_event = function(event)
      retried = retried or event.type == "retry"
    end})
    local bodies = {function() result = c:query_ota_job {JobId = "j"} end}
    for i = 2, 7 do -- at once: one after the other they might be slower than the quota
      bodies[i] = function()
        if paced:query_ota_job {JobId = "j"} then paced_answers = paced_answers + 1 end
      end
    end
    run(bodies)
    assert.truthy(result)
    assert.equal(6, paced_answers)
    assert.is_true(retried)
    assert.is_true(waits >= 1)
  end)

  it("ends a call at its time-out and at a cancellation, whoever else waits", function()
    local canceller, late, cancelled, good = aliota.canceller(), nil, nil, nil
    run {
      function() late = select(2, client("/never", {timeout = 0.1}):query_ota_job {JobId = "j"}) end,
      function() cancelled = select(2, client("/never"):query_ota_job {JobId = "j", cancel = canceller}) end,
      function() good = client("/later"):query_ota_job {JobId = "j"} end,
      function()
        pause(0.05)
        canceller:cancel "enough"
      end,
    }
    assert.same({"timeout", "cancelled", "enough"}, {late.kind, cancelled.kind, cancelled.message})
    assert.truthy(good)
  end)

  it("is not harmed by a coroutine that raises, or is left behind", function()
    local good
    local ok, message = pcall(run, {
      function()
        coroutine.wrap(function() client("/later", {on_event = function() error "from the handler" end})
          :query_ota_job {JobId = "j"} end)()
      end,
    })
    assert.is_false(ok)
    assert.truthy(tostring(message):find("from the handler", 1, true))
    run {function() good = client("/later"):query_ota_job {JobId = "j"} end}
    assert.truthy(good)
  end)

  it("refuses where nothing can wait, before anything is sent", function()
    local events = {}
    local c = client("/now", {on_event = function(event) events[#events + 1] = event.type end})
    local _, outside = c:query_ota_job {JobId = "j"}
    local inside
    run {function()
      string.gsub("x", "x", function() inside = select(2, c:query_ota_job {JobId = "j"}) end)
    end}
    for _, err in ipairs {outside, inside} do
      assert.same({"cancelled", "CannotWait", "QueryOTAJob", false}, {err.kind, err.code, err.action, err.retryable})
      assert.truthy(err.hint:find "make the call")
    end
    assert.same({}, events)
  end)

  it("does not wait in a callback for what was begun outside of it", function()
    local raised, after
    run {function()
      local tasks = client("/later"):tasks {JobId = "j"}
      string.gsub("x", "x", function() raised = select(2, tasks:next()) end)
      after = client("/now"):query_ota_job {JobId = "j"}
    end}
    assert.equal("CannotWait", raised.code)
    assert.truthy(after)
  end)
end

return loops
