local feed_view = require "spec.support.feed_view"
local standing = require "aliota.nginx.standing"

local function batch_of(record, seconds, limits)
  return feed_view.of({j = record}, {"j"}, seconds, {fail_if = limits}).batches[1]
end

describe("nginx.standing", function()
  local time = feed_view.TIME
  local still = {{at = time - 1000, settled = 100}, {at = time, settled = 100}}
  local through = {{at = time, settled = 200}}

  it("is a word for each batch, the worst that fits", function()
    local snapshot, err = feed_view.snapshot, feed_view.failure()
    local cases = {
      starting = {nil}, running = {{snapshot = snapshot()}}, done = {{snapshot = snapshot {points = through}}},
      stalled = {{snapshot = snapshot {points = still}}}, unseen = {{snapshot = snapshot(), error = err}},
      failing = {{snapshot = snapshot {points = still}, error = err}, 3, {FAILED = 7}},
    }
    for word, case in pairs(cases) do
      assert.equal(word, batch_of(case[1], case[2], case[3]).standing)
      assert.truthy(standing.RANK[word])
    end
    assert.equal("unseen", batch_of({snapshot = snapshot()}, 100, {FAILED = 7}).standing) -- too old to judge
    local nothing = snapshot {total = 0, points = {{at = time, settled = 0}}}
    assert.equal("running", batch_of({snapshot = nothing}, 3, {success_rate = 1}).standing)
  end)

  it("knows each limit of fail_if", function()
    local function broken(limits, changes)
      local breach = batch_of({snapshot = feed_view.snapshot(changes)}, 3, limits).broken
      return breach and breach.name
    end
    assert.same({"FAILED", nil}, {broken {FAILED = 7}, broken {FAILED = 8}})
    assert.same({"CANCELED", nil}, {broken {CANCELED = 1}, broken {CANCELED = 2}})
    assert.same({"failure_rate", nil}, {broken {failure_rate = 0.08}, broken {failure_rate = 0.082}})
    assert.is_nil(broken {failure_rate = 0.08, settled = 101})
    assert.same({"success_rate", nil}, {broken {success_rate = 0.95}, broken {success_rate = 0.9}})
    assert.same({"stalled", nil}, {broken({stalled = 599}, {moved = time - 600}),
      broken({stalled = 600}, {moved = time - 600})})
    assert.is_nil(broken({stalled = 599}, {moved = time - 600, points = through}))
  end)
end)
