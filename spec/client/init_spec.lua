local aliota = require "aliota"
local cjson = require "cjson"
local operations = require "aliota.api.operations"
local pacing = require "spec.support.pacing"
local sandbox = require "aliota.sandbox"
local sent_calls = require "spec.support.sent_calls"
local stub = require "spec.support.stub"
local with_home = require "spec.support.home"

local KEYS = {access_key_id = "sandbox-id", access_key_secret = "sandbox-secret"}

-- f must be a function whose misuse is in its first line.
local function assert_raises_here(message, f)
  local ok, raised = pcall(f)
  assert.is_false(ok)
  assert.equal(debug.getinfo(f, "S").linedefined, tonumber(raised:match "init_spec.lua:(%d+): "), raised)
  assert.truthy(raised:find(message, 1, true), raised)
end

describe("client", function()
  local service, server
  setup(function()
    service = assert(sandbox.start {devices = 250, seed = 7, access_key_id = KEYS.access_key_id,
      access_key_secret = KEYS.access_key_secret})
  end)
  teardown(function() service:stop() end)

  local function client(more)
    local options = {endpoint = service.endpoint, credentials = KEYS}
    for name, value in pairs(more or {}) do options[name] = value end
    return aliota.new(options)
  end

  for _, signature in ipairs {"v3", "v1"} do
    describe("with signature " .. signature, function()
      it("lists every task of a batch, in order", function()
        local seen = {}
        for task in client({signature = signature}):tasks {JobId = service.job_id} do
          assert.is_nil(seen[task.TaskId])
          seen[task.TaskId] = true
          seen[#seen + 1] = task
        end
        assert.equal(250, #seen)
        assert.same({"number", 1440}, {type(seen[1].Progress), seen[1].Timeout})
      end)

      it("lists pages, one status and named devices", function()
        local c = client {signature = signature}
        local sizes = {}
        for page in c:pages {JobId = service.job_id} do sizes[page.CurrentPage] = #page.tasks end
        assert.same({100, 100, 50}, sizes)
        local all, failed = c:tasks({JobId = service.job_id}):collect(), 0
        for _, task in ipairs(all) do failed = failed + (task.TaskStatus == "FAILED" and 1 or 0) end
        local only = c:tasks({JobId = service.job_id, TaskStatus = "FAILED"}):collect()
        assert.equal(failed, #only)
        for _, task in ipairs(only) do assert.equal("FAILED", task.TaskStatus) end
        local names = {all[200].DeviceName, all[3].DeviceName, "no such device"}
        local named = c:tasks({JobId = service.job_id, DeviceNames = names}):collect()
        assert.equal(2, #named)
      end)

      it("is refused with a wrong secret, and shows none of it", function()
        local wrong = client {
          signature = signature, credentials = {access_key_id = KEYS.access_key_id, access_key_secret = "wr0ng-s3cret"},
        }
        local response, err = wrong:list_ota_task_by_job {JobId = service.job_id}
        assert.is_nil(response)
        assert.same({"api", "SignatureDoesNotMatch", 400, false}, {err.kind, err.code, err.status, err.retryable})
        assert.is_nil(tostring(err):find("wr0ng", 1, true))
      end)

      it("uses temporary keys, and shows nothing of the token", function()
        local sts = assert(sandbox.start {devices = 3, security_token = "t0ken+/=="})
        local good = aliota.new {endpoint = sts.endpoint, signature = signature, credentials = sts.credentials}
        assert.equal(3, good:list_ota_task_by_job({JobId = sts.job_id}).Total)
        local keys = {
          access_key_id = sts.credentials.access_key_id, access_key_secret = "wrong",
          security_token = sts.credentials.security_token,
        }
        local _, err = aliota.new({endpoint = sts.endpoint, signature = signature, credentials = keys}):call(
          "ListOTATaskByJob", {JobId = sts.job_id})
        assert.equal("SignatureDoesNotMatch", err.code)
        assert.is_nil(tostring(err):find("t0ken", 1, true))
        sts:stop()
      end)
    end)
  end

  describe("call", function()
    it("hands the answer over as the service sent it", function()
      local response = client():call("ListOTATaskByJob", {JobId = service.job_id, PageSize = 2})
      assert.same({true, 250, 2, "1440"},
        {response.Success, response.Total, #response.Data.SimpleOTATaskInfo,
          response.Data.SimpleOTATaskInfo[1].Timeout})
    end)

    it("keeps null as aliota.null, where tasks leave it out", function()
      local without = assert(sandbox.start {devices = 1, timeout_minutes = false})
      local c = aliota.new {endpoint = without.endpoint, credentials = without.credentials}
      local response = c:call("ListOTATaskByJob", {JobId = without.job_id})
      assert.equal(aliota.null, response.Data.SimpleOTATaskInfo[1].Timeout)
      assert.is_nil(c:tasks({JobId = without.job_id}):next().Timeout)
      without:stop()
    end)

    it("has a method for each of the 26 operations", function()
      local c, count = client(), 0
      for _ in pairs(operations) do count = count + 1 end
      assert.equal(26, count)
      for _, method in ipairs {
        "cancel_ota_strategy_by_job", "cancel_ota_task_by_device", "cancel_ota_task_by_job", "confirm_ota_task",
        "create_ota_dynamic_upgrade_job", "create_ota_firmware", "create_ota_module", "create_ota_static_upgrade_job",
        "create_ota_verify_job", "delete_ota_firmware", "delete_ota_module", "generate_device_name_list_url",
        "generate_ota_upload_url", "list_ota_firmware", "list_ota_job_by_device", "list_ota_job_by_firmware",
        "list_ota_module_by_product", "list_ota_module_versions_by_device", "list_ota_task_by_job",
        "list_ota_unfinished_task_by_device", "modify_ota_firmware", "query_ota_firmware", "query_ota_job",
        "reupgrade_ota_task", "update_ota_job", "update_ota_module",
      } do
        assert.equal("function", type(c[method]), method)
      end
    end)

    it("brings the service's refusals back", function()
      local _, err = client():call("ListOTATaskByJob", {JobId = "no such batch"})
      assert.same({"api", 200, "ListOTATaskByJob"}, {err.kind, err.status, err.action})
      assert.truthy(err.request_id and err.code)
      local _, tasks_err = client():tasks({JobId = "no such batch"}):next()
      assert.equal(err.code, tasks_err.code)
      assert.has_error(function() for _ in client():tasks {JobId = "no such batch"} do end end)
    end)
  end)

  it("sends the instance with every call that names none", function()
    local with_instance = assert(sandbox.start {devices = 1, instance_id = "iot-1"})
    local function total(instance_id, params)
      local c = aliota.new {
        endpoint = with_instance.endpoint, credentials = with_instance.credentials, instance_id = instance_id,
      }
      params.JobId = with_instance.job_id
      local response, err = c:call("ListOTATaskByJob", params)
      return response and response.Total or err.kind
    end
    assert.equal(1, total("iot-1", {}))
    assert.equal("api", total(nil, {}))
    assert.equal("api", total("iot-2", {}))
    assert.equal(1, total("iot-2", {IotInstanceId = "iot-1"}))
    with_instance:stop()
  end)

  it("asks for credentials at each call, and reports when there are none", function()
    local given = {KEYS, nil}
    local calls = 0
    local c = client {credentials = function()
      calls = calls + 1
      return given[calls], "vault is sealed"
    end}
    assert.truthy(c:list_ota_task_by_job {JobId = service.job_id})
    local _, err = c:list_ota_task_by_job {JobId = service.job_id}
    assert.same({"credentials", false}, {err.kind, err.retryable})
    assert.truthy(tostring(err):find "vault is sealed")
  end)

  it("signs with the clock and the nonce it is given", function()
    local told = nil
    local late = client {
      clock = function() return os.time() - 3600 end,
      on_event = function(event) told = event.type == "clock" and event or told end,
    }
    assert.truthy(late:list_ota_task_by_job {JobId = service.job_id})
    assert.truthy(math.abs(told.offset - 3600) < 60)
    local constant = client {nonce = function() return "always the same" end}
    assert.truthy(constant:list_ota_task_by_job {JobId = service.job_id})
    local _, err = constant:list_ota_task_by_job {JobId = service.job_id}
    assert.same({"SignatureNonceUsed", true}, {err.code, err.retryable})
  end)

  it("waits in the loop it is given", function()
    local waits, late = 0, stub.answer(200, '{"Success":true}')
    late.pause = 0.1
    local slow = stub.start {["/"] = late}
    local c = client {endpoint = slow.endpoint, loop = {wait = function(http, seconds)
      waits = waits + 1
      http:wait(seconds)
    end}}
    assert.truthy(c:query_ota_job {JobId = "j"})
    assert.truthy(waits > 0)
    slow:stop()
  end)

  describe("raises misuse at the caller's line:", function()
    it("an unknown operation", function()
      local c = client()
      assert_raises_here('there is no operation "ListOtaTask"; did you mean "ListOTA',
        function() c:call("ListOtaTask", {}) end)
      assert_raises_here("call: the name of an operation expected, not a table", function() c:call {JobId = "j"} end)
    end)

    it("a method that is not there", function()
      local c = client()
      assert_raises_here('a client has no "taks"; did you mean "tasks"?', function() c:taks {JobId = "j"} end)
      assert_raises_here('a client has no "sumary"; did you mean "summary"?', function() c:sumary "j" end)
      assert_raises_here("an iterator or an array of tasks expected, not a client",
        function() aliota.report.summary(c) end)
    end)

    it("options in a table of their own, of whichever method", function()
      local c, job, extra = client(), {JobId = "id"}, {deadline = 5}
      assert_raises_here("write client:wait {JobId = …, deadline = …}", function() c:wait("id", extra) end)
      assert_raises_here('write client:call("QueryOTAJob", {JobId', function() c:call("QueryOTAJob", job, extra) end)
      assert_raises_here('write client:board("id", {deadline = …})', function() c:board("id", nil, extra) end)
      require("aliota.util.lazy").load_all()
      local two = {call = true, explain = true, board = true}
      for name, method in pairs(getmetatable(c)) do
        if type(method) == "function" and not name:find "^__" then
          local ok, raised = pcall(method, c, two[name] and "QueryOTAJob" or {}, not two[name] and extra or {}, extra)
          assert.is_false(ok)
          assert.truthy(raised:find(("client:%s: options belong in the table"):format(name), 1, true), raised)
        end
      end
    end)

    it("a dot for a colon", function()
      local c = client()
      assert_raises_here("call it with a colon: client:tasks(…)", function() c.tasks {JobId = "j"} end)
      assert_raises_here("call it with a colon: client:pages(…)", function() c.pages {JobId = "j"} end)
      assert_raises_here("call it with a colon: client:call(…)", function() c.call("QueryOTAJob", {JobId = "j"}) end)
      assert_raises_here("call it with a colon: client:query_ota_job(…)", function() c.query_ota_job {JobId = "j"} end)
    end)

    it("a page beyond the window, counted with the page size that is sent", function()
      local c = client()
      assert_raises_here("CurrentPage × PageSize is 1001 × 100 = 100100, the limit is 100000",
        function() c:tasks {JobId = "j", CurrentPage = 1001} end)
    end)

    it("an unknown option, a wrong one, and a cursor that is none", function()
      local c, id = client(), "j"
      assert_raises_here('there is no option "dead_line"; did you mean "deadline"?',
        function() c:tasks {JobId = id, dead_line = 5} end)
      assert_raises_here('there is no option "strict"',
        function() c:call("QueryOTAJob", {JobId = id, strict = true}) end)
      assert_raises_here("deadline is -1; it must be seconds above 0",
        function() c:pages {JobId = id, deadline = -1} end)
      assert_raises_here("resume: the cursor is damaged", function() c:tasks {JobId = id, resume = "nonsense"} end)
      assert_raises_here("devices: DeviceNames must be an array or an iterator", function() c:devices {JobId = id} end)
      assert_raises_here("JobId is missing", function() c:devices {DeviceNames = {"d"}} end)
      assert_raises_here("TaskStatus makes no sense",
        function() c:devices {JobId = id, DeviceNames = {"d"}, TaskStatus = "FAILED"} end)
      assert_raises_here("summary takes no TaskStatus", function() c:summary {JobId = id, TaskStatus = "FAILED"} end)
    end)

    it("a limit, in every way to call", function()
      local c, params = client(), {JobId = "j", PageSize = 500}
      assert_raises_here("PageSize is 500, the limit is 100", function() c:call("ListOTATaskByJob", params) end)
      assert_raises_here("PageSize is 500, the limit is 100", function() c:list_ota_task_by_job(params) end)
      assert_raises_here("PageSize is 500, the limit is 100", function() c:pages(params) end)
      assert_raises_here("PageSize is 500, the limit is 100", function() c:tasks(params) end)
      assert_raises_here("JobId is missing", function() c:call("QueryOTAJob") end)
      assert_raises_here("parameters must be a table", function() c:query_ota_job "job" end)
      assert_raises_here("a JobId or a table of parameters expected, not a nil", function() c:tasks() end)
    end)

    it("in the name of what was called", function()
      local c = client()
      for method, params in pairs {
        pages = {}, tasks = {}, devices = {DeviceNames = {"d"}}, summary = {}, watch = {}, wait = {}, job = {},
        query_ota_job = {}, ["QueryOTAJob"] = false,
      } do
        local function misuse() if params then c[method](c, params) else c:call(method, {}) end end
        assert_raises_here(method .. ": JobId is missing", misuse)
      end
      assert_raises_here("wait: timeout is \"2 hours\"; it must be", function() c:wait {timeout = "2 hours"} end)
      assert_raises_here("job: a JobId or a table of parameters expected", function() c:job(42) end)
      assert_raises_here("jobs: FirmwareId, or ProductKey", function() c:jobs {} end)
      assert_raises_here('jobs: there is no parameter "Firmware"; did you', function() c:jobs {Firmware = "f"} end)
      assert_raises_here("devices: DeviceNames: name 2 is a number",
        function() c:devices {JobId = "j", DeviceNames = {"d", 2}} end)
    end)
  end)

  it("tells a region that may be meant where nobody answers", function()
    local c = aliota.new {region = "cn-shangai", credentials = KEYS, retries = 0, proxy = "http://127.0.0.1:1"}
    local _, err = c:job "j"
    assert.equal("network", err.kind)
    assert.truthy(err.hint:find('is the region "cn-shangai" right? Did you mean "cn-shanghai"?', 1, true), err.hint)
  end)

  it("does not ask for keys that are there where only a region is missing", function()
    local result, err
    with_home({}, {}, function() result, err = aliota.new({credentials = KEYS}):job "j" end)
    assert.is_nil(result)
    assert.truthy(err.message:find("no region is known", 1, true))
    assert.equal("NoEndpoint", err.code)
    assert.is_nil(err.hint:find("ACCESS_KEY", 1, true))
  end)

  it("hands out one value where nothing went wrong", function()
    local c, id, list = client(), service.job_id, {}
    table.insert(list, c:tasks(id))
    table.insert(list, c:pages(id))
    table.insert(list, c:watch(id))
    table.insert(list, c:jobs {FirmwareId = "f"})
    table.insert(list, c:devices {JobId = id, DeviceNames = {"d"}})
    assert.equal(5, #list)
    for name, count in pairs {
      count = select("#", c:tasks(id):count()), collect = select("#", c:tasks(id):collect()),
      first = select("#", c:tasks(id):first()), next = select("#", c:tasks(id):next()),
      group_by = select("#", c:tasks(id):group_by "TaskStatus"), job = select("#", c:job(id)),
      summary = select("#", c:summary(id)), board = select("#", c:board(id)),
      call = select("#", c:query_ota_job {JobId = id}),
      plan_retry = select("#", c:plan_retry(id)), report = select("#", aliota.report.summary(c:tasks(id))),
      diff = select("#", aliota.report.diff(c:tasks(id), c:tasks(id))),
      write = select("#", aliota.write.csv(c:tasks(id), function() end)),
      verdict = select("#", c:wait {JobId = id, timeout = 1}),
    } do
      assert.equal(1, count, name)
    end
    local _, err = c:tasks("nonesuch"):count()
    assert.equal("api", err.kind)
  end)

  it("says where a colon was meant, of whatever it hands out", function()
    local c, id = client(), service.job_id
    local plan, tasks, counts = assert(c:plan_retry(id)), c:tasks(id), assert(c:summary(id))
    local report, stop, failed = counts:report(), aliota.canceller(), aliota.filter.status "FAILED"
    assert_raises_here("call it with a colon: plan:apply(…)", function() plan.apply() end)
    assert_raises_here("call it with a colon: plan:counts(…)", function() plan.counts() end)
    for _, method in ipairs {
      "next", "cursor", "peek", "close", "loop", "take", "where", "map", "first", "count", "group_by", "collect",
    } do
      assert_raises_here("call it with a colon: tasks:" .. method, function() tasks[method]() end)
    end
    assert_raises_here("call it with a colon: summary:report(…)", function() counts.report() end)
    assert_raises_here("call it with a colon: report:render(…)", function() report.render() end)
    assert_raises_here("call it with a colon: report:render(…)", function() report.render {width = 80} end)
    assert_raises_here("call it with a colon: canceller:cancel(…)", function() stop.cancel "enough" end)
    assert_raises_here("call it with a colon: predicate:explain(…)", function() failed.explain() end)
  end)

  it("blames a seam that returns nonsense", function()
    local c = client {nonce = function() return 5 end}
    assert.has_error(function() c:query_ota_job {JobId = "j"} end,
      "the option nonce returned a number, it must return a string")
    c = client {clock = function() end}
    assert.has_error(function() c:query_ota_job {JobId = "j"} end,
      "the option clock returned a nil, it must return a number")
  end)

  it("lists what it was asked for, whatever happens to the table afterwards", function()
    local params = {JobId = service.job_id, DeviceNames = {"device-000001", "device-000002"}}
    local tasks = client():tasks(params)
    params.JobId, params.DeviceNames[2] = "other", nil
    assert.equal(2, #tasks:collect())
  end)

  describe("lists", function()
    local function small(more)
      local options = {quota = false}
      for name, value in pairs(more or {}) do options[name] = value end
      return client(options)
    end

    -- How evenly requests arrive is up to a busy machine: what counts is when they go out.
    it("as fast as the quota allows, and no faster", function()
      local paced = assert(sandbox.start {devices = 1500})
      local transfers, before_waiting = {}, nil
      local c = aliota.new {
        endpoint = paced.endpoint, credentials = paced.credentials,
        quota = sent_calls.noted(aliota.quota(), transfers),
        on_event = function(event)
          if event.type == "wait" then before_waiting = before_waiting or #transfers end
        end,
      }
      local tasks = c:tasks {JobId = paced.job_id}
      assert.equal(1500, #tasks:collect())
      assert.is_true(tasks.coverage.complete)
      paced:stop()
      assert.equal(15, #transfers)
      pacing.check(sent_calls.times(transfers), {qps = 10, seconds = 1})
      assert.is_true((before_waiting or 15) >= 10, before_waiting) -- a slow machine need not wait
    end)

    it("as fast, or nearly so, where its requests arrive more or less late", function()
      local far = assert(sandbox.start {
        devices = 3000, qps = true, seed = 5, chaos = {latency = {ms = 100, jitter = 200}},
      })
      local c = aliota.new {endpoint = far.endpoint, credentials = far.credentials, quota = aliota.quota()}
      assert.equal(3000, #c:tasks({JobId = far.job_id}):collect())
      local stats = far:stats()
      far:stop()
      assert.is_true((stats.by_code["Throttling.User"] or 0) <= 30 / 4) -- on a busy machine; most would be otherwise
      assert.equal(30, stats.by_code.Success)
    end)

    it("until its deadline", function()
      local slow = assert(sandbox.start {devices = 500, chaos = {latency = {ms = 100}}})
      local c = aliota.new {endpoint = slow.endpoint, credentials = slow.credentials, quota = false}
      local tasks, err = c:tasks({JobId = slow.job_id, deadline = 0.15}):collect()
      assert.is_nil(tasks)
      assert.equal("timeout", err.kind)
      assert.truthy(err.message:find "deadline of 0.15 seconds")
      local rest = c:tasks({JobId = slow.job_id, resume = err.cursor}):collect()
      assert.truthy(rest and #rest >= 400)
      slow:stop()
    end)

    it("until it is cancelled from outside", function()
      local canceller = aliota.canceller()
      local c = small {on_event = function(event) if event.type == "page" then canceller:cancel("enough") end end}
      local tasks = c:tasks {JobId = service.job_id, cancel = canceller}
      for _ = 1, 100 do assert.truthy(tasks:next()) end
      local task, err = tasks:next()
      assert.is_nil(task)
      assert.same({"cancelled", "enough"}, {err.kind, err.message})
    end)

    it("and leaves nothing in flight when a loop is left, a listing closed or collected", function()
      local slow = assert(sandbox.start {devices = 1000, chaos = {latency = {ms = 20}}})
      local c = aliota.new {endpoint = slow.endpoint, credentials = slow.credentials, quota = false}
      local http = require("aliota.loop").http()
      local function begin()
        for _ = 1, 100 do
          local tasks = c:tasks {JobId = slow.job_id}
          for _ = 1, 101 do tasks:next() end
          if http:active() > 0 then return tasks end
          tasks:close() -- all answers came at the same time
        end
        error "nothing is ever in flight"
      end
      begin():close()
      assert.equal(0, http:active())
      begin()
      collectgarbage()
      collectgarbage()
      assert.equal(0, http:active())
      if _VERSION == "Lua 5.4" then
        local count = 0
        for _ in c:tasks({JobId = slow.job_id}):loop() do
          count = count + 1
          if count == 150 then break end
        end
        assert.equal(0, http:active())
      end
      slow:stop()
    end)

    it("any number of named devices, in their order", function()
      local names = {}
      for i = 260, 1, -1 do names[#names + 1] = ("device-%06d"):format(i) end
      local at, found = 0, 0
      for name, task in small():devices {JobId = service.job_id, DeviceNames = names} do
        at = at + 1
        assert.equal(names[at], name)
        if task then
          assert.equal(name, task.DeviceName)
          found = found + 1
        end
      end
      assert.same({260, 250}, {at, found})
    end)

    it("by the id of their batch alone, within a length of time", function()
      local c, id = client {deadline = "1h", timeout = "15s", connect_timeout = "5s"}, service.job_id
      local count = assert(c:tasks(id):count())
      assert.equal(count, c:tasks({JobId = id, deadline = "10m"}):count())
      assert.equal(count, assert(c:summary(id)).total)
      local job = assert(c:job(id))
      assert.same({id, count}, {job.JobId, assert(c:summary(job)).total})
      assert.equal(3, c:pages(id):count())
      assert.equal(count, c:watch(id):next().total)
      local verdict = c:wait {JobId = id, deadline = "0.001s"}
      assert.same({"timeout", "timeout"}, {verdict.outcome, verdict.err.kind})
    end)

    it("how many there are of each state", function()
      local truth = service:truth().jobs[1]
      local summary = assert(small():summary {JobId = service.job_id})
      assert.same({250, true, 8}, {summary.total, summary.consistent, summary.requests})
      for status, count in pairs(truth.by_status) do assert.equal(count, summary.by_status[status]) end
      assert.truthy(tostring(summary):find "SUCCEEDED")
    end)

    it("on from a cursor in another client", function()
      local tasks = small():tasks {JobId = service.job_id}
      for _ = 1, 123 do tasks:next() end
      local rest = small():tasks({JobId = service.job_id, resume = tasks:cursor()}):collect()
      assert.equal(127, #rest)
      assert.has_error(function() small():tasks {JobId = "other", resume = tasks:cursor()} end)
    end)
  end)

  describe("given what is no good answer", function()
    local row = '{"TaskId":"t1","TaskStatus":"PAUSED","Progress":"5.00","Timeout":null,"Fresh":{"a":[1]}}'
    local function page(data) return ('{"Success":true,"Total":1,"CurrentPage":1,"PageSize":100%s}'):format(data) end
    local routes = {
      ["/html"] = stub.answer(200, "<html>"), ["/empty"] = stub.answer(200, ""),
      ["/cut"] = stub.answer(200, '{"Success":'),
      ["/400"] = stub.answer(400, '{"RequestId":"R","Code":"MissingJobId","Message":"m"}'),
      ["/404"] = stub.answer(404, '{"RequestId":"R","Code":"InvalidAction.NotFound","Message":"m"}'),
      ["/500"] = stub.answer(500, '{"RequestId":"R","Code":"InternalError","Message":"m"}'),
      ["/502"] = stub.answer(502, "<html>"), ["/429"] = stub.answer(429, '{"Code":"Throttling.User","Message":"m"}'),
      ["/refused"] = stub.answer(200, '{"Success":false,"Code":"iot.x","ErrorMessage":"m"}'),
      ["/nodata"] = stub.answer(200, page ""), ["/object"] = stub.answer(200, page ',"Data":{}'),
      ["/text"] = stub.answer(200, page ',"Data":""'),
      ["/large"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 34603008\r\n\r\n", fill = 34603008, close = true},
      ["/odd"] = stub.answer(200, page(',"Data":{"SimpleOTATaskInfo":[' .. row .. "]}")),
      ["/broken"] = stub.answer(200,
        '{"Success":true,"Total":5,"Data":{"JobId":"j","JobStatus":"COMPLETED","Name":"\255"}}'),
      ["/short"] = {raw = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", close = true},
    }
    setup(function() server = stub.start(routes) end)
    teardown(function() server:stop() end)

    local function kinds(path)
      local c = aliota.new {endpoint = server.endpoint .. path, credentials = KEYS, retries = 0}
      local task, err = c:tasks({JobId = "j"}):next()
      assert.is_nil(task)
      local raised = select(2, pcall(function() for _ in c:tasks {JobId = "j"} do end end))
      assert.equal(err.kind, raised.kind)
      return err.kind, err.code
    end

    local cases = {
      html = {"decode"}, empty = {"decode"}, cut = {"decode"}, large = {"decode", "AnswerTooLarge"},
      short = {"network"},
      ["400"] = {"api", "MissingJobId"}, ["404"] = {"api", "InvalidAction.NotFound"},
      ["500"] = {"api", "InternalError"},
      ["502"] = {"http"}, ["429"] = {"throttled", "Throttling.User"}, refused = {"api", "iot.x"},
    }
    for path, expected in pairs(cases) do
      it("/" .. path .. " reports it as " .. expected[1], function()
        assert.same(expected, {kinds("/" .. path)})
      end)
    end

    for _, path in ipairs {"nodata", "object", "text"} do
      it("/" .. path .. " has none of the rows that are due, which is an error where all must come", function()
        local c = aliota.new {endpoint = server.endpoint .. "/" .. path, credentials = KEYS, retries = 0}
        local tasks = c:tasks {JobId = "j"}
        assert.same({}, tasks:collect())
        assert.same({false, "RowsMissing"}, {tasks.coverage.complete, tasks.coverage.problems[1].code})
        assert.equal("Incomplete", select(2, c:tasks({JobId = "j", strict = true}):next()).code)
      end)
    end

    it("reads on where a text is broken in what it makes something of, but not in a bare call", function()
      local c = aliota.new {endpoint = server.endpoint .. "/broken", credentials = KEYS, retries = 0}
      assert.equal("\239\191\189", c:job("j").Name)
      assert.equal(5, c:summary({JobId = "j"}).total)
      local _, job = c:watch({JobId = "j"}):next()
      assert.equal("\239\191\189", job.Name)
      assert.equal("TextInvalid", select(2, c:query_ota_job {JobId = "j"}).code)
    end)

    it("hands unknown fields and statuses over as they are", function()
      local c = aliota.new {endpoint = server.endpoint .. "/odd", credentials = KEYS}
      assert.same({{TaskId = "t1", TaskStatus = "PAUSED", Progress = 5, Fresh = {a = {1}}}},
        c:tasks({JobId = "j"}):collect())
    end)
  end)

  it("asks a proxy that wants another password once for each call, and says so", function()
    local proxy = stub.start {["iot.test:443"] = stub.answer(407, "", {"Proxy-Authenticate: Basic realm=x"})}
    local c = aliota.new {
      endpoint = "https://iot.test", credentials = KEYS, proxy = proxy.endpoint:gsub("//", "//user:hush@"),
    }
    local counts, err = c:summary {JobId = "j"}
    local plain = aliota.new {endpoint = proxy.endpoint .. "/accepted", credentials = KEYS, proxy = false, retries = 0}
    local _, told = plain:query_ota_job {JobId = "j"}
    proxy:stop()
    assert.same({nil, "http", "ProxyAuthenticationRequired", 407, false, false, 1},
      {counts, err.kind, err.code, err.status, err.retryable, err.may_have_run, #err.attempts})
    assert.truthy(tostring(err):find("hint: are user and password right in the proxy's address?", 1, true))
    assert.is_true(tonumber(tostring(told):match '"(%d+)"') <= 8 + 1, tostring(told)) -- and this one
  end)

  it("shows no secret when it is printed or encoded", function()
    local c = client {
      credentials = {access_key_id = "id", access_key_secret = "hush", security_token = "hush"},
      proxy = "http://user:hush@localhost",
    }
    assert.equal("aliota client for " .. service.endpoint .. "/", tostring(c))
    local texts, seen = {}, {}
    local function walk(value)
      texts[#texts + 1] = tostring(value)
      if type(value) ~= "table" or seen[value] then return end
      seen[value] = true
      for key, member in pairs(value) do
        walk(key)
        walk(member)
      end
    end
    walk(c)
    assert.is_nil(table.concat(texts, "\n"):find "hush")
  end)

  it("hands tasks over that cjson encodes", function()
    local task = client():tasks({JobId = service.job_id}):next()
    assert.equal(task.TaskId, cjson.decode(cjson.encode(task)).TaskId)
  end)
end)
