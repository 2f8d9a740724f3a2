local aliota = require "aliota"
local now_of = require "aliota.util.now"
local sandbox = require "aliota.sandbox"
local utc = require "aliota.util.utc"

local AHEAD = 7200 -- seconds that the service's clock is ahead of this machine's

describe("now", function()
  local service, client
  setup(function()
    service = assert(sandbox.start {devices = 30, chaos = {clock_skew = {seconds = AHEAD}}})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, quota = false, retries = 0}
  end)
  teardown(function() service:stop() end)

  local function tasks(more)
    local params = {JobId = service.job_id}
    for name, value in pairs(more or {}) do params[name] = value end
    return client:tasks(params)
  end

  -- Hours lie between the clocks; a report tells the minute that has begun, and a busy machine answers late.
  local function is_near(time, expected) return math.abs(time - expected) < AHEAD / 4 end

  it("is by this machine's clock where nobody knows better", function()
    for _, given in ipairs {{}, {clock = 5}, aliota.new({region = "r"}):tasks {JobId = "j"}} do
      assert.is_true(is_near(now_of(given), os.time()))
    end
  end)

  it("is the service's in whatever a client lists, once it has answered", function()
    local names = tasks():take(2):map(function(task) return task.DeviceName end):collect()
    for _, listed in ipairs {
      tasks(), tasks {where = {TaskStatus = "FAILED"}}, client:pages {JobId = service.job_id},
      client:devices {JobId = service.job_id, DeviceNames = names},
      tasks():where(aliota.filter.progress(0)):map(function(task) return task end):take(3),
    } do
      listed:first()
      assert.is_true(is_near(now_of(listed), os.time() + AHEAD))
    end
  end)

  it("is what reports tell ages by, of the first listing of a client, too", function()
    local function fresh()
      return aliota.new({endpoint = service.endpoint, credentials = service.credentials, quota = false})
        :tasks {JobId = service.job_id}
    end
    assert.is_true(is_near(aliota.report.stuck(fresh()).now, os.time() + AHEAD))
    assert.is_true(is_near(aliota.report.eta(fresh()).now, os.time() + AHEAD))
    local both = aliota.report.many(fresh(), {stuck = true, eta = {now = 5}})
    assert.is_true(is_near(both.stuck.now, os.time() + AHEAD))
    assert.equal(5, both.eta.now)
    local path = os.tmpname()
    assert.is_true(is_near(aliota.report.snapshot(fresh(), {path = path}).taken, os.time() + AHEAD))
    os.remove(path)
    assert.is_true(is_near(aliota.report.stuck({}).now, os.time()))
  end)

  it("is known of what was collected, however it was and whenever it is asked", function()
    local groups = tasks():group_by "TaskStatus"
    local names = tasks():take(2):map(function(task) return task.DeviceName end):collect()
    for _, array in ipairs {
      tasks():collect(), tasks():take(3):collect(), groups.SUCCEEDED, groups.FAILED, names,
      client:devices({JobId = service.job_id, DeviceNames = names}):collect(),
    } do
      assert.is_true(#array > 0 and getmetatable(array) == nil)
      assert.is_true(is_near(now_of(array), os.time() + AHEAD))
    end
    assert.is_true(is_near(aliota.report.stuck(tasks():collect()).now, os.time() + AHEAD))
  end)

  it("is carried along by time that passes in a sandbox, though this machine's clock be three hours wrong", function()
    local own = assert(sandbox.start {devices = 250})
    finally(function() own:stop() end)
    for _, wrong in ipairs {0, 3 * 3600, -3 * 3600, 600} do -- the last is no reason to refuse a call
      local events = 0
      local late = aliota.new {
        endpoint = own.endpoint, credentials = own.credentials, quota = false, retries = 0,
        clock = function() return os.time() + wrong end,
        on_event = function(event) if event.type == "clock" then events = events + 1 end end,
      }
      local function list() return late:tasks {JobId = own.job_id} end
      local function oldest() return aliota.report.stuck(list(), {most = 1}).oldest[1].age end
      for _ = 1, 2 do
        local age = oldest() -- of one that waits to be confirmed
        local older = aliota.filter.older_than(age + 3600)
        assert.equal(0, list():where(older):count())
        assert.is_true(is_near(aliota.report.eta(list()).now, own:truth().now))
        own:advance(7200)
        assert.is_true(is_near(oldest(), age + 7200), tostring(wrong))
        assert.is_true(list():where(older):count() > 0)
      end
      -- Hours that pass for tasks are none for signatures.
      assert.equal(math.abs(wrong) > 900 and 1 or 0, events)
    end
  end)

  it("is what files tell", function()
    local function written(format, options)
      local pieces = {}
      aliota.write[format](tasks(), function(text) pieces[#pieces + 1] = text return true end, options)
      return table.concat(pieces)
    end
    local made = written("html"):match "Made</dt><dd>([%d-]+ %d%d:%d%d) UTC"
    assert.is_true(is_near(utc.parse(made:gsub(" ", "T") .. ":00Z"), os.time() + AHEAD))
    local oldest = "oldest_open_task_age_seconds{[^}]*} ([%d.]+)"
    local age, own = written("prometheus"):match(oldest), written("prometheus", {now = os.time()}):match(oldest)
    assert.is_true(is_near(tonumber(age) - tonumber(own), AHEAD))
  end)

  it("is what filters count ages from, where no other present is given", function()
    local filter = aliota.filter
    local all = tasks():count()
    local function counts(predicate)
      return {tasks():where(predicate):count(), tasks({where = predicate}):count()}
    end
    -- No task has changed in the future, and all have changed less than two hours ago by that clock, or none have.
    local newest = 0
    for task in tasks() do newest = math.max(newest, utc.parse(task.UtcModified)) end
    local between = os.time() - newest + AHEAD / 2 -- seconds: more than by this machine's clock, less than by that one
    assert.same({all, all}, counts(filter.older_than(between)))
    assert.same({0, 0}, counts(filter.newer_than(between)))
    assert.same({0, 0}, counts(filter.all(filter.no(filter.older_than(between)), filter.any(filter.progress(0)))))
    assert.same({0, 0}, counts(filter.all(filter.older_than(between, {now = newest}), {SrcVersion = "*"})))
  end)
end)
