local report = require "aliota.report"
local tasks = require "spec.support.tasks"

describe("report.diff", function()
  it("agrees with the sandbox's truth, through a snapshot", function()
    local path = os.tmpname()
    local before, box = tasks.new {devices = 1000, seed = 6}
    assert(report.snapshot(before, {path = path}))
    box.world:advance(7200)
    local after, expected = tasks.of(box), {}
    local was = {}
    for _, task in ipairs(before) do was[task.DeviceName] = task.TaskStatus end
    for _, task in ipairs(after) do
      local way = was[task.DeviceName] .. ">" .. task.TaskStatus
      if was[task.DeviceName] ~= task.TaskStatus then expected[way] = (expected[way] or 0) + 1 end
    end
    local made, found, changed = report.diff(report.read_snapshot(path), after), {}, 0
    os.remove(path)
    for _, way in ipairs(made.changes) do
      found[way.from .. ">" .. way.to], changed = way.count, changed + way.count
    end
    assert.same(expected, found)
    assert.is_true(changed > 0)
    assert.same({changed, 1000 - changed, 0, 0}, {made.changed, made.unchanged, made.appeared, made.vanished})
  end)

  it("puts the most frequent change first, and counts who came and went", function()
    local function task(name, status) return {DeviceName = name, TaskStatus = status} end
    local made = report.diff(
      {task("a", "QUEUED"), task("b", "QUEUED"), task("c", "FAILED"), task("d", "FAILED"), task "gone"},
      {task("a", "FAILED"), task("b", "FAILED"), task("c", "QUEUED"), task("d", "FAILED"), task "new"})
    assert.same({
      {from = "QUEUED", to = "FAILED", count = 2, devices = {"a", "b"}},
      {from = "FAILED", to = "QUEUED", count = 1, devices = {"c"}},
    }, made.changes)
    assert.same({3, 1, 1, 1}, {made.changed, made.unchanged, made.appeared, made.vanished})
  end)

  it("of nothing is nothing", function()
    local made = report.diff({}, {})
    assert.same({{}, 0, 0}, {made.changes, made.changed, made.unchanged})
    assert.truthy(made:render({width = 80}):find("0 unchanged, 0 new, 0 gone.", 1, true))
  end)
end)
