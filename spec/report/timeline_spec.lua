local number = require "aliota.show.number"
local report = require "aliota.report"
local tasks = require "spec.support.tasks"
local text = require "aliota.show.text"

describe("report.timeline", function()
  it("agrees with the sandbox's truth", function()
    local list, box = tasks.new {devices = 2500, seed = 4}
    local truth, made = box.world:truth().jobs[1].by_status, report.timeline(list)
    local sums = {SUCCEEDED = 0, FAILED = 0, CANCELED = 0}
    for _, bucket in ipairs(made.buckets) do
      for status in pairs(sums) do sums[status] = sums[status] + bucket[status] end
    end
    assert.same({SUCCEEDED = truth.SUCCEEDED, FAILED = truth.FAILED, CANCELED = truth.CANCELED}, sums)
    assert.equal(truth.SUCCEEDED + truth.FAILED + truth.CANCELED, made.settled)
  end)

  it("has a bucket for each minute between the first and the last", function()
    local made = report.timeline {
      {TaskStatus = "SUCCEEDED", UtcModified = "1970-01-01T00:01:59.000Z"},
      {TaskStatus = "FAILED", UtcModified = "1970-01-01T00:03:00.000Z"},
      {TaskStatus = "QUEUED", UtcModified = "1970-01-01T09:00:00.000Z"},
    }
    assert.same({
      {from = 60, SUCCEEDED = 1, FAILED = 0, CANCELED = 0}, {from = 120, SUCCEEDED = 0, FAILED = 0, CANCELED = 0},
      {from = 180, SUCCEEDED = 0, FAILED = 1, CANCELED = 0},
    }, made.buckets)
    assert.equal(60, made.width)
  end)

  it("counts settled tasks whose time does not parse", function()
    local made = report.timeline {{TaskStatus = "FAILED"}, {TaskStatus = "FAILED", UtcModified = "2019-11-04"}}
    assert.same({2, 2, 0}, {made.settled, made.timeless, #made.buckets})
    assert.truthy(made:render({width = 80}):find("No task is settled at a known time.", 1, true))
    made = report.timeline {{TaskStatus = "FAILED"}, {TaskStatus = "FAILED", UtcModified = "2019-11-04T00:00:00Z"}}
    assert.truthy(made:render({width = 80}):find("1 settled task without a time.", 1, true))
    assert.same({}, report.timeline({}).buckets)
  end)

  it("uses all the width and no more, however many tasks there are", function()
    local list = {}
    for minute = 0, 599 do
      list[#list + 1] = {TaskStatus = "SUCCEEDED", UtcModified = os.date("!%Y-%m-%dT%H:%M:%S.000Z", minute * 60)}
    end
    for _, count in ipairs {1, 2 ^ 40} do
      local made = report.timeline(list)
      made.buckets[1].SUCCEEDED = count
      for width = 40, 100, 12 do
        local most = 0
        for line in made:render({width = width}):gmatch "[^\n]+" do
          if line:find "SUCCEEDED" then most = text.width(line) end
        end
        local merged = math.ceil(600 / (width - 2 - 9 - 2 - #number.count(599 + count) - 2))
        assert.equal(math.ceil(600 / merged), most - (2 + 9 + 2 + #number.count(599 + count) + 2))
        assert.is_true(most <= width)
      end
    end
  end)

  it("draws columns of equal time, in any width", function()
    local list = {}
    for minute = 0, 599 do
      list[#list + 1] = {TaskStatus = "SUCCEEDED", UtcModified = os.date("!%Y-%m-%dT%H:%M:%S.000Z", minute * 60)}
    end
    for _, width in ipairs {40, 60, 80, 160, 700} do
      local line = report.timeline(list):render({width = width}):match "SUCCEEDED[^\n]+"
      local _, full = line:gsub("█", "")
      local _, less = line:gsub("[\226][\150][\129-\135]", "")
      assert.is_true(full >= 17 and less <= 1, line) -- the last column may stand for less time
    end
  end)
end)
