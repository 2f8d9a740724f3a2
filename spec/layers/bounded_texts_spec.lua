-- What a device or the service says is looked at for as much as there is room for, be it a megabyte: whatever is drawn
-- in lines is no more work than for a text that fills them.
local batch_table = require "aliota.watch.batch_table"
local canvas = require "aliota.show.canvas"
local dressed = require "spec.support.dressed"
local errors = require "aliota.api.errors"
local failure = require "aliota.nginx.failure"
local instructions = require "spec.support.instructions"
local job = require "aliota.api.job"
local looks = require "spec.support.looks"
local new_log = require "aliota.watch.log_line"
local new_verdict = require("aliota.watch.verdict").new
local phrases = require "aliota.watch.phrases"
local plans = require "spec.support.plans"
local show = require "aliota.repl.show"

-- Each is given a text and returns what is shown of it.
local SHOWN = {}

SHOWN["a batch"] = function(said)
  return tostring(job.of_row {
    JobId = said, JobStatus = said, FirmwareId = said, DestVersion = said, SelectionType = said, TargetSelection = said,
  })
end

local function task(said)
  return {
    TaskId = "t", JobId = said, DeviceName = said, TaskStatus = said, SrcVersion = said, DestVersion = said,
    UtcModified = said, TaskDesc = said, Other = said,
  }
end

SHOWN["a task at the prompt"] = function(said) return show(dressed({task(said)})[1], 80, false) end
SHOWN["tasks at the prompt"] = function(said) return show(dressed {task(said), task(said)}, 80, false) end

SHOWN["an attempt at the prompt"] = function(said)
  local attempts = {{at = 0, seconds = 1, outcome = said}, {at = 2, seconds = 1, outcome = said}}
  local err = errors.new {kind = "network", code = said, message = said, hint = "none", attempts = attempts}
  return show(err, 80, false)
end

-- A look at a batch that says this of itself.
local function look_at(said)
  return looks.at({QUEUED = 5, FAILED = 1}, {job = {JobStatus = said, SelectionType = "STATIC"}}, said)
end

SHOWN["a watched batch"] = function(said) return phrases.title(look_at(said), 5) end

SHOWN["the log of a watch"] = function(said)
  local lines = {}
  local log = new_log {write = function(_, line) lines[#lines + 1] = line end, flush = function() end}
  log:saw(look_at(said))
  return table.concat(lines)
end

SHOWN["a verdict"] = function(said)
  return tostring(new_verdict {JobId = said, outcome = "done", look = look_at(said), seconds = 1, looks = 1})
end

SHOWN["the table of batches"] = function(said)
  local page = canvas.new(80, false)
  local lines = {{JobId = said, summary = look_at(said).figures, job = {JobStatus = said}, consistent = false}}
  batch_table.grid(page, lines)
  batch_table.problems(page, lines)
  return page:text()
end

SHOWN["a plan"] = function(said)
  local plan = plans.world(3, "FAILED"):plan "retry"
  plan.by_status, plan.left_out = {[said] = 2, FAILED = 1}, {[said .. "x"] = 1}
  return plan:render {width = 80}
end

SHOWN["the failure of a feed"] = function(said)
  return failure(errors.new {kind = "api", code = said, message = "no"}, 0).code
end

describe("a long text", function()
  for what, shown_of in pairs(SHOWN) do
    it("is no more work than a short one in " .. what, function()
      local function work(length)
        local said, seen = ("é\27"):rep(length), nil
        return instructions(function() seen = shown_of(said) end), seen
      end
      local little, before = work(3000)
      local much, now = work(2e5)
      assert.equal(before, now)
      assert.is_true(much < little * 2 + 1e5, ("%d against %d"):format(much, little))
      assert.is_nil(now:find "[%z\1-\9\11-\31\127]")
    end)
  end
end)
