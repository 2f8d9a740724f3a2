local aliota = require "aliota"
local new_look = require "aliota.watch.look"
local sandbox = require "aliota.sandbox"
local stub = require "spec.support.stub"

local function for_ever() return math.huge end

describe("watch.look", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 300}) end)
  teardown(function() service:stop() end)

  local function account(more)
    local options = {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    for name, value in pairs(more or {}) do options[name] = value end
    return aliota.new(options).account
  end

  it("is nine calls: the batch first, then its counts", function()
    local actions = {}
    local take = new_look(account {on_event = function(event)
      if event.type == "request" then actions[#actions + 1] = event.action end
    end}, {JobId = service.job_id})
    local counts, job = take(for_ever)
    local truth = service:truth().jobs[1]
    assert.same(truth.by_status, counts.by_status)
    assert.same({service.job_id, truth.JobStatus, "STATIC"}, {job.JobId, job.JobStatus, job.SelectionType})
    assert.is_nil(job.RetryCount) -- null
    assert.equal("QueryOTAJob" .. (" ListOTATaskByJob"):rep(8), table.concat(actions, " "))
  end)

  it("is the same in XML", function()
    local _, job = new_look(account {format = "xml"}, {JobId = service.job_id})(for_ever)
    assert.same({"STATIC", nil}, {job.SelectionType, job.RetryCount})
  end)

  it("comes back with an error, of either operation", function()
    local counts, err = new_look(account(), {JobId = "nonesuch"})(for_ever)
    assert.is_nil(counts)
    assert.same({"api", "QueryOTAJob"}, {err.kind, err.action})
    service:chaos {business_error = {action = "ListOTATaskByJob", count = 1}}
    counts, err = new_look(account {retries = 0}, {JobId = service.job_id})(for_ever)
    service:chaos(false)
    assert.is_nil(counts)
    assert.same({"api", "ListOTATaskByJob"}, {err.kind, err.action})
  end)

  it("ends in the time there is, or in the client's deadline if that is sooner", function()
    service:chaos {latency = {ms = 30000}}
    for _, case in ipairs {{nil, 0.05}, {0.05, math.huge}, {0.05, 60}} do
      local _, err = new_look(account {deadline = case[1]}, {JobId = service.job_id})(function() return case[2] end)
      assert.equal("QueryOTAJob: timeout error: the deadline of 0.05 seconds has passed", tostring(err):match "^[^;]*")
    end
    service:chaos(false)
  end)

  it("does not take an answer without a JobStatus", function()
    for _, data in ipairs {"{}", '{"JobStatus":null}', '""'} do
      local server = stub.start {["/"] = stub.answer(200, '{"Success":true,"RequestId":"r1","Data":' .. data .. "}")}
      local _, err = new_look(account {endpoint = server.endpoint, retries = 0}, {JobId = "j"})(for_ever)
      server:stop()
      assert.same({"decode", "r1"}, {err.kind, err.request_id})
    end
  end)
end)
