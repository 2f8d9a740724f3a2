local cjson = require "cjson"
local feed_view = require "spec.support.feed_view"
local json = require "aliota.nginx.feed_json"
local python = require "spec.support.python"

local function answer(...)
  return cjson.decode(json.render(feed_view.of(...)))
end

describe("nginx.json", function()
  it("has every figure, and times as the service writes them", function()
    local said = answer({j = {snapshot = feed_view.snapshot()}}, {"j"})
    assert.same({"default", "current", 3, 10, 60}, {said.name, said.state, said.age, said.interval, said.max_age})
    local batch = said.batches[1]
    assert.same({"j", 200, 100, 100, 90, "2026-01-06T11:46:40Z"},
      {batch.JobId, batch.total, batch.settled, batch.open, batch.by_status.SUCCEEDED, batch.taken})
    assert.same({"running", 100, "2026-01-06T12:46:40Z"},
      {batch.pace.state, batch.pace.per_hour, batch.pace.finish})
    assert.same({{cause = "timed out", reason = "device upgrade timeout", count = 5}, {reason = "no space", count = 3}},
      batch.failures.reasons)
  end)

  it("is the same text for the same figures, and lists stay lists when they are empty", function()
    local none = feed_view.snapshot {failures = feed_view.failures {}}
    local view = feed_view.of({j = {snapshot = none}}, {"j"})
    assert.equal(json.render(view), json.render(view))
    assert.truthy(json.render(view):find('"reasons":[]', 1, true))
    assert.truthy(json.render(feed_view.of({}, {})):find('"batches":[]', 1, true))
  end)

  it("tells what failed, of a batch and of the feed", function()
    local said = answer({j = {error = feed_view.failure()}}, {"j", "k"}, 3, nil, {kind = "feed", code = "c", at = 0})
    assert.same({kind = "throttled", code = "Throttling.User", at = "2026-01-06T11:46:41Z"}, said.batches[1].error)
    assert.same({kind = "feed", code = "c", at = "1970-01-01T00:00:00Z"}, said.error)
    assert.same({JobId = "k", state = "starting", standing = "starting"}, said.batches[2])
    local expired = answer({j = {snapshot = feed_view.snapshot()}}, {"j"}, 100).batches[1]
    assert.same({JobId = "j", state = "expired", age = 100, taken = "2026-01-06T11:46:40Z",
      standing = "unseen"}, expired)
  end)

  it("is JSON to others", function()
    local failing = {error = feed_view.failure {code = '"</script>\\'}}
    local read = python("import json, sys\nprint(json.dumps(json.load(sys.stdin)))",
      json.render(feed_view.of({['"<\\'] = failing}, {'"<\\'})))
    assert.same({'"<\\', '"</script>\\'}, {read.batches[1].JobId, read.batches[1].error.code})
  end)
end)
