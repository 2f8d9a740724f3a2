local aliota = require "aliota"
local complete = require "aliota.repl.complete"

local client = aliota.new {endpoint = "http://127.0.0.1"}
local env = {client = client, aliota = aliota, tasks = client:tasks {JobId = "x"}, job_id = "x", print = print}

-- Readline breaks words at these.
local function completed(line)
  local before, word = line:match "^(.-)([^ \t\n\"\\'`@$><=;|&{(]*)$"
  return complete(before, word, env)
end

local function has(list, wanted)
  for _, one in ipairs(list) do
    if one == wanted then return true end
  end
  return false
end

describe("repl.complete", function()
  it("knows names and keywords", function()
    assert.same({"client"}, completed "cl")
    assert.same({"job_id"}, completed "x = jo")
    assert.same({"while"}, completed "wh")
    assert.same({}, completed "nonesuch")
  end)

  it("knows methods and members", function()
    assert.same({"client:summary"}, completed "client:sum")
    assert.same({"client:query_ota_firmware", "client:query_ota_job"}, completed "client:query")
    assert.same({"tasks:collect", "tasks:count"}, completed "for x in tasks:co")
    assert.is_true(has(completed "tasks.c", "tasks.coverage"))
    assert.is_false(has(completed "tasks:c", "tasks:coverage"))
    assert.same({}, completed "nonesuch.a")
    assert.same({}, completed "job_id:a")
    assert.is_false(has(completed "client:", "client:__index"))
  end)

  it("offers methods before operations, which are many: those from their first letter on", function()
    for _, operation in ipairs {"query_ota_job", "list_ota_task_by_job"} do
      assert.is_false(has(completed "client:", "client:" .. operation))
      assert.is_false(has(completed "client.", "client." .. operation))
      assert.is_true(has(completed("client:" .. operation:sub(1, 1)), "client:" .. operation))
    end
    for _, method in ipairs {"tasks", "summary", "watch", "call", "explain"} do
      assert.is_true(has(completed "client:", "client:" .. method))
    end
  end)

  it("knows parameters and options of what is called", function()
    assert.same({"JobId = "}, completed "client:tasks {Jo")
    assert.same({"JobId = "}, completed "client:tasks({Jo")
    assert.same({"resume = "}, completed "client:tasks {JobId = job_id, re")
    assert.same({}, completed "client:summary {re")
    assert.same({"FirmwareId = "}, completed "client:query_ota_firmware {F")
    assert.same({"FirmwareId = "}, completed "client:call(\"QueryOTAFirmware\", {F")
    assert.same({"deadline = "}, completed "client:call('QueryOTAFirmware', {d")
    assert.same({}, completed "client:explain('QueryOTAFirmware', {d") -- it sends nothing
    assert.same({"FirmwareId = "}, completed "client:explain('QueryOTAFirmware', {Fi")
    assert.same({"job_id"}, completed "client:tasks {JobId = jo")
  end)

  it("knows what every method takes that takes a table, and offers nothing else there", function()
    for line, expected in pairs {
      ["client:jobs {Fi"] = "FirmwareId", ["client:jobs {De"] = "DeviceName", ["client:job {Jo"] = "JobId",
      ["client:wait {JobId = job_id, fail"] = "fail_if", ["client:wait {on_"] = "on_gate",
      ["client:wait {CancelI"] = "CancelInProgressTask", ["client:watch {inter"] = "interval",
      ["client:wait {JobId = job_id, fail_if = {stal"] = "stalled", ["client:plan_retry {jour"] = "journal",
      ["client:plan_confirm {where = {SrcV"] = "SrcVersion", ["client:plan_cancel {CancelQ"] = "CancelQueuedTask",
      ["client:board({job_id}, {dead"] = "deadline", ["client:resume_plan {tex"] = "text",
      ["client:summary {IotI"] = "IotInstanceId", ["aliota.new {reg"] = "region",
      ["aliota.sandbox.start {dev"] = "devices", ["aliota.report.stuck(tasks, {aft"] = "after",
      ["aliota.report.many(tasks, {summ"] = "summary", ["aliota.write.csv(tasks, 'x', {hea"] = "header",
      ["tasks:where {SrcV"] = "SrcVersion", ["x = client:tasks({JobId = f('a', {}), res"] = "resume",
    } do
      assert.same({expected .. " = "}, completed(line), line)
    end
    for _, call in ipairs {"jobs", "wait", "watch", "plan_retry", "plan_confirm", "plan_cancel", "summary", "job"} do
      assert.same({}, completed("client:" .. call .. " {pri"), call) -- no globals, such as print
      assert.is_true(#completed("client:" .. call .. " {") > 1)
    end
    assert.same({"job_id"}, completed "client:board {jo")
    assert.same({}, completed "client:board({job_id}, {pri")
    assert.same({}, completed "client:wait {JobId = job_id, fail_if = {Jo")
    assert.same({}, completed "client:summary {TaskS")
  end)

  it("offers of our objects what help tells of, and nothing internal", function()
    for _, name in ipairs {"of_arrays", "new", "finish", "pull", "ready", "closed", "used_up"} do
      assert.same({}, completed("tasks:" .. name))
      assert.same({}, completed("tasks." .. name))
    end
    assert.is_false(has(completed "client.", "client.account"))
    for _, found in ipairs(completed "tasks:") do assert.truthy(require("aliota.help").on(found)) end
    env.task = setmetatable({TaskId = "t"}, {__name = "aliota.Task", __index = {}})
    assert.same({"task.TaskId"}, completed "task.")
  end)

  it("knows values where they have no quotes yet", function()
    assert.is_true(has(completed "client:tasks {JobId = job_id, TaskStatus = ", '"FAILED"'))
    assert.is_true(has(completed "client:call(", '"QueryOTAJob"'))
    assert.is_true(has(completed "client:explain(", '"QueryOTAJob"'))
    assert.same({"timed out"}, completed 'aliota.filter.reason "ti')
    assert.same({"NOTIFIED"}, completed 'aliota.filter.status("QUEUED", "NO')
    assert.same({"csv"}, completed 'aliota.write.format "c')
  end)

  it("knows values", function()
    assert.same({"FAILED"}, completed "client:tasks {JobId = job_id, TaskStatus = \"FA")
    assert.same({"CONFIRM", "IN_PROGRESS", "NOTIFIED", "QUEUED"},
      completed "client:list_ota_unfinished_task_by_device {TaskStatus = '")
    assert.same({"FAILED"}, completed "failed = {TaskStatus = {'CANCELED', 'FA")
    assert.same({"STATIC"}, completed "client:update_ota_job {UpgradeType = \"S")
    assert.same({}, completed "client:tasks {JobId = \"F")
    assert.same({}, completed "print \"cl")
  end)

  it("knows operations and topics", function()
    assert.same({"QueryOTAJob"}, completed "client:call(\"QueryOTAJ")
    assert.same({"QueryOTAJob"}, completed "client:explain('QueryOTAJ")
    assert.same({"tasks"}, completed "aliota.help \"tas")
    assert.same({"TaskStatus", "TaskStatusList"}, completed "aliota.help(\"TaskS")
  end)

  it("calls nothing", function()
    local calls = 0
    env.trap = setmetatable({}, {__index = function() calls = calls + 1 end})
    assert.same({}, completed "trap.a.b")
    assert.same({}, completed "trap:x")
    assert.equal(0, calls)
  end)
end)
