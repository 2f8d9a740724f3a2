-- The doctor, before a sandbox whose switches are known.
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local assumptions = require "aliota.doctor.assumptions"
local authority = require "spec.support.authority"
local daemon = require "spec.support.daemon"
local doctor = require "aliota.doctor"
local nginx = require "spec.support.nginx"
local plain_data = require "aliota.command.plain_data"
local sandbox = require "aliota.sandbox"
local sides = require "spec.support.sides"
local stub = require "spec.support.stub"

local MADE = {gzip = {}, numeric_ids = {action = "ListOTATaskByJob"}, short_progress = {},
  page_size_of_rows = {action = "ListOTATaskByJob"}, future_status = {}, future_field = {},
  clock_skew = {seconds = 300}}

-- What chaos makes the doctor find, and what it finds where there is none.
local FOUND = {
  first = {gzip = false, numeric_ids = false, short_progress = false, page_size_of_rows = false, future_status = false,
    future_field = false, clock_skew = 0, http2 = false},
  last = {gzip = true, numeric_ids = true, short_progress = true, page_size_of_rows = true,
    future_status = "ROLLING_BACK", future_field = "FromTheFuture", clock_skew = 300, http2 = false},
}

-- Names of what is an account's own.
local OWN = {"DeviceName", "TaskId", "IotId", "JobId", "FirmwareId", "ProductKey", "ProductName", "TaskDesc"}

local READS = {QueryOTAJob = true, ListOTATaskByJob = true, ListOTAJobByFirmware = true}

for side, settings in pairs(sides) do
  describe("the doctor, with the " .. side .. " answer to each open question", function()
    local service, client, report, rows
    setup(function()
      local options = {devices = 130}
      for name, value in pairs(settings) do options[name] = value end
      service = assert(sandbox.start(options))
      client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
      rows = service:truth({JobId = service.job_id}).rows
      for _ = 1, 3 do -- a call may reach no more than 50
        assert(client:call("CancelOTATaskByJob", {JobId = service.job_id, CancelUnconfirmedTask = true,
          CancelQueuedTask = true, CancelNotifiedTask = true, CancelInProgressTask = true}))
      end
      service:advance(3 * 86400) -- the batch is over
      service:reset()
      local faults = side == "last" and MADE or {}
      faults.throttled = {action = "QueryOTAJob", after = 3} -- what comes after the three that are wanted
      service:chaos(faults)
      report = assert(doctor.examine(client, {JobId = service.job_id, throttle = true}))
      service:chaos(false)
    end)
    teardown(function() service:stop() end)

    it("finds how each switch stands that reads can show", function()
      local found, expected = {}, {}
      for i, row in ipairs(assumptions) do
        local finding = report.findings[i]
        assert.same({row.name, row.open}, {finding.name, finding.open})
        assert.is_true((finding.found == nil) == (finding.unseen ~= nil), row.name)
        found[row.name] = finding.found
        if not row.unseen then
          expected[row.name] = settings[row.name]
          if expected[row.name] == nil then expected[row.name] = FOUND[side][row.name] end
        end
      end
      assert.truthy(math.abs(found.clock_skew - expected.clock_skew - 3 * 86400) < 120, found.clock_skew)
      expected.clock_skew = found.clock_skew
      if settings.list_page_limit < 100 then expected.list_page_limit = "less" end
      assert.same(expected, found)
    end)

    it("reads alone, and no more than it says", function()
      local stats = service:stats()
      for action in pairs(stats.by_action) do assert.is_true(READS[action], action) end
      assert.equal(report.requests, stats.requests)
      assert.is_true(report.requests <= doctor.most_requests(true))
    end)

    it("names nobody", function()
      local texts = report:render {width = 1000} .. plain_data(report)
      local secrets = {service.credentials.access_key_id, service.credentials.access_key_secret, "127.0.0.1",
        service.endpoint:match "%d+$"}
      for _, row in ipairs(rows) do
        for _, name in ipairs(OWN) do
          if row[name] ~= "" then secrets[#secrets + 1] = row[name] end
        end
      end
      for _, secret in ipairs(secrets) do assert.is_nil(texts:find(secret, 1, true), secret) end
    end)
  end)
end

describe("the doctor", function()
  local service, client
  setup(function()
    service = assert(sandbox.start {devices = 1})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false, retries = 1}
  end)
  teardown(function() service:stop() end)
  before_each(function() service:chaos(false) end)

  local function unseen(name)
    local report = assert(doctor.examine(client, {JobId = service.job_id}))
    for _, finding in ipairs(report.findings) do
      if finding.name == name then return finding.unseen end
    end
  end

  it("says why it has not seen something", function()
    assert.equal("the batch has a single task", unseen "total_with_names")
    assert.equal("it was not asked for (throttle)", unseen "retry_after")
    service:chaos {business_error = {action = "ListOTATaskByJob", code = "iot.Odd/../device-000001"}}
    assert.equal("the call failed: api, an unknown word, HTTP 200", unseen "order")
    service:chaos {reset_before = {action = "ListOTATaskByJob"}}
    assert.equal("the call failed: network", unseen "page_past_end")
  end)

  it("sees HTTP/2 where it is offered, whatever else connections are made with", function()
    local ours = authority.new "ours"
    local cert, key = ours:issue "server"
    local port = daemon.free_port()
    local server = nginx.start {http = ([[
      server {
        listen 127.0.0.1:%d ssl http2;
        ssl_certificate %s;
        ssl_certificate_key %s;
        location / { proxy_pass %s; proxy_set_header Host $http_host; }
      }
    ]]):format(port, cert, key, service.endpoint)}
    finally(function()
      server:stop()
      ours:remove()
    end)
    for _, tls_min in ipairs {false, "1.2"} do
      local report = assert(doctor.examine(aliota.new {
        endpoint = "https://127.0.0.1:" .. port, ca_file = ours.file, credentials = service.credentials,
        proxy = false, tls_min = tls_min or nil,
      }, {JobId = service.job_id}))
      for _, finding in ipairs(report.findings) do
        if finding.name == "http2" then assert.is_true(finding.found, finding.unseen) end
      end
    end
  end)

  it("takes whatever comes instead of an answer", function()
    local server, at = nil, 0
    finally(function() server:stop() end)
    local odd = {'{"Success":true}', '{"Success":true,"Data":7,"Total":{},"PageSize":[]}',
      '{"Success":true,"Data":{"FirmwareId":5,"SimpleOTATaskInfo":[7,"x",[],{"DeviceName":3}]},"Total":-1}',
      '{"Success":true,"Code":[],"Data":{"FirmwareId":"f","SimpleOTAJobInfo":[null,1,{"JobStatus":{}}],'
        .. '"SimpleOTATaskInfo":[{"DeviceName":"d","TaskStatus":[],"Progress":{}}]},"Total":"many"}'}
    local routes = {}
    for i, body in ipairs(odd) do routes["/" .. i] = stub.answer(200, body) end
    server = stub.start(routes)
    for i in ipairs(odd) do
      local report = assert(doctor.examine(aliota.new {
        endpoint = ("%s/%d"):format(server.endpoint, i), credentials = service.credentials, proxy = false,
      }, {JobId = "j", throttle = true}))
      assert.equal(#assumptions, #report.findings)
      assert(tostring(report) and plain_data(report))
      at = i
    end
    assert.equal(#odd, at)
  end)

  it("has nothing to look at where the batch is not to be had", function()
    local report, err = doctor.examine(client, {JobId = "nonesuch"})
    assert.same({nil, "iot.ota.JobNotFound"}, {report, err.code})
  end)

  it("blames misuse on the caller's line", function()
    for _, options in ipairs {{}, {JobId = 5}, {JobId = "j", throtle = true}} do
      assert_raises_here("examine: ", function() doctor.examine(client, options) end)
    end
  end)
end)
