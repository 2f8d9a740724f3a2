local aliota = require "aliota"
local core = require "aliota.core"
local dialect = require "aliota.api.dialect"
local operations = require "aliota.api.operations"
local sandbox = require "aliota.sandbox"

local STARTS_AT = 1767600000

describe("dialect", function()
  it("knows of each service what it spells in another way, and what it lacks, among what there is", function()
    for _, name in ipairs(dialect.NAMES) do
      local one = dialect.of(name)
      assert.equal(name, one.name)
      for action in pairs(one.lacks) do assert.truthy(operations[action], action) end
      for documented, own in pairs(one.members) do
        assert.equal(documented, one.names[own])
        assert.is_nil(one.members[own])
      end
    end
    assert.same({}, dialect.of("alibaba").members)
    local count = 0
    for action in pairs(operations) do count = count + (dialect.of("tuya").lacks[action] and 0 or 1) end
    assert.equal(21, count)
  end)

  it("spells parameters, those of lists and records, too, and reads them again", function()
    local flat = {JobId = "JobId", ["JobId.1"] = "a", ["Tag.1.FirmwareId"] = "b", TaskId = "t", MyJobId = "c"}
    local sent = {JobID = "JobId", ["JobID.1"] = "a", ["Tag.1.FirmwareID"] = "b", TaskId = "t", MyJobId = "c"}
    assert.same(sent, dialect.of("tuya"):sent(flat))
    assert.same(flat, dialect.of("tuya"):received(sent))
    assert.same(flat, dialect.of("alibaba"):sent(flat))
  end)

  it("says which services have what one lacks", function()
    assert.is_nil(dialect.of("alibaba"):problem_with "UpdateOTAJob")
    assert.is_nil(dialect.of("tuya"):problem_with "QueryOTAJob")
    assert.equal('Tuya IoT Platform for Alibaba Cloud (dialect "tuya") has no operation UpdateOTAJob; '
      .. 'Alibaba Cloud IoT Platform has it (dialect "alibaba")', dialect.of("tuya"):problem_with "UpdateOTAJob")
    assert.same({"tuya"}, dialect.lacking "UpdateOTAJob")
    assert.same({}, dialect.lacking "QueryOTAJob")
  end)
end)

-- The same world behind both: whatever a user does comes to the same.
describe("a service of another dialect", function()
  local services, clients = {}, {}
  setup(function()
    for _, name in ipairs(dialect.NAMES) do
      local service = assert(sandbox.start {devices = 250, starts_at = STARTS_AT, dialect = name})
      services[name] = service
      clients[name] = {}
      for _, format in ipairs {"json", "xml"} do
        clients[name][format] = aliota.new {
          endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false,
          dialect = name, format = format,
        }
      end
    end
  end)
  teardown(function()
    for _, service in pairs(services) do service:stop() end
  end)

  local job_id, firmware, product
  before_each(function()
    job_id = services.tuya.job_id
    local job = assert(clients.alibaba.json:job(job_id))
    firmware, product = job.FirmwareId, job.ProductKey
  end)

  local function written(format, tasks, options)
    local pieces = {}
    assert(aliota.write[format](tasks, function(text) pieces[#pieces + 1] = text end, options))
    return table.concat(pieces)
  end

  local function members_of(rows, ...)
    local list = {}
    for _, row in ipairs(assert(rows)) do
      for _, name in ipairs {...} do list[#list + 1] = tostring(row[name]) end
    end
    return table.concat(list, " ")
  end

  -- Each comes to a text.
  local USES = {
    listing = function(client) return written("ndjson", client:tasks(job_id)) end,
    projection = function(client)
      return members_of(client:tasks({JobId = job_id, fields = {"FirmwareId", "JobId"}}):collect(),
        "JobId", "FirmwareId", "DeviceName", "JobID")
    end,
    ["an unwanted batch"] = function(client)
      return members_of(client:tasks({JobId = job_id, fields = {"DeviceName"}}):collect(), "JobId", "JobID")
    end,
    csv = function(client) return written("csv", client:tasks(job_id)) end,
    ["csv of some columns"] = function(client)
      return written("csv", client:tasks(job_id), {columns = {"FirmwareId", "JobId", "TaskId"}})
    end,
    prometheus = function(client) return written("prometheus", client:tasks(job_id), {now = STARTS_AT}) end,
    filter = function(client)
      return members_of(client:tasks({
        JobId = job_id, where = {TaskStatus = {"FAILED", "QUEUED"}, FirmwareId = firmware},
      }):collect(), "TaskId")
    end,
    names = function(client)
      return members_of(client:devices({JobId = job_id, DeviceNames = {"device-000007", "nobody"}})
        :map(function(_, task) return task or {} end):collect(), "TaskId", "JobId")
    end,
    ["going on"] = function(client)
      local tasks = client:tasks(job_id)
      tasks:take(120):collect()
      return members_of(client:tasks({JobId = job_id, resume = tasks:cursor()}):collect(), "TaskId")
    end,
    summary = function(client) return tostring(client:summary(job_id)) end,
    reasons = function(client) return tostring(aliota.report.reasons(client:tasks(job_id))) end,
    job = function(client) return tostring(client:job(job_id)) end,
    ["an answer"] = function(client)
      local data = assert(client:call("QueryOTAJob", {JobId = job_id})).Data
      return members_of({data}, "JobId", "FirmwareId", "JobID", "FirmwareID", "DestVersion")
    end,
    ["batches of a package"] = function(client)
      return members_of(client:jobs({FirmwareId = firmware}):collect(), "JobId", "FirmwareId", "JobID")
    end,
    ["batches of a product"] = function(client)
      return members_of(client:jobs({ProductKey = product, fields = {"JobStatus"}}):collect(), "JobStatus", "JobId")
    end,
    ["batches of a device"] = function(client)
      return members_of(client:jobs({ProductKey = product, DeviceName = "device-000007"}):collect(), "JobId")
    end,
    watch = function(client)
      local counts, job = client:watch({JobId = job_id}):next()
      return tostring(job.JobId) .. " " .. counts.total
    end,
    wait = function(client)
      return client:wait({JobId = job_id, fail_if = {failure_rate = 0.01}}).outcome
    end,
    board = function(client) return tostring(client:board {job_id}) end,
    rollout = function(client)
      return (tostring(assert(client:plan_rollout {FirmwareId = firmware, waves = {{percent = 100}}}))
        :gsub("%d+%-%d+%-%d+ %d+:%d+", ""))
    end,
    ["a plan"] = function(client) return tostring(client:plan_confirm {JobId = job_id}) end,
  }

  it("is used as the documented one is, in JSON and XML", function()
    for what, use in pairs(USES) do
      local expected = use(clients.alibaba.json)
      assert.truthy(expected and #expected > 0, what)
      for _, format in ipairs {"json", "xml"} do
        assert.equal(expected, use(clients.tuya[format]), what .. " in " .. format)
      end
    end
  end)

  it("is followed, and carries plans out", function()
    local came, started = {}, {}
    finally(function()
      for _, service in ipairs(started) do service:stop() end
    end)
    for _, name in ipairs(dialect.NAMES) do
      local service = assert(sandbox.start {
        devices = 250, starts_at = STARTS_AT, dialect = name, rollout = "fresh", timeout_minutes = 60,
      })
      started[#started + 1] = service
      local client = aliota.new {
        endpoint = service.endpoint, credentials = service.credentials, proxy = false, dialect = name, quota = false,
      }
      service:advance(30)
      local changes, list = client:follow {JobId = service.job_id, interval = 0.01, longest_interval = 0.02}, {}
      local some = changes:some(1000)
      local plan = assert(client:plan_cancel {JobId = service.job_id, where = {TaskStatus = {"QUEUED", "NOTIFIED"}}})
      assert(plan:apply())
      assert.is_true(plan:is_complete())
      service:advance(3 * 3600)
      while some do
        for _, change in ipairs(some) do
          local task = change.task
          list[#list + 1] = ("%s %s %s %s"):format(task.JobId, task.TaskId, tostring(change.before), task.TaskStatus)
        end
        some = changes:some(1000)
      end
      table.sort(list)
      came[name] = {list, #plan.items, service:truth().jobs[1].by_status}
    end
    assert.truthy(#came.tuya[1] > 250 and came.tuya[2] > 0)
    assert.same(came.alibaba, came.tuya)
  end)

  it("is asked for nothing that it lacks: that is told at the caller's line", function()
    local calls = {}
    local client = aliota.new {
      endpoint = services.tuya.endpoint, credentials = services.tuya.credentials, proxy = false, dialect = "tuya",
      on_event = function(event) calls[#calls + 1] = event.type end,
    }
    local lacks = ': Tuya IoT Platform for Alibaba Cloud %(dialect "tuya"%) has no operation '
    for called, use in pairs {
      ReupgradeOTATask = function() client:call("ReupgradeOTATask", {JobId = job_id, TaskId = {"t"}}) end,
      reupgrade_ota_task = function() client:reupgrade_ota_task {JobId = job_id, TaskId = {"t"}} end,
      plan_retry = function() client:plan_retry {JobId = job_id} end,
      GenerateDeviceNameListURL = function() client:explain "GenerateDeviceNameListURL" end,
    } do
      local ok, message = pcall(use)
      assert.is_false(ok)
      assert.truthy(message:find("^spec/api/dialect_spec%.lua:%d+: " .. called .. lacks), message)
    end
    local journal = assert(clients.alibaba.json:plan_retry {JobId = job_id}):journal()
    assert.error_matches(function() client:resume_plan {text = journal} end, "resume_plan" .. lacks)
    assert.same({}, calls)
  end)

  it("is sent no operation that it lacks by what was begun elsewhere", function()
    local Call = require "aliota.call"
    local account = clients.tuya.json.account
    local _, err = Call.new(account, operations.CancelOTAStrategyByJob, {JobId = job_id}, {}):await()
    assert.same({"api", "OperationLacking", false, false}, {err.kind, err.code, err.retryable, err.may_have_run})
  end)

  it("does not understand the documented spelling, nor is understood", function()
    local function ask(service, name)
      return select(2, aliota.new {
        endpoint = service.endpoint, credentials = service.credentials, proxy = false, dialect = name,
      }:job(job_id))
    end
    assert.equal("There is no parameter JobId, it is JobID.", ask(services.tuya, "alibaba").message)
    assert.equal("MissingJobId", ask(services.alibaba, "tuya").code)
    local _, err = clients.alibaba.json:call("QueryOTAJob", {JobId = "nobody"})
    assert.equal("iot.ota.JobNotFound", err.code)
    _, err = clients.tuya.json:call("QueryOTAJob", {JobId = "nobody"})
    assert.equal("iot.ota.JobNotFound", err.code)
  end)

  it("is explained in its words, and by a script that speaks them", function()
    local explanation = clients.tuya.json:explain("QueryOTAJob", {JobId = "j"})
    assert.equal("JobID=j", explanation.canonical_query)
    assert.truthy(explanation.lua:find('dialect = "tuya"', 1, true))
    assert.truthy(explanation.curl:find('JobID="j"', 1, true))
  end)

  it("has no region", function()
    local problem = 'no region of Tuya IoT Platform for Alibaba Cloud %(dialect "tuya"%) is known: pass an endpoint, '
      .. "or set ALIOTA_ENDPOINT"
    assert.error_matches(function() aliota.new {dialect = "tuya", region = "cn-shanghai"} end, problem)
    local client = aliota.new {dialect = "tuya", credentials = services.tuya.credentials}
    local _, err = client:job(job_id)
    assert.equal("NoEndpoint", err.code)
    assert.truthy(err.message:find(problem), err.message)
    assert.error_matches(function() aliota.new {dialect = "tuja"} end, 'dialect is "tuja"; did you mean "tuya"%?')
    assert.error_matches(function() aliota.new {dialect = 1} end, "dialect must be a string, not a number")
  end)

  it("has rows whose members are told by how they are stored, not by how they came", function()
    local task = require "aliota.api.task"
    local text = '{"Data":{"SimpleOTATaskInfo":[{"TaskID":"a","JobID":"j"},{"TaskID":"b","\\u004aobID":"j"}]}}'
    local members, ids = core.json.decode(text, true, task, false, {TaskID = "TaskId", JobID = "JobId"})
    assert.same({{TaskId = "a", JobId = "j"}, {TaskId = "b", JobId = "j"}}, members.Data.SimpleOTATaskInfo)
    assert.equal(core.fingerprints.of({{id = "a"}, {id = "b"}}, "id"), ids)
    assert.is_false(pcall(core.json.decode, text, true, task, false, "names"))
  end)
end)
