local report = require "aliota.report"

-- Devices by their ends in the two batches: {a's, b's, how many}.
local function batches(...)
  local a, b, device = {}, {}, 0
  for _, case in ipairs {...} do
    for _ = 1, case[3] do
      device = device + 1
      local name = ("device-%04d"):format(device)
      if case[1] then a[#a + 1] = {DeviceName = name, TaskStatus = case[1], JobId = "job-a", ProductKey = "p"} end
      if case[2] then b[#b + 1] = {DeviceName = name, TaskStatus = case[2], JobId = "job-b", ProductKey = "p"} end
    end
  end
  return a, b
end

describe("report.compare", function()
  it("counts what was fixed and broken, device by device", function()
    local made = report.compare(batches(
      {"FAILED", "SUCCEEDED", 9}, {"SUCCEEDED", "FAILED", 1}, {"FAILED", "FAILED", 2}, {"SUCCEEDED", "SUCCEEDED", 30},
      {"QUEUED", "FAILED", 3}, {"FAILED", nil, 4}, {nil, "CANCELED", 5}))
    assert.same({9, 1, 2, 30}, {
      made.fixed.count, made.broken.count, made.still_failing.count, made.still_succeeding.count,
    })
    assert.same({45, 4, 5}, {made.both, made.a.only, made.b.only})
    assert.same({"device-0010"}, made.broken.devices)
    assert.same({31, 15, 46}, {made.a.succeeded, made.a.failed, made.a.ended})
    assert.same({39, 6}, {made.b.succeeded, made.b.failed})
    assert.same({{"job-a"}, {"job-b"}}, {made.a.batches, made.b.batches})
  end)

  it("asks of the same devices whether more were fixed than chance would", function()
    local made = report.compare(batches(
      {"FAILED", "SUCCEEDED", 9}, {"SUCCEEDED", "FAILED", 1}, {"FAILED", "FAILED", 5}))
    assert.is_true(made.by_device)
    assert.is_true(math.abs(made.p - 22 / 1024) < 1e-9)
    assert.is_false(made.likely_chance)
    made = report.compare(batches({"FAILED", "SUCCEEDED", 3}, {"SUCCEEDED", "FAILED", 2}))
    assert.is_true(made.likely_chance and made.p > 0.999)
    assert.equal(1, report.compare(batches({"FAILED", "FAILED", 5})).p)
  end)

  it("asks of different devices whether the rates differ more than chance would", function()
    local made = report.compare(batches({"SUCCEEDED", nil, 48}, {"FAILED", nil, 32}, {nil, "SUCCEEDED", 56},
      {nil, "FAILED", 14}))
    assert.is_false(made.by_device or made.likely_chance)
    assert.is_true(math.abs(made.p - 0.0080451) < 1e-6)
    assert.is_true(math.abs(made.difference.difference - 0.2) < 1e-12)
  end)

  it("keeps 20 examples, and counts all", function()
    local made = report.compare(batches({"FAILED", "SUCCEEDED", 50}))
    assert.same({50, 20}, {made.fixed.count, #made.fixed.devices})
  end)

  it("tells devices of different products apart", function()
    local made = report.compare({{DeviceName = "d", ProductKey = "p", TaskStatus = "FAILED"}},
      {{DeviceName = "d", ProductKey = "q", TaskStatus = "SUCCEEDED"}, {DeviceName = "d", TaskStatus = "FAILED"}})
    assert.same({0, 1, 2}, {made.both, made.a.only, made.b.only})
  end)

  it("drops no row: without name, without state, twice", function()
    local made = report.compare({{}, {DeviceName = "d"}, {DeviceName = "d", TaskStatus = "FAILED"}, {DeviceName = ""}},
      {{TaskStatus = "FAILED"}, {DeviceName = "d", TaskStatus = "SUCCEEDED"}, {DeviceName = "d"}, {DeviceName = "x"},
        {DeviceName = "x"}})
    assert.same({4, 1, 1, 1}, {made.a.tasks, made.a.nameless, made.a.repeated, made.a.only})
    assert.same({5, 1, 2, 1}, {made.b.tasks, made.b.nameless, made.b.repeated, made.b.only})
    assert.same({1, 1, 3}, {made.fixed.count, made.both, made.a.by_status["(none)"]})
  end)

  it("judges nothing of nothing", function()
    for _, pair in ipairs {{{}, {}}, {{{TaskStatus = "FAILED"}}, {}}, {{}, {{TaskStatus = "QUEUED"}}}} do
      local made = report.compare(pair[1], pair[2])
      assert.is_nil(made.p)
      assert.is_nil(made.likely_chance)
      assert.truthy(made:render({width = 80}):find("nothing to compare", 1, true))
    end
  end)

  it("tells which listing failed", function()
    local Iterator = require "aliota.listing.iterator"
    local function broken() return Iterator.new(function() return nil, "gone" end) end
    assert.same({nil, "gone"}, {report.compare(broken(), {})})
    assert.same({nil, "gone"}, {report.compare({}, broken())})
    assert.same({nil, "gone"}, {report.diff({}, broken())})
  end)
end)
