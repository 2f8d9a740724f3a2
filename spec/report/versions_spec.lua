local report = require "aliota.report"
local tasks = require "spec.support.tasks"

local function add(list, version, status, count)
  for _ = 1, count do list[#list + 1] = {SrcVersion = version, TaskStatus = status} end
end

describe("report.versions", function()
  it("agrees with the sandbox's truth", function()
    local list = tasks.new {devices = 2500, seed = 4}
    local truth = {}
    for _, task in ipairs(list) do
      truth[task.SrcVersion] = truth[task.SrcVersion] or {}
      truth[task.SrcVersion][task.TaskStatus] = (truth[task.SrcVersion][task.TaskStatus] or 0) + 1
    end
    local found = {}
    for _, version in ipairs(report.versions(list).versions) do found[version.version] = version.by_status end
    assert.same(truth, found)
  end)

  it("ranks by what is certain: 1 of 2 does not outrank 300 of 1,000", function()
    local list = {}
    add(list, "few", "FAILED", 1)
    add(list, "few", "SUCCEEDED", 1)
    add(list, "many", "FAILED", 300)
    add(list, "many", "SUCCEEDED", 700)
    add(list, "none", "QUEUED", 5)
    add(list, "good", "SUCCEEDED", 1000)
    local made = report.versions(list)
    local order = {}
    for i, version in ipairs(made.versions) do order[i] = version.version end
    assert.same({"many", "few", "good", "none"}, order)
    local many, none = made.versions[1], made.versions[4]
    assert.same({1000, 1000, 0, 0.3}, {many.total, many.ended, many.open, many.failure_rate})
    assert.is_true(many.low > 0.27 and many.high < 0.33)
    assert.same({5, 0, 5}, {none.total, none.ended, none.open})
    assert.is_nil(none.failure_rate or none.low)
  end)

  it("drops no row, with or without version and state", function()
    local made = report.versions {{}, {SrcVersion = "1"}, {SrcVersion = "1", TaskStatus = "PAUSED"}, {SrcVersion = 2}}
    local totals = {}
    for _, version in ipairs(made.versions) do totals[version.version] = version.total end
    assert.same({["(none)"] = 1, ["1"] = 2, ["2"] = 1}, totals)
    assert.same({}, report.versions({}).versions)
    assert.truthy(made:render {width = 60})
  end)
end)
