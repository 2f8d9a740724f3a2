-- The rules of the example, as Prometheus itself reads and tries them.
local feed_view = require "spec.support.feed_view"
local prometheus = require "aliota.nginx.metrics"
local shell = require "spec.support.shell"

-- The samples of an answer, in the form of `promtool test rules`, the same for twenty minutes.
local function input_series(exposition)
  local lines = {}
  for line in exposition:gmatch "[^\n]+" do
    local series, value = line:match "^([^#].*) (%S+)$"
    if series then lines[#lines + 1] = ("      - {series: '%s', values: '%s+0x20'}"):format(series, value) end
  end
  return table.concat(lines, "\n")
end

local TEST = [[
rule_files: [%s/examples/nginx/alerts.yml]
tests:
  - interval: 1m
    input_series:
%s
    promql_expr_test:
      - expr: count by (alertname) (ALERTS{alertstate="firing"})
        eval_time: 15m
        exp_samples: [%s]
]]

-- Whether exactly that alert fires when a feed tells of a view for long, so many times; nil: none does.
local function assert_fires(alert, times, ...)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  local expected = alert and ("{labels: '{alertname=\"%s\"}', value: %d}"):format(alert, times) or ""
  local here = shell.run "pwd":gsub("\n", "")
  file:write(TEST:format(here, input_series(prometheus.render(feed_view.of(...))), expected))
  file:close()
  local output, status = shell.run("promtool test rules " .. path)
  os.remove(path)
  assert.equal(0, status, output)
end

describe("alerts of the nginx example", function()
  local counts = {CONFIRM = 0, QUEUED = 100, NOTIFIED = 0, IN_PROGRESS = 0, SUCCEEDED = 99, FAILED = 1, CANCELED = 0}
  local fine = feed_view.snapshot {by_status = counts}

  it("do not fire while all is well", function()
    assert_fires(nil, 0, {j = {snapshot = fine}}, {"j"})
  end)

  it("fire when figures are too old, or the feed does not work", function()
    assert_fires("AliotaFeedDown", 1, {j = {snapshot = fine}, k = {snapshot = fine}}, {"j"}, 100)
    assert_fires("AliotaFeedDown", 2, {}, {"j"}, 3, nil, feed_view.failure())
    assert_fires("AliotaFeedDown", 1, {}, {}, 3, nil, feed_view.failure())
  end)

  it("fire when many updates fail", function()
    assert_fires("AliotaBatchFailing", 1, {j = {snapshot = feed_view.snapshot()}, k = {snapshot = fine}}, {"j", "k"})
  end)
end)
