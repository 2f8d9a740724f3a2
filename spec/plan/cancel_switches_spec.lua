local cancels = require "aliota.plan.cancel_switches"

describe("plan.cancel_switches", function()
  it("are about the states that they name; unconfirmed tasks go with queued ones unless they are left out", function()
    assert.same({QUEUED = true, CONFIRM = true}, cancels.statuses {CancelQueuedTask = true})
    assert.same({QUEUED = true}, cancels.statuses {CancelQueuedTask = true, CancelUnconfirmedTask = false})
    assert.same({CONFIRM = true, NOTIFIED = true, IN_PROGRESS = true}, cancels.statuses {
      CancelUnconfirmedTask = true, CancelNotifiedTask = true, CancelInProgressTask = true, CancelScheduledTask = true,
    })
    assert.same({}, cancels.statuses {CancelScheduledTask = true})
  end)

  it("count what they are about", function()
    local by_status = {CONFIRM = 1, QUEUED = 2, NOTIFIED = 4, IN_PROGRESS = 8, FAILED = 16}
    assert.equal(7, cancels.count({CancelQueuedTask = true, CancelNotifiedTask = true}, by_status))
    assert.equal(0, cancels.count({CancelNotifiedTask = true}, {}))
  end)
end)
