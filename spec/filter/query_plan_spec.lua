local filter = require "aliota.filter"
local status = require "aliota.api.task_status"

describe("filter.plan", function()
  local function listings(where, options) return filter.plan(where, options).listings end

  it("asks for the whole batch when the server can't help", function()
    assert.same({{}}, listings(filter.version "1.0.0"))
    assert.same({{}}, listings(filter.no(filter.status "FAILED")))
    assert.same({{}}, listings(filter.any(filter.status "FAILED", filter.device "a")))
    assert.same({{}}, listings(function() return true end))
  end)

  it("asks for names, at most 50 a request, when that takes no more requests", function()
    assert.same({{DeviceNames = {"a", "b"}}}, listings {DeviceName = {"b", "a"}})
    assert.same({{DeviceNames = {"a"}}}, listings(filter.all(filter.device "a", filter.status "FAILED")))
    local names = {}
    for i = 1, 101 do names[i] = ("%03d"):format(i) end
    assert.same({{}}, listings {DeviceName = names})
    assert.same({{}}, listings({DeviceName = names}, {total = 200}))
    local asked = listings({DeviceName = names}, {total = 201})
    assert.same({50, 50, 1}, {#asked[1].DeviceNames, #asked[2].DeviceNames, #asked[3].DeviceNames})
  end)

  it("asks for one state, or else for all, and for several states only if drift is accepted", function()
    local failed = filter.status "FAILED"
    assert.same({{TaskStatus = "FAILED"}}, listings(failed))
    assert.same({}, filter.plan(failed).otherwise)
    assert.same({{}}, listings(failed, {total = 300, by_status = {FAILED = 250}}))
    assert.same({{}}, listings(filter.status("FAILED", "QUEUED"), {by_status = {FAILED = 1, QUEUED = 1}}))
    assert.same({{TaskStatus = "FAILED"}}, listings(failed, {exact = false}))
    assert.is_nil(filter.plan(failed, {exact = false}).otherwise)
  end)

  it("asks for several states in the order of a task's life", function()
    assert.same({{TaskStatus = "QUEUED"}, {TaskStatus = "FAILED"}},
      listings(filter.status("FAILED", "QUEUED"), {exact = false}))
  end)

  it("asks by state only when that halves the requests, if it knows", function()
    local function asked(failed)
      return listings(filter.status "FAILED", {exact = false, total = 1000, by_status = {FAILED = failed}})
    end
    assert.same({{TaskStatus = "FAILED"}}, asked(500))
    assert.same({{}}, asked(501))
    assert.same({{}}, listings(filter.status(status.NAMES), {exact = false}))
  end)

  it("asks for nothing when nothing can match", function()
    assert.same({}, listings(filter.all({TaskStatus = "FAILED"}, {TaskStatus = "QUEUED"})))
    assert.same({}, listings(filter.any()))
  end)

  it("explains itself", function()
    local where = filter.all(filter.status("FAILED", "CANCELED"), filter.older_than("2h"))
    assert.equal("server: every task of the batch\n"
      .. "here:   (TaskStatus is FAILED, CANCELED and UtcModified is older than 2 h)\n"
      .. "why:    a task may move from one state to another between two listings; exact = false asks by TaskStatus",
      where:explain())
    local drifting = where:explain({exact = false})
    assert.truthy(drifting:find("server: TaskStatus = FAILED; then TaskStatus = CANCELED\n", 1, true))
    assert.truthy(filter.device("a"):explain():find(
      "server: DeviceNames (1); every task of the batch if that can't be proved whole\n", 1, true))
    assert.truthy(filter.any():explain():find("server: nothing\n", 1, true))
    assert.equal(where:explain(), tostring(filter.plan(where)))
  end)
end)
