local aliota = require "aliota"
local sandbox = require "aliota.sandbox"

-- f must be a function whose misuse is in its first line.
local function assert_raises_here(message, f)
  local ok, raised = pcall(f)
  assert.is_false(ok)
  assert.equal(debug.getinfo(f, "S").linedefined, tonumber(tostring(raised):match "init_spec.lua:(%d+): "), raised)
  assert.truthy(raised:find(message, 1, true), raised)
end

describe("client:follow", function()
  local service, client
  before_each(function()
    service = assert(sandbox.start {devices = 250, rollout = "fresh", timeout_minutes = 60})
    client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 0,
    }
  end)
  after_each(function() service:stop() end)

  local function follow(options)
    options.JobId, options.interval, options.longest_interval = service.job_id, 0.01, 0.02
    return client:follow(options)
  end

  -- The state in which each device is for all that was told.
  local function truth()
    local by_status = {}
    for name, count in pairs(service:truth().jobs[1].by_status) do by_status[name] = count > 0 and count or nil end
    return by_status
  end

  it("tells what becomes of each device until the batch is over, as the sandbox knows it", function()
    service:stop()
    service = assert(sandbox.start {devices = 250, rollout = "fresh", timeout_minutes = 60, speed = 2000})
    client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 0,
    }
    local states, changes, told = {}, 0, follow {timeout = 60}
    for task, before in told do
      assert.equal(states[task.DeviceName], before)
      states[task.DeviceName], changes = task.TaskStatus, changes + 1
    end
    local by_status = {}
    for _, status in pairs(states) do by_status[status] = (by_status[status] or 0) + 1 end
    assert.same(truth(), by_status)
    assert.same({true, 250, changes}, {told.coverage.complete, told.coverage.total, told.coverage.changes})
  end)

  it("hands out what a look has found together", function()
    service:advance(1200)
    local changes, names, lists = follow {timeout = 60}, {}, 0
    while #names < 250 do
      local list = assert(changes:some(100))
      lists = lists + 1
      assert.is_true(#list <= 100)
      for _, change in ipairs(list) do
        assert.is_nil(change.before)
        names[#names + 1] = change.task.DeviceName
      end
    end
    assert.same({3, 250}, {lists, changes.coverage.changes})
    service:advance(3 * 3600)
    local list
    repeat
      list = changes:some(1000)
      for _, change in ipairs(list or {}) do assert.is_string(change.before) end
    until not list
    assert.same({}, {changes:some(10)})
    assert.same({true, true}, {changes.coverage.complete, changes.closed})
  end)

  it("says why there are no more", function()
    local cancel = aliota.canceller()
    local changes = follow {cancel = cancel, since = "now"}
    cancel:cancel "enough"
    for _ = 1, 2 do
      local list, err = changes:some(10)
      assert.same({nil, "cancelled"}, {list, err.kind})
    end
    assert_raises_here("follow:some: a number of changes expected", function() changes:some(0) end)
  end)

  it("sends nothing before the first change is asked for", function()
    follow {}
    assert.equal(0, service:stats().requests)
  end)

  it("goes on from a snapshot in another client", function()
    service:advance(1200)
    local seen, first = {}, follow {timeout = 60}
    for _ = 1, 100 do seen[first:next().TaskId] = true end
    local text = first:snapshot()
    first:close()
    assert.is_true(#text < 250 * 12 + 1000)
    local count = 100
    for task in follow({since = text, timeout = 60}):take(150) do
      assert.is_nil(seen[task.TaskId])
      seen[task.TaskId], count = true, count + 1
    end
    assert.equal(250, count)
  end)

  it("ends at its time-out, and when it is cancelled", function()
    local none = follow {since = "now", timeout = 0.1}
    local task, err = none:next()
    assert.same({nil, "timeout"}, {task, err.kind})
    local cancel = aliota.canceller()
    cancel:cancel "enough"
    task, err = follow({cancel = cancel}):next()
    assert.same({nil, "cancelled"}, {task, err.kind})
  end)

  it("works on through a chain, and with a report of the tasks", function()
    local names = follow({timeout = 60}):take(3):map(function(task) return task.DeviceName end):collect()
    assert.equal(3, #names)
  end)

  it("raises at the caller's line for what makes no sense", function()
    local text = follow({TaskStatus = "FAILED"}):snapshot()
    assert_raises_here("follow takes no PageSize", function() client:follow {JobId = service.job_id, PageSize = 10} end)
    assert_raises_here('did you mean "since"?', function() client:follow {JobId = "j", sins = "now"} end)
    assert_raises_here('"FAILD"', function() client:follow {JobId = "j", TaskStatus = "FAILD"} end)
    assert_raises_here("follow: since is no snapshot", function() client:follow {JobId = "j", since = "x"} end)
    assert_raises_here("follow: since is of another batch", function() client:follow {JobId = "j", since = text} end)
    local job_id = service.job_id
    local function of_all() client:follow {JobId = job_id, since = text} end
    assert_raises_here("since is of a follow of FAILED, not of all", of_all)
    local broken = text:sub(1, 40) .. "x" .. text:sub(42)
    assert_raises_here("follow: since is damaged", function() client:follow {JobId = "j", since = broken} end)
    assert_raises_here("since must be", function() client:follow {JobId = "j", since = 7} end)
    assert_raises_here("follow: a JobId or a table of parameters expected", function() client:follow(7) end)
    assert.equal(0, service:stats().requests)
  end)
end)
