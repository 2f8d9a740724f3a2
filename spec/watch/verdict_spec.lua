local errors = require "aliota.api.errors"
local looks = require "spec.support.looks"
local verdicts = require "aliota.watch.verdict"

local new_verdict = verdicts.new

local COUNTS = {QUEUED = 100, CONFIRM = 40, SUCCEEDED = 2200, FAILED = 150, CANCELED = 10}

-- The first lines, up to the table, as one.
local function sentence_of(verdict, width)
  return (verdict:render({width = width or 200}):match "^(.-)\n\n":gsub("\n", " | "))
end

local function verdict(outcome, more)
  local seen = {JobId = "j", outcome = outcome, seconds = 4320, looks = 9, look = looks.at(COUNTS, {seconds = 4320})}
  for name, value in pairs(more or {}) do seen[name] = value end
  return new_verdict(seen)
end

describe("watch.verdict", function()
  it("has an exit code for each outcome", function()
    for outcome, code in pairs {done = 0, gate = 1, timeout = 2, error = 3, canceled = 4} do
      assert.equal(code, verdict(outcome).exit_code)
    end
  end)

  it("says what came of it", function()
    assert.equal("DONE after 1 h 12 min | 2,200 of 2,500 tasks succeeded, 150 failed, 10 canceled.",
      sentence_of(verdict "done"))
    assert.equal("DONE after 1 h 12 min | The batch has no tasks.",
      sentence_of(verdict("done", {look = looks.at({}, {seconds = 4320})})))
    assert.equal("CANCELED after 1 h 12 min | The batch was canceled: 2,200 of 2,500 tasks succeeded, 150 failed, "
      .. "10 canceled.", sentence_of(verdict "canceled"))
    assert.equal("STOPPED after 1 h 12 min | FAILED is 150; at most 100 was allowed. 2,200 of 2,500 tasks succeeded, "
      .. "150 failed, 10 canceled.",
      sentence_of(verdict("gate", {broken = {name = "FAILED", limit = 100, value = 150}})))
    local err = errors.new {kind = "api", code = "X", message = "gone", action = "QueryOTAJob"}
    assert.equal("ERROR after 1 h 12 min | QueryOTAJob: api error X: gone", sentence_of(verdict("error", {err = err})))
  end)

  it("says what a batch waits for that is not through", function()
    local err = errors.new {kind = "timeout", message = "over"}
    assert.equal("TIME-OUT after 1 h 12 min | 140 tasks are open (CONFIRM 40, QUEUED 100). 40 tasks have to be "
      .. "confirmed (ConfirmOTATask).", sentence_of(verdict("timeout", {err = err})))
    local planned = looks.at({QUEUED = 1}, {seconds = 4320, job = {JobStatus = "PLANNED", SelectionType = "DYNAMIC"}})
    assert.equal("TIME-OUT after 1 h 12 min | 1 task is open (QUEUED 1). The batch has not begun. The batch is "
      .. "dynamic: it takes further devices until CancelOTAStrategyByJob.",
      sentence_of(verdict("timeout", {err = err, look = planned})))
    err.cause = errors.new {kind = "network", message = "gone\27[2J", hint = "look"}
    assert.truthy(sentence_of(verdict("timeout", {err = err})):find(
      "The last look failed: network error: gone?[2J; hint: look", 1, true))
  end)

  it("says how old its figures are, if they are", function()
    local late = looks.at(COUNTS, {seconds = 4260})
    assert.truthy(sentence_of(verdict("done", {look = late})):find("What follows was seen 1 min before.", 1, true))
    assert.is_nil(sentence_of(verdict "done"):find("before", 1, true))
  end)

  it("prints the last figures in any width, and how complete they are", function()
    for _, width in ipairs {40, 80, 160} do
      local text = verdict("done"):render {width = width}
      assert.truthy(text:find "SUCCEEDED +2,200  88.0 %%" and text:find "\n2,500 of 2,500 tasks, complete$", text)
    end
    assert.equal(verdict("done").counts.by_status.FAILED, 150)
  end)

  it("can be made of nothing but an error", function()
    local made = new_verdict {
      JobId = "j", outcome = "error", err = errors.new {kind = "network", message = "gone", hint = "none"}, seconds = 1,
      looks = 0,
    }
    assert.equal("ERROR after 1 s\nnetwork error: gone; hint: none\n\nNothing is known of batch j.", tostring(made))
    assert.is_nil(made.counts or made.job or made.age)
  end)

  it("says what was done about a gate, and shows how the batch looked afterwards", function()
    local made = verdict("gate", {broken = {name = "FAILED", limit = 100, value = 150}, look = looks.at(COUNTS)})
    local latest = looks.at({CANCELED = 2350, FAILED = 150}, {job = {JobStatus = "COMPLETED"}})
    verdicts.react(made, {plan = {}, stop = {canceled = 2340}, is_stopped = true, latest = latest,
      sentences = {"It is over.", "Really."}})
    assert.equal("STOPPED after 1 h 12 min | FAILED is 150; at most 100 was allowed. 0 of 2,500 tasks succeeded, "
      .. "150 failed, 2,350 canceled. | It is over. | Really.", sentence_of(made))
    assert.same({1, latest.counts, latest.job, 0, 2340},
      {made.exit_code, made.counts, made.job, made.age, made.stop.canceled})
    assert.truthy(tostring(made):find "CANCELED +2,350")
  end)

  it("has an exit code for a batch that was to be stopped, and goes on", function()
    local made = verdict("gate", {broken = {name = "FAILED", limit = 100, value = 150}})
    verdicts.react(made, {err = "gone", is_stopped = false, sentences = {}})
    assert.same({"gate", 5, "gone", 150}, {made.outcome, made.exit_code, made.err, made.counts.by_status.FAILED})
    assert.truthy(sentence_of(made):find "^NOT STOPPED after 1 h 12 min | FAILED is 150")
  end)
end)
