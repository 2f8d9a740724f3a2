local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

describe("aliota cancel", function()
  local service
  before_each(function() service = assert(sandbox.start {devices = 500}) end)
  after_each(function() service:stop() end)

  local function cancel(words, job_id)
    return command.run(service, ("cancel %s --qps 1000 %s"):format(job_id or service.job_id, words))
  end

  local function by_status() return service:truth().jobs[1].by_status end

  it("cancels chosen tasks when it is told to, and else only says so", function()
    local queued, canceled = by_status().QUEUED, by_status().CANCELED
    local status, output = cancel "--task-status QUEUED"
    assert.same({0, queued}, {status, by_status().QUEUED})
    assert.truthy(output:find(("Cancel %d task"):format(queued), 1, true), output)
    assert.truthy(output:find "Nothing is changed before %-%-yes.\n$", output)
    status, output = cancel "--task-status QUEUED --yes"
    assert.same({0, 0, queued}, {status, by_status().QUEUED, by_status().CANCELED - canceled})
    assert.truthy(output:find "The plan is complete.\n$", output)
  end)

  it("cancels all that a batch has in a state by one call", function()
    local before = by_status()
    assert.equal(0, (cancel "--cancel-queued-task --cancel-notified-task --cancel-unconfirmed-task --yes"))
    assert.same({0, 0, 0, before.QUEUED + before.NOTIFIED + before.CONFIRM + before.CANCELED},
      {by_status().QUEUED, by_status().NOTIFIED, by_status().CONFIRM, by_status().CANCELED})
    assert.equal(1, service:stats().by_action.CancelOTATaskByJob)
  end)

  it("says which tasks are to be said", function()
    for words, expected in pairs {
      [""] = "say which tasks: by --task-status, --where or --device-names; or by --cancel-in-progress-task and its "
        .. "like, for the whole batch\n",
      ["--cancel-queued-task --where TaskStatus=QUEUED"] =
        "--cancel-queued-task is for the whole batch: it goes with nothing that chooses tasks\n",
      ["--task-status FAILED"] = "it takes tasks in CONFIRM, NOTIFIED, QUEUED, none of which is asked for\n",
    } do
      assert.same({1, "", expected}, {cancel(words)})
    end
    assert.is_nil(service:stats().by_action.CancelOTATaskByJob)
  end)
end)
