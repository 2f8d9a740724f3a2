-- Plans through the client's methods, against a sandbox whose truth tells what was really done.
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local sandbox = require "aliota.sandbox"

describe("plan.planner", function()
  local service
  before_each(function() service = assert(sandbox.start {devices = 1500}) end)
  after_each(function() service:stop() end)

  local function client(more)
    local options = {endpoint = service.endpoint, credentials = service.credentials, quota = false}
    for name, value in pairs(more or {}) do options[name] = value end
    return aliota.new(options)
  end

  -- The tasks as they really are, by TaskId, and how many are in which state.
  local function truth()
    local tasks, counts = {}, {}
    for _, task in ipairs(service:truth({JobId = service.job_id}).rows) do
      tasks[task.TaskId] = task
      counts[task.TaskStatus] = (counts[task.TaskStatus] or 0) + 1
    end
    return tasks, counts
  end

  -- Which tasks are not as they were: TaskId → state now.
  local function changes(before)
    local changed = {}
    for id, task in pairs((truth())) do
      local was = before[id]
      if task.TaskStatus ~= was.TaskStatus or task.UtcModified ~= was.UtcModified then changed[id] = task.TaskStatus end
    end
    return changed
  end

  local function planned_changes(plan, status)
    local expected = {}
    for _, item in ipairs(plan.items) do expected[item.TaskId] = status end
    return expected
  end

  local function calls(action) return service:stats().by_action[action] or 0 end

  it("retries what failed, and nothing else", function()
    local before, counts = truth()
    local plan = assert(client():plan_retry {JobId = service.job_id})
    assert.same({FAILED = counts.FAILED}, plan.by_status)
    assert.same({}, changes(before))
    assert.equal(plan, plan:apply())
    assert.is_true(plan:is_complete())
    assert.same(planned_changes(plan, "CONFIRM"), changes(before)) -- this batch wants to be confirmed again
    assert.equal(math.ceil(counts.FAILED / 10), calls "ReupgradeOTATask")
    assert(plan:apply())
    assert.equal(math.ceil(counts.FAILED / 10), calls "ReupgradeOTATask")
  end)

  it("retries the tasks of named devices", function()
    local names, expected, c = {"stranger"}, {}, client()
    for _, task in pairs((truth())) do
      if task.TaskStatus == "FAILED" then names[#names + 1] = task.DeviceName end
    end
    for _, devices in ipairs {
      c:devices {JobId = service.job_id, DeviceNames = names},
      c:devices({JobId = service.job_id, DeviceNames = names}):collect(),
    } do
      local plan = assert(c:plan_retry {tasks = devices})
      for _, item in ipairs(plan.items) do expected[item.DeviceName] = (expected[item.DeviceName] or 0) + 1 end
      assert.same({#names - 1, 1}, {#plan.items, plan.coverage.absent})
    end
    for i = 2, #names do assert.equal(2, expected[names[i]]) end
  end)

  it("retries canceled tasks where they are named, by a predicate or the vendor's parameter", function()
    local _, counts = truth()
    local c = client()
    for _, params in ipairs {
      {TaskStatus = "CANCELED"}, {where = {TaskStatus = "CANCELED"}},
      {TaskStatus = "CANCELED", where = function() return true end},
    } do
      params.JobId = service.job_id
      assert.same({CANCELED = counts.CANCELED}, assert(c:plan_retry(params)).by_status)
    end
    local both = assert(c:plan_retry {JobId = service.job_id, where = {TaskStatus = {"FAILED", "CANCELED"}}})
    assert.same({FAILED = counts.FAILED, CANCELED = counts.CANCELED}, both.by_status)
    local old = assert(c:plan_retry {JobId = service.job_id, where = function(task) return #task.DeviceName > 0 end})
    assert.same({FAILED = counts.FAILED}, old.by_status)
  end)

  it("confirms what waits for it", function()
    local before, counts = truth()
    local plan = assert(client():plan_confirm {JobId = service.job_id})
    assert.same({CONFIRM = counts.CONFIRM}, plan.by_status)
    assert(plan:apply())
    assert.same(planned_changes(plan, "QUEUED"), changes(before))
  end)

  it("cancels chosen devices", function()
    local before, counts = truth()
    local plan = assert(client():plan_cancel {JobId = service.job_id, where = {TaskStatus = {"QUEUED", "NOTIFIED"}}})
    assert.same({QUEUED = counts.QUEUED, NOTIFIED = counts.NOTIFIED}, plan.by_status)
    assert(plan:apply())
    assert.same(planned_changes(plan, "CANCELED"), changes(before))
    assert.equal(0, calls "CancelOTATaskByJob")
  end)

  it("cancels what a batch has in some states by one call", function()
    local before, counts = truth()
    local plan = assert(client():plan_cancel {JobId = service.job_id, CancelQueuedTask = true,
      CancelInProgressTask = true})
    assert.same({CONFIRM = counts.CONFIRM, QUEUED = counts.QUEUED, IN_PROGRESS = counts.IN_PROGRESS}, plan.by_status)
    assert.same({}, changes(before))
    assert(plan:apply())
    assert(plan:apply())
    assert.same({1, 0}, {calls "CancelOTATaskByJob", calls "CancelOTATaskByDevice"})
    local count = 0
    for id, status in pairs(changes(before)) do
      assert.equal("CANCELED", status)
      assert.is_number(plan.by_status[before[id].TaskStatus])
      count = count + 1
    end
    assert.equal(counts.CONFIRM + counts.QUEUED + counts.IN_PROGRESS, count)
  end)

  it("takes tasks from a listing or an array, each once, and leaves out what does not fit", function()
    local _, counts = truth()
    local c = client()
    local plan = assert(c:plan_retry {tasks = c:tasks {JobId = service.job_id}})
    assert.same({CANCELED = counts.CANCELED, FAILED = counts.FAILED}, plan.by_status)
    assert.equal(counts.SUCCEEDED, plan.left_out.SUCCEEDED)
    local failed = c:tasks({JobId = service.job_id, TaskStatus = "FAILED"}):collect()
    assert.equal(2, #assert(c:plan_retry {tasks = {failed[1], failed[2], failed[1]}}).items)
    local none, err = c:plan_retry {tasks = {failed[1], {JobId = "j"}}}
    assert.is_nil(none)
    assert.same({"decode", "TaskIncomplete", "task 2 has no TaskId", false},
      {err.kind, err.code, err.message, err.retryable})
  end)

  describe("while a rollout goes on", function()
    local own, c
    before_each(function()
      own = assert(sandbox.start {devices = 2000, rollout = "fresh", qps = true})
      c = aliota.new {endpoint = own.endpoint, credentials = own.credentials}
    end)
    after_each(function() own:stop() end)

    local function task_by_id()
      own:clock {speed = 0}
      local tasks = {}
      for _, task in ipairs(own:truth({JobId = own.job_id}).rows) do tasks[task.TaskId] = task end
      return tasks
    end

    it("cancels what it says, and nothing else", function()
      own:advance(10)
      local moving = aliota.new { -- a second passes at each call, however slow the machine is
        endpoint = own.endpoint, credentials = own.credentials,
        on_event = function(event) if event.type == "request" then own:advance(1) end end,
      }
      local plan = assert(moving:plan_cancel {JobId = own.job_id, where = {TaskStatus = {"QUEUED", "NOTIFIED"}}})
      assert.is_true(assert(plan:apply()):is_complete())
      assert.truthy(plan:counts().done > 0)
      local tasks, canceled = task_by_id(), 0
      for _, task in pairs(tasks) do canceled = canceled + (task.TaskStatus == "CANCELED" and 1 or 0) end
      for _, item in ipairs(plan.items) do
        assert.equal(item.state == "done", tasks[item.TaskId].TaskStatus == "CANCELED")
      end
      assert.equal(plan:counts().done, canceled)
    end)

    it("retries what it says, each failure once", function()
      own:advance(600)
      own:clock {speed = 60}
      local plan = assert(c:plan_retry {JobId = own.job_id})
      assert.is_true(assert(plan:apply()):is_complete())
      local tasks = task_by_id()
      for _, item in ipairs(plan.items) do
        assert.equal("done", item.state)
        assert.not_equal(item.UtcModified, tasks[item.TaskId].UtcModified)
      end
      assert.truthy(#plan.items > 0)
      assert.equal(math.ceil(#plan.items / 10), own:stats().by_action.ReupgradeOTATask)
      assert.is_nil(own:stats().by_code["iot.ota.InvalidTaskStatus"])
    end)
  end)

  it("finds tasks that somebody else has seen to meanwhile", function()
    local c = client()
    local plan = assert(c:plan_retry {JobId = service.job_id})
    local others = {plan.items[3].TaskId, plan.items[12].TaskId}
    assert(c:reupgrade_ota_task {JobId = service.job_id, TaskId = others})
    local before = truth()
    assert(plan:apply())
    local counts = plan:counts()
    assert.same({#plan.items - 2, 2}, {counts.done, counts.moved})
    assert.is_nil(changes(before)[others[1]] or changes(before)[others[2]])
  end)

  -- Answers get lost after the service has done what was asked; others are refusals.
  for kind, setting in pairs {
    reset_before = {after = 3, count = 1}, empty = {after = 2, count = 1}, garbage = {after = 2, count = 1},
    business_error = {after = 1, count = 1}, server_error = {after = 1, count = 1},
  } do
    it("stops and goes on without doing anything twice: " .. kind, function()
      local before = truth()
      local path = os.tmpname()
      os.remove(path)
      local plan = assert(client():plan_retry {JobId = service.job_id, journal = path})
      setting.action = "ReupgradeOTATask"
      service:chaos {[kind] = setting}
      local result, err = plan:apply()
      assert.is_nil(result)
      assert.is_true(err.may_have_run)
      assert.is_false(plan:is_complete())
      local again = assert(client():resume_plan {journal = path})
      assert.same(plan:counts(), again:counts())
      assert(again:apply())
      local counts = again:counts()
      -- What the service has not done can't be told from what is still on its way.
      local is_done = kind ~= "business_error" and kind ~= "server_error"
      assert.same({0, is_done and 0 or 10}, {counts.to_do, counts.unknown})
      local changed = 0
      for _, status in pairs(changes(before)) do
        assert.equal("CONFIRM", status)
        changed = changed + 1
      end
      assert.equal(#again.items - counts.unknown, changed)
      assert.is_nil(service:stats().by_code["iot.ota.InvalidTaskStatus"])
      os.remove(path)
    end)
  end

  it("repeats a call that was throttled, as it was not carried out", function()
    local plan = assert(client():plan_retry {JobId = service.job_id})
    service:chaos {throttled = {count = 2, action = "ReupgradeOTATask"}}
    assert.is_true(assert(plan:apply()):is_complete())
  end)

  it("ends when it is cancelled, or at its deadline", function()
    local c, canceller = client(), aliota.canceller()
    local plan = assert(c:plan_retry {JobId = service.job_id})
    canceller:cancel "enough"
    local _, err = plan:apply {cancel = canceller}
    assert.same({"cancelled", "enough"}, {err.kind, err.message})
    _, err = plan:apply {deadline = 0.000001}
    assert.equal("timeout", err.kind)
    assert.equal(#plan.items, plan:counts().to_do)
    assert.is_true(plan:apply():is_complete())
  end)

  it("tells how it goes", function()
    local seen = {}
    local plan = assert(client({on_event = function(event)
      if event.type == "plan" then seen[#seen + 1] = event.plan:counts().done end
    end}):plan_retry {JobId = service.job_id})
    assert(plan:apply())
    assert.equal(math.ceil(#plan.items / 10), #seen)
    assert.equal(#plan.items, seen[#seen])
  end)

  it("gives its journal to a function, and goes on from the text", function()
    local pieces = {}
    local c = client()
    local plan = assert(c:plan_retry {JobId = service.job_id, journal = function(text) pieces[#pieces + 1] = text end})
    local again = assert(c:resume_plan {text = table.concat(pieces)})
    assert(plan:apply())
    assert.equal(#plan.items, again:counts().to_do)
    again = assert(c:resume_plan {text = table.concat(pieces)})
    assert.is_true(again:is_complete())
    local path = os.tmpname()
    os.remove(path)
    assert(c:resume_plan {text = plan:journal(), journal = path})
    assert.is_true(c:resume_plan({journal = path}):is_complete())
    os.remove(path)
  end)

  it("does not touch a file that is there, nor asks the service before it knows", function()
    local path = os.tmpname()
    local plan, err = client():plan_retry {JobId = service.job_id, journal = path}
    assert.is_nil(plan)
    assert.same({"file", path .. ": there is such a file"}, {err.kind, err.message})
    assert.equal(0, calls "ListOTATaskByJob")
    plan, err = client():resume_plan {journal = path}
    assert.is_nil(plan)
    assert.same({"file", path .. ": it is no journal of a plan"}, {err.kind, err.message})
    plan, err = client():resume_plan {text = "?"}
    assert.is_nil(plan)
    assert.same({"file", "text: it is no journal of a plan"}, {err.kind, err.message})
    os.remove(path)
    plan, err = client():resume_plan {journal = path}
    assert.is_nil(plan)
    assert.same({"file", path .. ": No such file or directory"}, {err.kind, err.message})
  end)

  it("says what the service says about a batch that does not exist", function()
    for _, method in ipairs {"plan_retry", "plan_confirm"} do
      local plan, err = client()[method](client(), {JobId = "nonesuch"})
      assert.is_nil(plan)
      assert.equal("iot.ota.JobNotFound", err.code)
    end
    assert.equal("iot.ota.JobNotFound",
      select(2, client():plan_cancel {JobId = "nonesuch", CancelQueuedTask = true}).code)
  end)

  it("goes to the client's instance", function()
    local own = assert(sandbox.start {devices = 300, instance_id = "iot-1"})
    local c = aliota.new {endpoint = own.endpoint, credentials = own.credentials, instance_id = "iot-1", quota = false}
    for _, params in ipairs {{JobId = own.job_id}, {tasks = c:tasks {JobId = own.job_id, TaskStatus = "CONFIRM"}}} do
      assert.is_true(assert(assert(c:plan_confirm(params)):apply()):is_complete())
    end
    assert.is_true(c:plan_cancel({JobId = own.job_id, CancelQueuedTask = true}):apply():is_complete())
    own:stop()
  end)

  it("is never for all because of a criterion that says nothing", function()
    local c, filter = client(), aliota.filter
    for _, make in ipairs {c.plan_retry, c.plan_confirm, c.plan_cancel} do
      for _, where in ipairs {{}, filter.all(), filter.any({}, {TaskStatus = "FAILED"}), filter.no(filter.device {})} do
        assert_raises_here("where is true for every task", function() make(c, {JobId = "j", where = where}) end)
      end
      assert_raises_here("reason: a text expected", function() make(c, {JobId = "j", where = filter.reason " "}) end)
      assert_raises_here("DeviceNames is an empty", function() make(c, {JobId = "j", DeviceNames = {}}) end)
      assert_raises_here("DeviceNames.1 is blank", function() make(c, {JobId = "j", DeviceNames = {" "}}) end)
      assert_raises_here("JobId is blank", function() make(c, {JobId = " ", TaskStatus = "FAILED"}) end)
      assert_raises_here('TaskStatus is ""', function() make(c, {JobId = "j", TaskStatus = ""}) end)
    end
    assert_raises_here("at least one of", function() c:plan_cancel {JobId = "j", CancelQueuedTask = false} end)
    local params = {FirmwareId = "f", ProductKey = "p", JobId = "j", DeviceName = {" "}}
    assert_raises_here("DeviceName.1 is blank", function() c:cancel_ota_task_by_device(params) end)
    assert.is_nil(service:stats().by_action.ListOTATaskByJob)
  end)

  it("is for nothing where an empty list says which tasks, and asks for none", function()
    local c, filter = client(), aliota.filter
    for _, chosen in ipairs {
      {where = filter.device {}}, {TaskStatus = {}}, {where = {SrcVersion = {}}}, {tasks = {}},
      {where = filter.device {}, TaskStatus = "FAILED"},
    } do
      chosen.JobId = not chosen.tasks and service.job_id or nil
      for _, make in ipairs {c.plan_retry, c.plan_confirm, c.plan_cancel} do
        local plan = assert(make(c, chosen))
        assert.same({0, {}}, {#plan.items, plan.by_status})
        assert.is_true(plan:apply():is_complete())
      end
    end
    assert.is_nil(service:stats().by_action.ListOTATaskByJob)
  end)

  it("blames misuse on the caller's line, before anything is sent", function()
    local c, failed = client(), {TaskStatus = "FAILED"}
    assert_raises_here("tasks in CANCELED, FAILED", function() c:plan_retry {JobId = "j", TaskStatus = "QUEUED"} end)
    assert_raises_here("takes tasks in CONFIRM", function() c:plan_confirm {JobId = "j", where = failed} end)
    assert_raises_here('did you mean "FAILED"', function() c:plan_retry {JobId = "j", TaskStatus = "FAILD"} end)
    assert_raises_here("plan_retry: JobId, or tasks, must be given", function() c:plan_retry {} end)
    assert_raises_here("plan_cancel: JobId, or tasks, must be given", function() c:plan_cancel {deadline = 5} end)
    assert_raises_here('plan_retry: there is no option "job_id"; did you', function() c:plan_retry {job_id = "j"} end)
    assert_raises_here("a JobId or a table of parameters expected", function() c:plan_retry() end)
    assert_raises_here("at least one of CancelQueuedTask", function() c:plan_cancel {JobId = "j"} end)
    assert_raises_here('did you mean "CancelQueuedTask"', function() c:plan_cancel {CancelQueued = true} end)
    assert_raises_here('plan_cancel: tasks and JobId exclude', function() c:plan_cancel {JobId = "j", tasks = {}} end)
    assert_raises_here("tasks must be an iterator or an array", function() c:plan_retry {tasks = 5} end)
    assert_raises_here("tasks, not one task", function() c:plan_retry {tasks = {TaskId = "t"}} end)
    assert_raises_here("not an iterator of counts and job", function() c:plan_retry {tasks = c:watch {JobId = "j"}} end)
    assert_raises_here("journal must be a path or a function", function() c:plan_retry {JobId = "j", journal = 5} end)
    assert_raises_here("an empty path", function() c:plan_retry {JobId = "j", journal = ""} end)
    assert_raises_here('did you mean "journal"', function() c:plan_retry {JobId = "j", jurnal = "x"} end)
    assert_raises_here("call it with a colon", function() c.plan_retry {JobId = "j"} end)
    assert_raises_here("the path of a journal, or its text", function() c:resume_plan() end)
    assert_raises_here("the path of a journal, or its text", function() c:resume_plan {journal = print} end)
    assert_raises_here('did you mean "journal"', function() c:resume_plan {jornal = "x"} end)
    assert_raises_here("call it with a colon", function() c.resume_plan {journal = "x"} end)
    assert.equal(0, service:stats().requests)
  end)
end)
