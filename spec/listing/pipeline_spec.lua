local pipeline = require "aliota.listing.pipeline"

-- Calls by name that are done when they are told to; `log` remembers what happened to them.
local function fake_calls()
  local calls, log = {}, {}
  local function start(_, name)
    log[#log + 1] = "start " .. name
    local call = {done = false, at = math.huge}
    function call:advance() return self.at end
    function call:cancel(reason)
      if not self.done then log[#log + 1] = ("cancel %s: %s"):format(name, reason) end
      self.done = true
    end
    calls[name] = call
    return call
  end
  return start, calls, log
end

-- Work through `names`; `during`, a function, stands for what happens while it waits.
local function new(names, prefetch, during)
  local start, calls, log = fake_calls()
  local at = 0
  local work = {
    next_job = function()
      at = at + 1
      return names[at]
    end,
    start = start,
    prefetch = type(prefetch) == "function" and prefetch or function() return prefetch end,
    run = function(progress)
      local turn = 0
      while not progress(turn) do
        turn = turn + 1
        if turn > 100 then error "waits for ever" end
        during(calls, turn, log)
      end
    end,
  }
  return pipeline.new(work), calls, log
end

local function finish_last_first(calls)
  for _, name in ipairs {"e", "d", "c", "b", "a"} do
    if calls[name] and not calls[name].done then
      calls[name].done = true
      return
    end
  end
end

local LETTERS = {"a", "b", "c", "d", "e"}

describe("pipeline", function()
  it("hands results over in the order of their jobs, however they end", function()
    for prefetch = 1, 6 do
      local line, calls = new(LETTERS, prefetch, finish_last_first)
      for _, name in ipairs(LETTERS) do
        local job, call = line:next()
        assert.equal(name, job)
        assert.equal(calls[name], call)
        assert.is_true(call.done)
      end
      assert.is_nil((line:next()))
      assert.is_nil((line:next()))
    end
  end)

  it("starts nothing before it is asked, and never more than prefetch allows", function()
    local line, _, log = new(LETTERS, 2, finish_last_first)
    assert.same({}, log)
    line:next()
    assert.same({"start a", "start b"}, log)
    line:next()
    assert.same({"start a", "start b", "start c"}, log)
  end)

  it("leaves answers unread while there is one to hand over before them", function()
    local unwanted, calls = {}, {}
    local line = pipeline.of({"a", "b"}, function(name)
      calls[name] = {done = false}
      calls[name].advance = function(call, _, is_unwanted)
        unwanted[#unwanted + 1] = name .. ": " .. tostring(is_unwanted)
        call.done = not is_unwanted
        return math.huge
      end
      return calls[name]
    end, function(progress) assert.is_true((progress(0))) end)
    assert.equal("a", (line:next()))
    assert.is_false(calls.b.done)
    assert.equal("b", (line:next()))
    assert.same({"a: false", "b: true", "b: false"}, unwanted)
  end)

  it("asks how many to prefetch anew each time", function()
    local prefetch = 1
    local line, _, log = new(LETTERS, function() return prefetch end, finish_last_first)
    line:next()
    assert.equal(1, #log)
    prefetch = 3
    line:next()
    assert.equal(4, #log)
    prefetch = 1
    line:next()
    assert.equal(4, #log)
  end)

  it("waits until the soonest call wants to go on", function()
    local start, calls = fake_calls()
    local names, at, asked = {"a", "b", "c"}, 0, {}
    local line = pipeline.new {
      next_job = function()
        at = at + 1
        return names[at]
      end,
      start = start, prefetch = function() return 3 end,
      run = function(progress)
        progress(0)
        calls.b.at, calls.c.at = 5, 7
        asked[1] = {progress(0)}
        calls.b.done = true
        asked[2] = {progress(0)}
        calls.a.done = true
        asked[3] = {progress(0)}
      end,
    }
    assert.equal("a", (line:next()))
    assert.same({{false, 5}, {false, 7}, {true, 7}}, asked)
  end)

  it("goes on when there are new jobs after it had none", function()
    local jobs = {"a"}
    local line = pipeline.new {
      next_job = function() return table.remove(jobs, 1) end,
      start = function(name) return {done = true, name = name} end,
      prefetch = function() return 2 end,
      run = function(progress) assert(progress(0)) end,
    }
    assert.equal("a", (line:next()))
    assert.is_nil((line:next()))
    jobs[1] = "b"
    assert.equal("b", (line:next()))
  end)

  it("takes false for a job like any other", function()
    local sent = false
    local line = pipeline.new {
      next_job = function()
        if not sent then
          sent = true
          return false
        end
      end,
      start = function() return {done = true} end,
      prefetch = function() return 1 end,
      run = function(progress) assert(progress(0)) end,
    }
    local job, call = line:next()
    assert.same({false, {done = true}}, {job, call})
    assert.same({}, {line:next()})
  end)

  it("ends what is in flight when it is closed, and not what is done or handed over", function()
    local line, calls, log = new(LETTERS, 4, function(calls)
      calls.a.done, calls.c.done = true, true
    end)
    line:next()
    line:close()
    assert.same({"start a", "start b", "start c", "start d", "cancel b: closed", "cancel d: closed"}, log)
    assert.is_true(calls.b.done)
  end)

  it("says so when it is closed while it waits", function()
    local line
    line = new(LETTERS, 2, function() line:close() end)
    local job, call = line:next()
    assert.is_nil(job)
    assert.is_true(call.done)
  end)

  it("starts a few known jobs together, and ends with them", function()
    local started = {}
    local calls = pipeline.of({"a", false, "c"}, function(job)
      started[#started + 1] = job
      return {done = true}
    end, function(progress) assert.is_true((progress(0))) end)
    assert.same({}, started)
    assert.equal("a", (calls:next()))
    assert.same({"a", false, "c"}, started)
    assert.is_false((calls:next()))
    assert.equal("c", (calls:next()))
    assert.is_nil((calls:next()))
  end)
end)
