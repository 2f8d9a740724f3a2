local aliota = require "aliota"
local cjson = require "cjson"
local sandbox = require "aliota.sandbox"
local take = require "aliota.nginx.figures"

describe("nginx.snapshot", function()
  local service, client
  setup(function()
    service = assert(sandbox.start {devices = 2500})
    client = aliota.new {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 0,
    }
  end)
  teardown(function() service:stop() end)
  before_each(function()
    service:chaos(false)
    service:reset()
  end)

  local function look(last, moment, failures)
    return take(client, {JobId = service.job_id, failures = failures or 500, deadline = 30}, last,
      {now = function() return moment end, machine = os.time, time = function() return 1000000 + moment end})
  end

  it("is dated by what the service says when it has answered, back to before it was asked", function()
    local passed, offset = 0, 0
    local asked = {summary = function(_, params)
      passed, offset = passed + 3, -7200
      return client:summary {JobId = params.JobId}
    end}
    local snapshot = take(asked, {JobId = service.job_id, failures = 0, deadline = 30}, nil, {
      now = function() return 100 + passed end, machine = function() return 1000000 + passed end,
      time = function() return 1000000 + passed + offset end,
    })
    assert.same({100, 1000000, 1000000 - 7200, 1000000 - 7200},
      {snapshot.moment, snapshot.machine, snapshot.taken, snapshot.points[1].at})
  end)

  it("tells of no more reasons than tasks that had failed, though some fail meanwhile", function()
    local moving = {
      summary = function(_, params)
        local counts = assert(client:summary {JobId = params.JobId})
        counts.by_status.FAILED = counts.by_status.FAILED - 2
        return counts
      end,
      tasks = function(_, params) return client:tasks {JobId = params.JobId, TaskStatus = "FAILED"} end,
    }
    local failures = take(moving, {JobId = service.job_id, failures = 500, deadline = 30}, nil,
      {now = function() return 1 end, machine = os.time, time = os.time}).failures
    assert.same({99, 99}, {failures.failed, failures.read})
  end)

  it("counts by eight requests and reads failed tasks by the hundred", function()
    local snapshot = assert(look(nil, 1))
    assert.same({2500, 99, 99, 99},
      {snapshot.total, snapshot.by_status.FAILED, snapshot.failures.read, snapshot.failures.failed})
    local sum = snapshot.failures.left_out
    for _, each in ipairs(snapshot.failures.reasons) do sum = sum + each.count end
    assert.equal(99, sum)
    assert.equal(9, service:stats().requests)
  end)

  it("reads failed tasks again when there are others, after a minute, or else after ten", function()
    local first = look(nil, 1)
    service:reset()
    local second = look(first, 600)
    assert.equal(first.failures, second.failures)
    assert.equal(8, service:stats().requests)
    assert.equal(601, look(first, 601).failures.moment)
    first.failures.failed = 98
    assert.equal(98, look(first, 60).failures.failed)
    assert.equal(99, look(first, 61).failures.failed)
  end)

  it("reads no more failed tasks than it is told, and none if it is told so", function()
    assert.equal(40, look(nil, 1, 40).failures.read)
    service:reset()
    assert.is_nil(look(nil, 1, 0).failures)
    assert.equal(8, service:stats().requests)
  end)

  it("names no device", function()
    assert.is_nil(cjson.encode((look(nil, 1))):find("device-0", 1, true))
  end)

  it("tells the counts although the failed tasks can't be read", function()
    local first = look(nil, 1)
    service:chaos {business_error = {after = 8, code = "iot.some.Trouble"}}
    local snapshot, err = look(nil, 2)
    assert.same({2500, "iot.some.Trouble"}, {snapshot.total, err.code})
    assert.is_nil(snapshot.failures)
    first.failures.failed = 98
    service:chaos {business_error = {after = 8, code = "iot.some.Trouble"}}
    snapshot, err = look(first, 100)
    assert.same({98, "iot.some.Trouble"}, {snapshot.failures.failed, err.code})
  end)

  it("fails with what the service says", function()
    service:chaos {business_error = {code = "iot.some.Trouble"}}
    local snapshot, err = look(nil, 1)
    assert.same({nil, "iot.some.Trouble"}, {snapshot, err.code})
  end)

  it("holds texts of devices that can be stored and shown", function()
    service:chaos {hostile_text = {rows = 100}}
    for _, each in ipairs(look(nil, 1).failures.reasons) do
      assert.is_nil(each.reason:find "[%c]")
    end
  end)
end)
