local Iterator = require "aliota.listing.iterator"
local aliota = require "aliota"
local check_metrics = require("spec.support.promtool").check_metrics
local recorded = require "spec.support.recorded_tasks"
local sandbox = require "aliota.sandbox"
local written = require "spec.support.written"

local NOW = 1767672000 -- 2026-01-06T04:00:00Z

-- A label's value up to its closing quote, and what follows.
local function read_value(s)
  local pieces, position = {}, 1
  while true do
    local run, mark, after = s:match('^([^\\"\n]*)([\\"])()', position)
    assert(run, "a value that does not end: " .. s)
    pieces[#pieces + 1] = run
    if mark == '"' then return table.concat(pieces), s:sub(after) end
    local escaped = ({["\\"] = "\\", n = "\n", ['"'] = '"'})[s:sub(after, after)]
    pieces[#pieces + 1] = assert(escaped, "an unknown escape: " .. s)
    position = after + 1
  end
end

local function read_labels(s)
  local labels = {}
  while s ~= "" do
    local name, value = s:match '^([%a_][%w_]*)="(.*)$'
    assert(name and not labels[name], "no label")
    labels[name], s = read_value(value)
    s = s:gsub("^,", "")
  end
  return labels
end

-- The text format, read as strictly as it is specified (Prometheus, Exposition formats, version 0.0.4): each metric
-- once, HELP and TYPE before its samples, no series twice, every line ended.
local function read(exposition)
  local metrics, series, current = {}, {}, nil
  assert.equal("\n", exposition:sub(-1))
  for line in exposition:gmatch "([^\n]*)\n" do
    local help = line:match "^# HELP ([%a_:][%w_:]*) [^\n]+$"
    local typed, kind = line:match "^# TYPE ([%a_:][%w_:]*) (%l+)$"
    if help then
      assert.is_nil(metrics[help])
      current = {samples = {}}
      metrics[help] = current
    elseif typed then
      assert.equal(metrics[typed], current)
      assert.same({}, current.samples)
      current.kind = kind
    else
      assert.is_nil(series[line:match "^(.*) "])
      series[line:match "^(.*) "] = true
      local name, labels, value = line:match "^([%a_:][%w_:]*)(.*) (%S+)$"
      labels = labels == "" and "" or assert(labels:match "^{(.*)}$")
      local family = current.kind == "histogram" and name:gsub("_%l+$", "") or name
      assert.equal(metrics[family], current, line)
      current.samples[#current.samples + 1] = {name = name, labels = read_labels(labels), value = tonumber(value)}
    end
  end
  return metrics
end

local function value_of(metrics, name, labels)
  local family = metrics[name] or metrics[name:gsub("_%l+$", "")]
  for _, sample in ipairs(family.samples) do
    local same = sample.name == name
    for label, value in pairs(labels) do same = same and sample.labels[label] == value end
    if same then return sample.value end
  end
end

describe("write.prometheus", function()
  local JOB = "7glPHmaDYLAYMD1HHutT02****"
  local metrics, exposition
  setup(function()
    exposition = written("prometheus", recorded(), {now = NOW})
    metrics = read(exposition)
  end)

  it("counts tasks by batch and state, none left out", function()
    local sum = 0
    for _, sample in ipairs(metrics.aliota_tasks.samples) do sum = sum + sample.value end
    assert.equal(16, sum)
    for status, count in pairs {SUCCEEDED = 4, FAILED = 5, PAUSED = 1, ["(none)"] = 1, QUEUED = 1} do
      assert.equal(count, value_of(metrics, "aliota_tasks", {job_id = JOB, status = status}))
    end
  end)

  it("has every documented state, though no task is in it", function()
    local one = read(written("prometheus", {{JobId = "j", TaskStatus = "FAILED"}}, {now = NOW}))
    assert.equal(7, #one.aliota_tasks.samples)
    assert.equal(0, value_of(one, "aliota_tasks", {job_id = "j", status = "QUEUED"}))
  end)

  it("has how long tasks took", function()
    local name, labels = "aliota_task_duration_seconds", {job_id = JOB, status = "FAILED"}
    assert.equal("histogram", metrics[name].kind)
    local took = 4200 + 8236 + 86400 + 7200 + 9000
    assert.same({5, took}, {value_of(metrics, name .. "_count", labels), value_of(metrics, name .. "_sum", labels)})
    local expected = {["60"] = 0, ["3600"] = 0, ["21600"] = 4, ["86400"] = 5, ["604800"] = 5, ["+Inf"] = 5}
    for bound, count in pairs(expected) do
      assert.equal(count, value_of(metrics, name .. "_bucket", {job_id = JOB, status = "FAILED", le = bound}))
    end
  end)

  it("has the age of the oldest open tasks, and the last change", function()
    assert.equal(86400, value_of(metrics, "aliota_oldest_open_task_age_seconds", {status = "IN_PROGRESS"}))
    assert.is_nil(value_of(metrics, "aliota_oldest_open_task_age_seconds", {status = "FAILED"}))
    assert.equal(NOW, value_of(metrics, "aliota_last_change_timestamp_seconds", {job_id = JOB}))
  end)

  it("says what was seen of the batch", function()
    assert.equal(1, value_of(metrics, "aliota_listing_complete", {job_id = JOB}))
    local tasks = Iterator.new(function() return nil end)
    tasks.coverage = {unique = 2400, total_last = 2500, complete = false}
    local partial = read(written("prometheus", tasks, {now = NOW, JobId = "j"}))
    assert.same({2400, 2500, 0}, {
      value_of(partial, "aliota_listing_read_tasks", {}), value_of(partial, "aliota_listing_expected_tasks", {}),
      value_of(partial, "aliota_listing_complete", {}),
    })
    local unknown = read(written("prometheus", Iterator.new(function() return nil end), {now = NOW}))
    assert.is_nil(unknown.aliota_listing_complete)
  end)

  -- Where two files of node_exporter's textfile collector have a series of one name and labels, it takes one of them.
  it("says of every sample whose it is, so that no two files have one series", function()
    local function samples_of(tasks, options)
      local text = written("prometheus", tasks, options)
      check_metrics(text)
      for _, metric in pairs(read(text)) do
        for _, sample in ipairs(metric.samples) do assert.truthy(sample.labels.job_id, sample.name) end
      end
      return read(text)
    end
    local mixed = samples_of({{JobId = "a"}, {JobId = "b"}, {JobId = "b"}}, {now = NOW})
    for name, values in pairs {read_tasks = {1, 2}, expected_tasks = {1, 2}, complete = {1, 1}} do
      assert.same(values, {value_of(mixed, "aliota_listing_" .. name, {job_id = "a"}),
        value_of(mixed, "aliota_listing_" .. name, {job_id = "b"})})
    end
    local part = Iterator.new(coroutine.wrap(function()
      coroutine.yield {JobId = "a"}
      coroutine.yield {JobId = "b"}
    end))
    part.coverage = {unique = 2, total_last = 5, complete = false}
    local seen = samples_of(part, {now = NOW})
    assert.same({1, 0}, {value_of(seen, "aliota_listing_read_tasks", {job_id = "a"}),
      value_of(seen, "aliota_listing_complete", {job_id = "b"})})
    assert.is_nil(seen.aliota_listing_expected_tasks)
    assert.is_nil(samples_of({}).aliota_listing_read_tasks)
  end)

  it("tells of a batch that is named, though no task of it came", function()
    local empty = read(written("prometheus", {}, {JobId = "j", now = NOW}))
    assert.equal(0, value_of(empty, "aliota_tasks", {job_id = "j", status = "FAILED"}))
    assert.equal(0, value_of(empty, "aliota_listing_read_tasks", {job_id = "j"}))
    local other = read(written("prometheus", {{JobId = "i"}}, {JobId = "j", now = NOW}))
    assert.equal(0, value_of(other, "aliota_tasks", {job_id = "j", status = "FAILED"}))
    assert.equal(1, value_of(other, "aliota_tasks", {job_id = "i", status = "(none)"}))
  end)

  it("never names a device", function()
    for _, task in ipairs(recorded()) do
      local name = task.DeviceName
      assert.is_nil(name and exposition:find(name, 1, true))
    end
  end)

  it("keeps batches apart, whatever their names are", function()
    local names = {'a"b', "a\nb", "a\\nb", 'x"} 1\naliota_tasks{job_id="x', "设备"}
    local tasks = {}
    for i, name in ipairs(names) do
      for _ = 1, i do tasks[#tasks + 1] = {JobId = name, TaskStatus = "NEW\n" .. name} end
    end
    tasks[#tasks + 1] = {JobId = names[1], TaskStatus = "FAILED"}
    tasks[#tasks + 1] = {TaskStatus = "FAILED"}
    local several = read(written("prometheus", tasks, {now = NOW}))
    for i, name in ipairs(names) do
      assert.equal(i, value_of(several, "aliota_tasks", {job_id = name, status = "NEW\n" .. name}))
    end
    assert.equal(1, value_of(several, "aliota_tasks", {job_id = names[1], status = "FAILED"}))
    assert.equal(1, value_of(several, "aliota_tasks", {job_id = "", status = "FAILED"}))
    assert.truthy(read(written("prometheus", {{JobId = "a\255"}, {JobId = "a\254"}, {JobId = "a\255"}})))
  end)

  it("counts a task whose times do not parse, or run backwards", function()
    local odd = read(written("prometheus", {
      {JobId = "j", TaskStatus = "FAILED", UtcCreate = "yesterday", UtcModified = "2026-13-01T00:00:00.000Z"},
      {JobId = "j", TaskStatus = "QUEUED", UtcCreate = "2027-01-01T00:00:00.000Z"},
      {JobId = "j", TaskStatus = "FAILED", UtcCreate = "2026-01-02T00:00:00Z", UtcModified = "2026-01-01T00:00:00Z"},
    }, {now = NOW}))
    assert.equal(2, value_of(odd, "aliota_tasks", {status = "FAILED"}))
    assert.equal(1, value_of(odd, "aliota_task_duration_seconds_count", {status = "FAILED"}))
    assert.equal(0, value_of(odd, "aliota_task_duration_seconds_sum", {status = "FAILED"}))
    assert.equal(0, value_of(odd, "aliota_oldest_open_task_age_seconds", {status = "QUEUED"}))
  end)

  it("is what Prometheus' own checker accepts", function()
    check_metrics(exposition)
    check_metrics(written("prometheus", {}))
    check_metrics(written("prometheus", {{JobId = 'a"b'}, {JobId = "c\n", TaskStatus = "FAILED"}}, {now = NOW}))
  end)

  describe("of a batch without tasks", function()
    local service, client
    setup(function()
      service = assert(sandbox.start {devices = 0})
      client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    end)
    teardown(function() service:stop() end)

    local function is_told(tasks)
      local empty = written("prometheus", tasks, {now = NOW})
      check_metrics(empty)
      local found = read(empty)
      assert.equal(7, #found.aliota_tasks.samples)
      assert.equal(0, value_of(found, "aliota_tasks", {job_id = service.job_id, status = "FAILED"}))
      for name, metric in pairs(found) do
        for _, sample in ipairs(metric.samples) do assert.equal(service.job_id, sample.labels.job_id, name) end
      end
    end

    it("says whose nothing it is, so that no two files have one series", function()
      is_told(client:tasks {JobId = service.job_id})
      is_told(client:tasks({JobId = service.job_id}):take(5))
      is_told(client:tasks {JobId = service.job_id, where = {TaskStatus = "FAILED"}})
      is_told(client:devices {JobId = service.job_id, DeviceNames = {"d"}})
    end)
  end)
end)
