-- What the example has for Prometheus and Grafana, as Prometheus itself reads and tries it, and as it goes before a
-- real nginx: the alerts, the board, the scrape.
local cjson = require "cjson"
local daemon = require "spec.support.daemon"
local feed_view = require "spec.support.feed_view"
local http = require "socket.http"
local metrics = require "aliota.nginx.metrics"
local nginx = require "spec.support.nginx"
local promtool = require "spec.support.promtool"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local url = require "socket.url"

local FOLDER = "examples/prometheus/"

local function read(name)
  local file = assert(io.open(FOLDER .. name))
  local text = file:read "*a"
  file:close()
  return text
end

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
rule_files: [%s/examples/prometheus/alerts.yml]
tests:
  - interval: 1m
    input_series:
%s
    promql_expr_test:
      - expr: count by (alertname) (ALERTS{alertstate="firing"})
        eval_time: 18m
        exp_samples: [%s]
]]

-- Whether exactly these alerts fire, each so many times, when a feed tells of a view for long.
local function assert_fire(times, ...)
  local samples = {}
  for alert, count in pairs(times) do
    samples[#samples + 1] = ("{labels: '{alertname=\"%s\"}', value: %d}"):format(alert, count)
  end
  local here = shell.run "pwd":gsub("\n", "")
  local output, status = promtool.test_rules(TEST:format(here, input_series(metrics.render(feed_view.of(...))),
    table.concat(samples, ", ")))
  assert.equal(0, status, output)
end

describe("alerts of the example", function()
  local counts = {CONFIRM = 0, QUEUED = 100, NOTIFIED = 0, IN_PROGRESS = 0, SUCCEEDED = 99, FAILED = 1, CANCELED = 0}
  local fine = feed_view.snapshot {by_status = counts}

  it("stand their own test", function()
    local output, status = shell.run("promtool test rules " .. FOLDER .. "alerts_test.yml")
    assert.equal(0, status, output)
  end)

  it("do not fire while all is well", function()
    assert_fire({}, {j = {snapshot = fine}}, {"j"})
  end)

  it("fire when figures are too old, or the feed does not work", function()
    assert_fire({AliotaFeedDown = 1}, {j = {snapshot = fine, error = feed_view.failure {kind = "network"}}}, {"j"})
    assert_fire({AliotaFeedDown = 1, AliotaQuotaStarved = 1}, {j = {snapshot = fine}}, {"j"}, 100)
    assert_fire({AliotaFeedDown = 2}, {}, {"j"}, 3, nil, feed_view.failure())
    assert_fire({AliotaFeedDown = 1}, {}, {}, 3, nil, feed_view.failure())
  end)

  it("fire when many updates fail", function()
    assert_fire({AliotaBatchFailing = 1}, {j = {snapshot = feed_view.snapshot()}, k = {snapshot = fine}}, {"j", "k"})
  end)

  it("fire when a batch stands still", function()
    local still = {{at = feed_view.TIME - 1000, settled = 100}, {at = feed_view.TIME, settled = 100}}
    assert_fire({AliotaBatchStalled = 1}, {j = {snapshot = feed_view.snapshot {by_status = counts, points = still}},
      k = {snapshot = fine}}, {"j", "k"})
  end)

  it("fire when the quota is starved", function()
    local failure = feed_view.failure
    assert_fire({AliotaQuotaStarved = 2, AliotaFeedDown = 2}, {
      throttled = {snapshot = fine, error = failure()},
      waits = {snapshot = fine, error = failure {kind = "timeout", code = "QuotaWait"}},
      runs = {snapshot = fine},
    }, {"throttled", "waits", "runs"})
    assert_fire({AliotaQuotaStarved = 1, AliotaFeedDown = 1}, {j = {snapshot = fine}}, {"j"}, 3, nil,
      {kind = "feed", code = "QuotaTooSmall", at = feed_view.TIME})
    assert_fire({AliotaQuotaStarved = 1}, {j = {snapshot = fine}}, {"j"}, 35)
  end)
end)

-- Each text of a query, however deep.
local function expressions(node, found)
  for name, value in pairs(node) do
    if name == "expr" then found[#found + 1] = value end
    if type(value) == "table" then expressions(value, found) end
  end
  return found
end

-- Names of metrics that a feed tells of, and those of Prometheus itself.
local function exposed()
  local names = {up = true}
  for name in metrics.render(feed_view.of({}, {})):gmatch "# TYPE (%S+)" do names[name] = true end
  return names
end

-- What a query names, without its labels and texts.
local function named(expression)
  local names = {}
  for name in expression:gsub("%b{}", ""):gmatch "%f[%w_]aliota_[%w_]+" do names[#names + 1] = name end
  return names
end

describe("the board of the example", function()
  local board = cjson.decode(read "grafana.json")
  local queries = expressions(board, {})

  it("has queries that Prometheus can read", function()
    local rules = {}
    for i, query in ipairs(queries) do
      rules[i] = ("    - {record: 'board:query:%d', expr: %s}"):format(i, cjson.encode(query):gsub("\\/", "/"))
    end
    assert.is_true(#rules > 10)
    local output, status = promtool.check_rules("groups:\n- name: board\n  rules:\n" .. table.concat(rules, "\n"))
    assert.equal(0, status, output)
    assert.truthy(output:find(#rules .. " rules found", 1, true), output)
  end)

  it("asks for nothing that a feed does not tell, and neither do the alerts", function()
    local there, count = exposed(), 0
    queries[#queries + 1] = read "alerts.yml":gsub("summary:[^\n]*", "")
    queries[#queries + 1] = read "alerts_test.yml"
    for _, query in ipairs(queries) do
      for _, name in ipairs(named(query)) do
        count = count + 1
        assert.is_true(there[name] or false, name)
      end
    end
    assert.is_true(count > 20)
  end)

  it("has panels of their own places, and one source", function()
    local places = {}
    for _, panel in ipairs(board.panels) do
      local at = panel.gridPos
      assert.is_true(at.x + at.w <= 24 and panel.title ~= "" and panel.description ~= "")
      for x = at.x, at.x + at.w - 1 do
        for y = at.y, at.y + at.h - 1 do
          assert.is_nil(places[x .. " " .. y], panel.title)
          places[x .. " " .. y] = true
        end
      end
      assert.equal("${source}", panel.datasource.uid)
    end
  end)
end)

local describe = nginx.is_there and describe or pending -- luacheck: ignore 431

local HTTP = [[
  lua_shared_dict aliota 1m;
  init_worker_by_lua_block {
    feed = require("aliota.nginx").start {dict = "aliota", interval = 1, batches = {"%s"}, client = {
      endpoint = "%s", proxy = false, retries = 0,
      credentials = {access_key_id = "%s", access_key_secret = "%s"}}}
  }
]]

local SCRAPED = "location = /metrics { content_by_lua_block { feed:prometheus() } }"

local function start_nginx(service)
  local keys = service.credentials
  return nginx.start {server = SCRAPED,
    http = HTTP:format(service.job_id, service.endpoint, keys.access_key_id, keys.access_key_secret)}
end

-- With the example's configuration, but for the port of nginx and the pace.
local function start_prometheus(server)
  local configuration = read "prometheus.yml":gsub("127%.0%.0%.1:%d+", "127.0.0.1:" .. server.port):gsub("15s", "500ms")
  return daemon.start {
    command = function(self)
      return ("exec prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:%d")
        :format(self.port)
    end,
    files = function() return {["prometheus.yml"] = configuration, ["alerts.yml"] = read "alerts.yml"} end,
    log = "output",
  }
end

describe("Prometheus before nginx", function()
  local service, server, prometheus
  setup(function()
    service = assert(sandbox.start {devices = 250})
    server = start_nginx(service)
    prometheus = start_prometheus(server)
  end)
  teardown(function()
    for _, each in ipairs {prometheus, server, service} do each:stop() end
  end)

  local function ask(path)
    local body, status = http.request("http://127.0.0.1:" .. prometheus.port .. "/api/v1/" .. path)
    return status == 200 and cjson.decode(body).data or nil
  end

  local function await_series(query)
    return daemon.wait_until(function()
      local data = ask("query?query=" .. url.escape(query))
      return data and #data.result > 0 and data.result
    end)
  end

  it("has the figures of the feed, and no alert", function()
    local failed = await_series 'aliota_tasks{status="FAILED"} > 0'
    assert.same({job = "aliota", instance = "127.0.0.1:" .. server.port, job_id = service.job_id,
      status = "FAILED", __name__ = "aliota_tasks"}, failed[1].metric)
    local truth, count = service:truth {JobId = service.job_id}, 0
    for _, row in ipairs(truth.rows) do count = count + (row.TaskStatus == "FAILED" and 1 or 0) end
    assert.equal(count, tonumber(failed[1].value[2]))
    assert.equal("1", await_series("aliota_feed_up == 1")[1].value[2])
    assert.equal("up", ask("targets").activeTargets[1].health)
  end)

  it("begins to alert when the service throttles", function()
    service:chaos {throttled = {}}
    local data = daemon.wait_until(function()
      local found = {}
      for _, alert in ipairs(ask("alerts").alerts) do found[alert.labels.alertname] = alert.labels.job_id end
      return found.AliotaQuotaStarved and found.AliotaFeedDown and found
    end)
    assert.equal(service.job_id, data.AliotaQuotaStarved)
    assert.equal("throttled", await_series("aliota_feed_failed")[1].metric.kind)
  end)
end)
