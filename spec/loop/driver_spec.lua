local core = require "aliota.core"
local driver = require "aliota.loop.driver"
local stub = require "spec.support.stub"

describe("a driver", function()
  local server, http
  setup(function()
    local later = stub.answer(200, "later")
    later.pause = 0.2
    server = stub.start {["/later"] = later, ["/never"] = {raw = "", hang = true}}
  end)
  teardown(function() server:stop() end)
  before_each(function() http = core.http.new() end)
  after_each(function() http:close() end)

  -- A loop that runs coroutines in turn; `changes` are to what it offers.
  local function new_kit(changes)
    local kit = {ready = {}, rests = 0, spawned = 0, waits = 0, problem = function() end}
    function kit.add(f) kit.ready[#kit.ready + 1] = coroutine.create(f) end
    function kit.spawn(f)
      kit.spawned = kit.spawned + 1
      kit.add(f)
    end
    function kit.rest(moved)
      kit.rests = kit.rests + 1
      coroutine.yield(function()
        moved:wait(0.01)
        return true
      end)
    end
    function kit.new_event()
      local event = {}
      function event:wait(seconds)
        local due = core.http.now() + seconds
        kit.waits = kit.waits + 1
        coroutine.yield(function() return self.is_set or core.http.now() >= due end)
        self.is_set = false
      end
      function event:set() self.is_set = true end
      return event
    end
    function kit.run()
      local conditions = {}
      while #kit.ready > 0 do
        local thread = table.remove(kit.ready, 1)
        if not conditions[thread] or conditions[thread]() then
          local ok, condition = coroutine.resume(thread)
          if not ok then kit.failure = condition end
          conditions[thread] = condition
        end
        if coroutine.status(thread) ~= "dead" then kit.ready[#kit.ready + 1] = thread end
      end
    end
    for name, value in pairs(changes or {}) do kit[name] = value end
    return kit
  end

  -- What loop.run does for one transfer.
  local function await(how, path)
    local transfer = http:queue {url = server.endpoint .. path, timeout = 30}
    while not transfer:done() do
      how.watch(transfer)
      how.wait(http, 5)
      how.turn(http)
    end
    return transfer:result()
  end

  it("moves everything for all that wait, and leaves when nothing is under way", function()
    local kit, good = new_kit(), 0
    local how = driver(kit)
    for _ = 1, 5 do
      kit.add(function() if await(how, "/later") then good = good + 1 end end)
    end
    kit.run()
    assert.same({5, 1, 5}, {good, kit.spawned, kit.waits})
    kit.add(function() await(how, "/later") end)
    kit.run()
    assert.equal(2, kit.spawned)
  end)

  it("is replaced by those who wait when it never runs, and tried again", function()
    local kit = new_kit()
    function kit.spawn() kit.spawned = kit.spawned + 1 end
    local how, result, seconds = driver(kit), nil, nil
    kit.add(function()
      local started = core.http.now()
      local never = http:queue {url = server.endpoint .. "/never", timeout = 30}
      local rests
      -- Until it was tried again, and who waits has to go on nevertheless.
      while (not rests or kit.rests == rests) and not never:done() do
        how.watch(never)
        how.wait(http, 0.1)
        rests = rests or kit.spawned >= 2 and kit.rests or nil
      end
      never:cancel()
      result = await(how, "/later")
      seconds = core.http.now() - started
    end)
    kit.run()
    assert.equal("later", result.body)
    assert.is_true(kit.spawned >= 2 and kit.spawned <= seconds + 1, kit.spawned) -- but once a second
    assert.is_true(kit.rests > 1)
  end)

  it("leaves the wheel to the one that replaced it, should it run after all", function()
    local kit, late = new_kit(), {}
    function kit.spawn(f)
      kit.spawned = kit.spawned + 1
      if kit.spawned == 1 then late[1] = f else kit.add(f) end
    end
    local how = driver(kit)
    kit.add(function()
      local started = core.http.now()
      local never = http:queue {url = server.endpoint .. "/never", timeout = 10}
      while kit.spawned < 2 and core.http.now() - started < 10 do how.wait(http, 0.1) end
      local rests = kit.rests
      late[1]()
      assert(kit.rests == rests, "two drive")
      never:cancel()
      assert(await(how, "/later"))
    end)
    kit.run()
    assert.is_nil(kit.failure)
  end)

  it("is replaced when it fails, which is not hidden", function()
    local kit = new_kit()
    local rest, failed = kit.rest, false
    function kit.rest(moved)
      if not failed then
        failed = true
        error "no rest"
      end
      rest(moved)
    end
    local how, result = driver(kit), nil
    kit.add(function()
      local transfer = http:queue {url = server.endpoint .. "/later", timeout = 10}
      while not transfer:done() do
        how.watch(transfer)
        how.wait(http, 0.05)
      end
      result = transfer:result()
    end)
    kit.run()
    assert.equal("later", result.body)
    assert.truthy(kit.failure:find "no rest")
    assert.equal(2, kit.spawned)
  end)

  -- A wrapper of `http` that notes which coroutine makes steps.
  local function observed(steppers)
    return setmetatable({}, {__index = function(_, name)
      return function(_, ...)
        if name == "step" then steppers[coroutine.running()] = true end
        return http[name](http, ...)
      end
    end})
  end

  it("alone makes steps, and lets others run after each in which it wakes somebody", function()
    local steppers, pauses, woken = {}, {}, 0
    local kit = new_kit()
    local rest, new_event, spawn = kit.rest, kit.new_event, kit.spawn
    function kit.rest(_, seconds)
      pauses[#pauses + 1] = {seconds = seconds, woken = woken}
      woken = 0
      rest(http)
    end
    function kit.new_event()
      local event = new_event()
      local set = event.set
      function event:set()
        woken = woken + 1
        set(self)
      end
      return event
    end
    local driving
    function kit.spawn(f)
      spawn(function()
        driving = coroutine.running()
        f()
      end)
    end
    local how, good = driver(kit), 0
    local seen = observed(steppers)
    for _ = 1, 50 do
      kit.add(function()
        how.turn(seen)
        local transfer = http:queue {url = server.endpoint .. "/later", timeout = 10}
        while not transfer:done() do
          how.watch(transfer)
          how.wait(seen, 5)
          how.turn(seen)
        end
        good = good + 1
      end)
    end
    kit.run()
    assert.is_nil(kit.failure)
    assert.same({50, 1}, {good, kit.spawned})
    assert.same({[driving] = true}, steppers)
    local most = 0
    for _, pause in ipairs(pauses) do
      most = math.max(most, pause.woken)
      assert.equal(pause.woken > 0, pause.seconds == 0)
    end
    assert.truthy(most >= 1 and most <= 16, most)
  end)

  it("is had for those who wait for their turn, with nothing under way", function()
    local kit, gone_on = new_kit(), 0
    local how = driver(kit)
    for _ = 1, 50 do
      kit.add(function()
        how.turn(http)
        gone_on = gone_on + 1
      end)
    end
    kit.run()
    assert.is_nil(kit.failure)
    assert.same({50, 1, 0}, {gone_on, kit.spawned, http:active()})
  end)

  it("keeps nobody waiting for a turn who can't wait", function()
    local kit, gone_on = new_kit {problem = function() return "nothing can wait here" end}, 0
    local how = driver(kit)
    for _ = 1, 50 do
      how.turn(http)
      gone_on = gone_on + 1
    end
    assert.same({50, 0}, {gone_on, kit.spawned})
  end)
end)
