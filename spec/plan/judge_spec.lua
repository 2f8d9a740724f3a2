local judge = require "aliota.plan.judge"
local kinds = require "aliota.plan.kinds"

local BEFORE, AFTER = "2026-01-05T04:00:00.000Z", "2026-01-05T05:00:00.000Z"
local SENT = 1000
local SOON, LATE = SENT + 16 * 60, SENT + 16 * 60 + 1

local function item_in(state, status, modified)
  return {state = state, TaskId = "t", TaskStatus = status, UtcModified = modified or BEFORE, sent = SENT}
end

local function task_in(status, modified, id)
  return {TaskId = id or "t", TaskStatus = status, UtcModified = modified or BEFORE}
end

describe("plan.judge", function()
  local function assert_all(kind, cases)
    for _, case in ipairs(cases) do
      local expected, item, task, now = case[1], case[2], case[3], case[4] or SOON
      assert.equal(expected, judge(kinds[kind], item, task, now),
        ("%s %s → %s"):format(item.state, item.TaskStatus, task and task.TaskStatus or "gone"))
    end
  end

  it("leaves alone what is not the task that was planned for", function()
    for _, state in ipairs {"to_do", "unknown", "sending"} do
      assert_all("cancel", {
        {"moved", item_in(state, "QUEUED"), nil}, {"moved", item_in(state, "QUEUED"), task_in("QUEUED", nil, "other")},
      })
    end
  end)

  it("retries a task that is as it was, and no other", function()
    assert_all("retry", {
      {"to_do", item_in("to_do", "FAILED"), task_in "FAILED"},
      {"moved", item_in("to_do", "FAILED"), task_in("FAILED", AFTER)},
      {"moved", item_in("to_do", "FAILED"), task_in "CANCELED"},
      {"moved", item_in("to_do", "FAILED"), task_in("QUEUED", AFTER)},
      {"moved", item_in("to_do", "FAILED"), task_in "NEVER_SEEN"},
    })
  end)

  it("cancels whatever can be cancelled still", function()
    assert_all("cancel", {
      {"to_do", item_in("to_do", "QUEUED"), task_in("NOTIFIED", AFTER)},
      {"moved", item_in("to_do", "QUEUED"), task_in("IN_PROGRESS", AFTER)},
      {"moved", item_in("to_do", "QUEUED"), task_in("CANCELED", AFTER)},
    })
  end)

  it("takes a task that changed after a call for one that the call has changed", function()
    assert_all("retry", {
      {"done", item_in("unknown", "FAILED"), task_in("QUEUED", AFTER)},
      {"done", item_in("unknown", "FAILED"), task_in("FAILED", AFTER)},
      {"done", item_in("unknown", "FAILED"), task_in("SUCCEEDED", AFTER)},
    })
  end)

  it("does not know about one that did not, as long as the call may arrive", function()
    assert_all("confirm", {
      {"unknown", item_in("unknown", "CONFIRM"), task_in "CONFIRM", SOON},
      {"to_do", item_in("unknown", "CONFIRM"), task_in "CONFIRM", LATE},
    })
    local undated, dated = item_in("unknown", "CONFIRM"), item_in("unknown", "CONFIRM")
    undated.UtcModified = nil
    local task = task_in "CONFIRM"
    task.UtcModified = nil
    assert_all("confirm", {{"unknown", undated, task_in "CONFIRM", LATE}, {"unknown", dated, task, LATE}})
  end)

  it("repeats at once what does no harm twice", function()
    assert_all("cancel", {
      {"to_do", item_in("unknown", "QUEUED"), task_in "QUEUED"},
      {"done", item_in("unknown", "QUEUED"), task_in("CANCELED", AFTER)},
      {"moved", item_in("unknown", "QUEUED"), task_in("IN_PROGRESS", AFTER)},
    })
  end)

  it("sees which tasks a yes has passed over", function()
    assert_all("cancel", {
      {"done", item_in("sending", "QUEUED"), task_in("CANCELED", AFTER)},
      {"done", item_in("sending", "QUEUED"), task_in "QUEUED"}, -- the service takes its time
      {"moved", item_in("sending", "QUEUED"), task_in("IN_PROGRESS", AFTER)},
    })
  end)
end)
