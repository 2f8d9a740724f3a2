local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local tmux = require "spec.support.tmux"

describe("aliota watch", function()
  local service
  before_each(function() service = assert(sandbox.start {devices = 120, rollout = "fresh", timeout_minutes = 60}) end)
  after_each(function() service:stop() end)

  local function line(words)
    return command.line(service, ("watch %s --qps 1000 --interval 0.05 --longest-interval 0.2 %s"):format(
      service.job_id, words or ""))
  end
  local function watch(words) return command.shell("timeout 60 " .. line(words)) end

  it("prints a line a change until the batch is over", function()
    service:clock {speed = 3600}
    local status, output, errors = watch()
    assert.same({0, ""}, {status, errors})
    assert.truthy(output:find(" · 120 of 120 tasks settled · %d+ failed [^\n]+ · done\n$"), output)
  end)

  it("prints an object a look", function()
    service:advance(14 * 3600)
    local status, output = watch "--output ndjson"
    assert.equal(0, status)
    for text in output:gmatch "[^\n]+" do
      local look = cjson.decode(text)
      assert.same({120, service.job_id}, {look.counts.total, look.job.JobId})
    end
  end)

  it("exits with 2 after its time-out", function()
    local status, output, errors = watch "--timeout 5" -- by when a slow machine has looked, too
    assert.equal(2, status)
    assert.truthy(output:find "0 of 120 tasks settled", output)
    assert.truthy(errors:find "^timeout error: the batch is not through", errors)
  end)

  for _, columns in ipairs {60, 100, 160} do
    it("is a live view on a terminal of so many columns: " .. columns, function()
      local terminal = tmux.start(columns, line())
      finally(function() terminal:stop() end)
      terminal:wait_for "0 of 120 tasks settled"
      service:clock {speed = 3600}
      local screen = terminal:wait_for "exit 0"
      assert.equal(1, select(2, screen:gsub("batch " .. service.job_id, "")))
      assert.truthy(screen:find("100.0 %", 1, true), screen)
    end)
  end
end)
