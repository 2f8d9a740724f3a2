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

  it("knows parameters and options of what is called", function()
    assert.same({"JobId = "}, completed "client:tasks {Jo")
    assert.same({"JobId = "}, completed "client:tasks({Jo")
    assert.same({"resume = "}, completed "client:tasks {JobId = job_id, re")
    assert.same({}, completed "client:summary {re")
    assert.same({"FirmwareId = "}, completed "client:query_ota_firmware {F")
    assert.same({"FirmwareId = "}, completed "client:call(\"QueryOTAFirmware\", {F")
    assert.same({"deadline = "}, completed "client:explain('QueryOTAFirmware', {d")
    assert.same({"job_id"}, completed "client:tasks {JobId = jo")
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
