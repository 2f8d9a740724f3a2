local batch_counts = require "aliota.report.batch_counts"
local errors = require "aliota.api.errors"
local model = require "spec.support.model"

-- The counts of a batch with so many tasks in each state.
local function of(by_status, options)
  local batch = model.new(0)
  for status, count in pairs(by_status) do
    for _ = 1, count do batch:add(status) end
  end
  return batch_counts(batch:source(options), "job")
end

describe("report.batch_counts", function()
  it("prints as the report does, and is one", function()
    local counts = of {QUEUED = 5, SUCCEEDED = 1, FAILED = 2}
    local report = counts:report()
    assert.same({8, 3, 1 / 3}, {report.total, report.settled, report.success_rate})
    assert.equal(tostring(report), tostring(counts))
    assert.truthy(report:render({width = 60, colour = false}):find "QUEUED +5  62.5 %%")
  end)

  it("shows an empty batch", function()
    assert.truthy(tostring(of {}):find "QUEUED +0 ")
  end)

  it("shows tasks in states that it does not know", function()
    local counts = of {QUEUED = 5, PAUSED = 2}
    assert.equal(2, counts.other)
    assert.truthy(tostring(counts):find "%(others%) +2  28.6 %%")
  end)

  it("says that counts don't add up", function()
    local answers = 0
    local counts = of({QUEUED = 9}, {between = function(batch)
      answers = answers + 1
      if answers % 8 == 4 then batch:touch(batch:listed("QUEUED")[1], "FAILED") end
    end})
    assert.is_false(counts.consistent)
    assert.truthy(tostring(counts):find("The counts don't add up", 1, true))
  end)

  it("raises where a dot stands for a colon", function()
    local counts = of {QUEUED = 1}
    assert.has_error(function() counts.report() end, "call it with a colon: summary:report(…)")
  end)

  it("comes back with the error of a request", function()
    local gone = errors.new {kind = "network", message = "gone"}
    assert.same({nil, gone}, {of({}, {twist = function() return nil, gone end})})
  end)
end)
