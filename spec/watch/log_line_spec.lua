local errors = require "aliota.api.errors"
local looks = require "spec.support.looks"
local new_log = require "aliota.watch.log_line"

describe("watch.log", function()
  local lines, log
  before_each(function()
    lines = {}
    log = new_log {
      write = function(_, ...) lines[#lines + 1] = table.concat {...} end,
      flush = function() end,
    }
  end)

  local function saw(seconds, counts, more)
    local look = looks.at(counts, more)
    look.seconds = seconds
    log:saw(look)
  end

  local STILL = {moved = false, idle = 40}

  it("has a line for each change, and none without", function()
    saw(0, {QUEUED = 10})
    saw(10, {QUEUED = 10}, STILL)
    saw(20, {QUEUED = 8, FAILED = 2})
    local batch = "batch 7glPHmaDYLAYMD1HHutT02**** · IN_PROGRESS · "
    assert.same({
      "0 s: " .. batch .. "0 of 10 tasks settled · 0 failed (–) · none settled lately\n",
      "20 s: " .. batch .. "2 of 10 tasks settled · 2 failed (100.0 %) · none settled lately\n",
    }, lines)
  end)

  it("gives a sign of life every five minutes", function()
    saw(0, {QUEUED = 10})
    for seconds = 100, 1000, 100 do saw(seconds, {QUEUED = 10}, STILL) end
    assert.equal(4, #lines)
    assert.truthy(lines[2]:find "^5 min: " and lines[4]:find "^15 min: ")
  end)

  it("has a line for the end", function()
    saw(0, {SUCCEEDED = 10})
    saw(10, {SUCCEEDED = 10}, {moved = false, ending = "done"})
    assert.truthy(lines[2]:find "· done\n$")
  end)

  it("tells a failure once, and that it is over", function()
    local err = errors.new {kind = "network", message = "gone\27[2J"}
    saw(0, {QUEUED = 10})
    for seconds = 10, 400, 10 do
      log:failed(err, seconds)
      log:tick(seconds)
    end
    log:failed(errors.new {kind = "timeout", message = "late"}, 405)
    saw(410, {QUEUED = 10}, STILL)
    saw(420, {QUEUED = 10}, STILL)
    log:finish()
    assert.equal(5, #lines)
    for i, start in ipairs {"0 s: %sIN_", "10 s: %snetwork error: gone?[2J", "5 min 10 s: %snetwork",
      "6 min 45 s: %stimeout", "6 min 50 s: %sIN_"} do
      start = start:format "batch 7glPHmaDYLAYMD1HHutT02**** · "
      assert.equal(start, lines[i]:sub(1, #start))
    end
  end)
end)
