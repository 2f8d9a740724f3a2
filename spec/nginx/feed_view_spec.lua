local feed_view = require "spec.support.feed_view"

local function look(record, seconds, changes)
  local view = feed_view.of({j = record}, {"j"}, seconds, changes)
  return view.batches[1], view
end

describe("nginx.view", function()
  it("rounds ages up, and says until when they are true", function()
    local snapshot = feed_view.snapshot()
    for seconds, expected in pairs {[0] = 0, [0.1] = 1, [1] = 1, [1.5] = 2, [59.9] = 60} do
      local batch, view = look({snapshot = snapshot}, seconds)
      assert.same({expected, expected}, {batch.age, view.age})
      assert.truthy(view.good_until - (100 + expected) < 1e-6)
      assert.truthy(view.good_until >= 100 + seconds)
    end
  end)

  it("is not made younger by a clock that was set", function()
    local snapshot = feed_view.snapshot {machine = feed_view.MACHINE + 3600}
    assert.equal(3, look({snapshot = snapshot}, 3).age)
    snapshot = feed_view.snapshot {machine = feed_view.MACHINE - 40}
    assert.equal(43, look({snapshot = snapshot}, 3).age)
  end)

  it("is as old as this machine knows it to be, however fast the service's time goes", function()
    local batch = look({snapshot = feed_view.snapshot {taken = feed_view.TIME - 3600}}, 3)
    assert.same({3, "current", feed_view.TIME - 3600}, {batch.age, batch.state, batch.taken})
  end)

  it("knows the states of a batch, and shows no figures that are too old", function()
    local snapshot, err = feed_view.snapshot(), feed_view.failure()
    local cases = {
      {nil, 3, "starting", false}, {{snapshot = snapshot}, 60, "current", true},
      {{snapshot = snapshot, error = err}, 60, "failing", true}, {{error = err}, 3, "failing", false},
      {{snapshot = snapshot}, 60.1, "expired", false}, {{snapshot = snapshot, error = err}, 61, "expired", false},
    }
    for _, case in ipairs(cases) do
      local batch, view = look(case[1], case[2])
      assert.same({case[3], case[3], case[4], case[4]},
        {batch.state, view.state, batch.figures ~= nil, view.is_good})
    end
  end)

  it("counts what is through and what is not", function()
    local figures = look({snapshot = feed_view.snapshot {total = 205, other = 5}}).figures
    assert.same({100, 105, 5}, {figures.settled, figures.open, figures.other})
  end)

  it("is as its worst batch is, and as old as its oldest that is shown", function()
    local old = feed_view.snapshot {moment = 80, machine = feed_view.MACHINE - 20}
    local expired = feed_view.snapshot {moment = 0}
    local view = feed_view.of({a = {snapshot = feed_view.snapshot()}, b = {snapshot = old},
      c = {snapshot = expired}}, {"a", "b", "c", "d"})
    assert.same({"expired", true, 23}, {view.state, view.is_good, view.age})
    assert.same({"current", "current", "expired", "starting"},
      {view.batches[1].state, view.batches[2].state, view.batches[3].state, view.batches[4].state})
  end)

  it("has something to show where there are no batches, unless that is not known", function()
    assert.same({"current", true}, {feed_view.of({}, {}).state, feed_view.of({}, {}).is_good})
    local view = feed_view.of({}, {}, 3, nil, feed_view.failure())
    assert.same({"failing", false}, {view.state, view.is_good})
  end)
end)
