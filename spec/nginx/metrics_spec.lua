local check_metrics = require("spec.support.promtool").check_metrics
local feed_view = require "spec.support.feed_view"
local prometheus = require "aliota.nginx.metrics"

-- Samples by name and labels; each metric once, each sample once.
local function samples(...)
  local text, found, metrics = prometheus.render(feed_view.of(...)), {}, {}
  check_metrics(text)
  for line in text:gmatch "[^\n]+" do
    local metric = line:match "^# TYPE (%S+) gauge$"
    if metric then
      assert.is_nil(metrics[metric])
      metrics[metric] = true
    elseif not line:find "^# HELP " then
      local series, value = line:match "^(.*) (%S+)$"
      assert.truthy(metrics[series:match "^[%l_]+"], line)
      assert.is_nil(found[series])
      found[series] = tonumber(value)
    end
  end
  return found
end

describe("nginx.prometheus", function()
  it("has counts, rate and time left of each batch", function()
    local found = samples({j = {snapshot = feed_view.snapshot {other = 3}}}, {"j"}, 60)
    assert.equal(90, found['aliota_tasks{job_id="j",status="SUCCEEDED"}'])
    assert.equal(0, found['aliota_tasks{job_id="j",status="CONFIRM"}'])
    assert.equal(3, found['aliota_tasks{job_id="j",status="(others)"}'])
    assert.equal(100, found['aliota_settled_per_hour{job_id="j"}'])
    assert.equal(3540, found['aliota_left_seconds{job_id="j"}']) -- from now
    assert.same({1, 60, feed_view.TIME}, {found['aliota_feed_up{job_id="j"}'],
      found['aliota_feed_age_seconds{job_id="j"}'], found['aliota_feed_taken_timestamp_seconds{job_id="j"}']})
  end)

  it("has no figures of a batch that are too old, and says that it is not up", function()
    local found = samples({j = {snapshot = feed_view.snapshot()}, k = {snapshot = feed_view.snapshot {moment = 95}}},
      {"j", "k", "new"}, 56, {max_age = 58})
    assert.truthy(found['aliota_tasks{job_id="j",status="FAILED"}'])
    assert.is_nil(found['aliota_tasks{job_id="k",status="FAILED"}'])
    assert.same({0, 61, 0}, {found['aliota_feed_up{job_id="k"}'], found['aliota_feed_age_seconds{job_id="k"}'],
      found['aliota_feed_up{job_id="new"}']})
  end)

  it("tells whether the feed itself works, also where there are no batches", function()
    assert.same({aliota_feed_working = 1, aliota_feed_interval_seconds = 10}, samples({}, {}))
    local found = samples({}, {}, 3, {interval = 33}, feed_view.failure())
    assert.same({aliota_feed_working = 0, aliota_feed_interval_seconds = 33,
      ['aliota_feed_error{kind="throttled"}'] = 1}, found)
    assert.equal(1, samples({}, {}, 3, nil, {kind = "feed", code = "DictFull", at = 1})
      ['aliota_feed_error{kind="feed",code="DictFull"}'])
  end)

  it("tells what kind of error a look met, and when it was, but not the service's codes", function()
    local found = samples({
      fine = {snapshot = feed_view.snapshot(), looked = 101},
      waits = {looked = 90, error = feed_view.failure {kind = "timeout", code = "QuotaWait"}},
      slow = {looked = 90, error = feed_view.failure {kind = "timeout"}},
      refused = {looked = 200, error = feed_view.failure {kind = "api", code = "iot.ota.JobNotFound"}},
    }, {"fine", "waits", "slow", "refused", "new"})
    local function failed(id, kind) return found[('aliota_feed_failed{job_id="%s",kind="%s"}'):format(id, kind)] end
    assert.same({1, 1, 1}, {failed("waits", "quota"), failed("slow", "timeout"), failed("refused", "api")})
    for series in pairs(found) do
      assert.is_nil(series:find 'aliota_feed_failed{job_id="fine"' or series:find "iot.ota")
    end
    local function looked(id) return found[('aliota_feed_looked_timestamp_seconds{job_id="%s"}'):format(id)] end
    local now = feed_view.TIME + 3
    assert.same({now - 2, now - 13, now}, {looked "fine", looked "waits", looked "refused"}) -- never in the future
    assert.is_nil(looked "new")
  end)

  it("knows a batch that stands still and one that is through", function()
    local time = feed_view.TIME
    local still = {{at = time - 1000, settled = 100}, {at = time, settled = 100}}
    local found = samples({
      still = {snapshot = feed_view.snapshot {points = still}},
      through = {snapshot = feed_view.snapshot {points = {{at = time, settled = 200}}}},
    }, {"still", "through"})
    assert.equal(0, found['aliota_settled_per_hour{job_id="still"}'])
    assert.is_nil(found['aliota_left_seconds{job_id="still"}'])
    assert.equal(0, found['aliota_left_seconds{job_id="through"}'])
  end)

  it("keeps a JobId in its place", function()
    assert.equal(0, samples({}, {'a"} 1\\'})['aliota_feed_up{job_id="a\\"} 1\\\\"}'])
  end)
end)
