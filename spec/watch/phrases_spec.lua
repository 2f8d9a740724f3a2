local looks = require "spec.support.looks"
local pace = require "aliota.report.pace"
local phrases = require "aliota.watch.phrases"

-- Of a watch in whose first ten minutes so many tasks were settled.
local function watched(settled, open)
  return pace.of(pace.note(pace.note(nil, 0, 0), 600, settled), open)
end

describe("watch.phrases", function()
  it("tell how far a batch is, what failed, how fast it goes", function()
    local look = looks.at({QUEUED = 1500, SUCCEEDED = 1310, FAILED = 65}, {seconds = 600, pace = watched(1375, 1500)})
    assert.equal("1,375 of 2,875 tasks settled · 65 failed (4.7 %) · 8,250 an hour, 10 min 55 s left",
      phrases.progress(look, 5))
  end)

  it("tell that there is no rate, and why", function()
    local counts = {QUEUED = 3, SUCCEEDED = 1}
    local function end_of(more, idle) return phrases.progress(looks.at(counts, more), idle):match "[^·]*$" end
    assert.equal(" no rate yet", end_of({before = false}, 0))
    assert.equal(" none settled lately", end_of({}, 59))
    assert.equal(" none settled lately", end_of({pace = watched(0, 3)}, 59))
    assert.equal(" no rate yet", end_of({pace = pace.of(pace.note(pace.note(nil, 0, 0), 10, 1), 3)}, 0))
    assert.equal(" none open", end_of({pace = watched(4, 0)}, 0))
    assert.equal(" unchanged for 1 min", end_of({pace = watched(1, 3)}, 60))
    assert.equal(" done", end_of({ending = "done", pace = watched(1, 3)}, 0))
    assert.equal(" canceled", end_of({ending = "canceled"}, 90))
  end)

  it("name the batch and the states that there are", function()
    local look = looks.at({QUEUED = 1500, FAILED = 65})
    assert.equal("batch 7glPHmaDYLAYMD1HHutT02**** · IN_PROGRESS · 2 h 5 min", phrases.title(look, 7500))
    assert.equal("QUEUED\194\1601,500, FAILED\194\16065", phrases.states(look.figures.by_status))
  end)

  it("let no text of the service steer the terminal", function()
    local title = phrases.title(looks.at({}, {job = {JobStatus = "A\27[2J\nB"}}), 0)
    assert.is_nil(title:find "%c")
  end)
end)
