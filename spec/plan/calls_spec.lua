local Account = require "aliota.client.account"
local canceller = require "aliota.util.canceller"
local check_options = require "aliota.client.options"
local loop = require "aliota.loop"
local operations = require "aliota.api.operations"
local sandbox = require "aliota.sandbox"
local service = require "aliota.plan.calls"

describe("plan.service", function()
  local box, account
  setup(function()
    box = assert(sandbox.start {devices = 120})
    account = Account.new(assert(check_options {endpoint = box.endpoint, credentials = box.credentials}))
  end)
  teardown(function() box:stop() end)

  it("looks at devices in the order of their names, and at none that is not there", function()
    local rows = box:truth({JobId = box.job_id}).rows
    local names = {rows[120].DeviceName, "nobody", rows[1].DeviceName}
    local found, seen = service.new(account, {}).look({JobId = box.job_id}, names), {}
    for name, task in found do seen[#seen + 1] = name .. " " .. (task and task.TaskId or "none") end
    assert.same({names[1] .. " " .. rows[120].TaskId, "nobody none", names[3] .. " " .. rows[1].TaskId}, seen)
  end)

  it("is certain about who is not there, and fails where it can't be", function()
    local rows = box:truth({JobId = box.job_id}).rows
    local names = {rows[1].DeviceName, rows[2].DeviceName}
    local function look() return service.new(account, {}).look({JobId = box.job_id}, names) end
    box:chaos {other_batch = {}}
    local name, err = look():next()
    assert.same({nil, "Incomplete"}, {name, err.code})
    box:chaos {other_batch = false, invalid_utf8 = {}} -- which is nothing that matters here
    assert.equal(names[1], (look():next()))
    box:chaos(false)
  end)

  it("carries an operation out, and says when it may have been", function()
    local act = service.new(account, {}).act
    assert.is_true(act(operations.CancelOTATaskByJob, {JobId = box.job_id, CancelNotifiedTask = true}).Success)
    local answer, err = act(operations.ReupgradeOTATask, {JobId = box.job_id, TaskId = {"nonesuch"}})
    assert.is_nil(answer)
    assert.same({"iot.ota.TaskNotFound", false}, {err.code, err.may_have_run})
  end)

  it("says of a nonce that came before that the operation may have been carried out", function()
    box:chaos {business_error = {code = "SignatureNonceUsed", action = "ReupgradeOTATask"}}
    local _, err = service.new(account, {}).act(operations.ReupgradeOTATask, {JobId = box.job_id, TaskId = {"t"}})
    box:chaos(false)
    assert.same({"SignatureNonceUsed", true, false, 1}, {err.code, err.may_have_run, err.retryable, #err.attempts})
  end)

  it("looks at a batch as a whole", function()
    local counts, job = service.new(account, {}).look_at_batch {JobId = box.job_id, CancelQueuedTask = true}
    assert.same({120, box.job_id}, {counts.total, job.JobId})
    local none, err = service.new(account, {}).look_at_batch {JobId = "nonesuch"}
    assert.same({nil, "iot.ota.JobNotFound"}, {none, err.code})
  end)

  it("pauses in the client's loop, no longer than there is time, and not once it is cancelled", function()
    local now, stop, waits = loop.now, canceller.new(), 0
    local own = Account.new(assert(check_options {
      endpoint = box.endpoint, credentials = box.credentials,
      loop = {wait = function() waits = waits + 1 end},
    }))
    local at = now()
    service.new(own, {deadline = 0.3}).pause(3600)
    assert.is_true(now() - at >= 0.3 and waits > 0)
    stop:cancel()
    service.new(own, {cancel = stop}).pause(3600)
  end)

  it("has one deadline for everything", function()
    local one = service.new(account, {deadline = 0.000001})
    assert.equal("timeout", select(2, one.look({JobId = box.job_id}, {"a"}):next()).kind)
    assert.equal("timeout", select(2, one.act(operations.CancelOTAStrategyByJob, {JobId = box.job_id})).kind)
    assert.equal("timeout", select(2, one.look_at_batch {JobId = box.job_id}).kind)
  end)
end)
