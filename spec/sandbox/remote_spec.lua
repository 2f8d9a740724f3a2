local aliota = require "aliota"
local sandbox = require "aliota.sandbox"

local LUA = require "spec.support.interpreter"

for _, tls in ipairs {false, true} do
  describe("remote, " .. (tls and "https" or "http"), function()
    local service, client

    before_each(function()
      service = assert(sandbox.start({lua = LUA, devices = 30, tls = tls, users = {
        {access_key_id = "mallory", access_key_secret = "hers", account = "other"},
      }}))
      client = aliota.new({
        endpoint = service.endpoint, ca_file = service.ca_file, credentials = service.credentials, retries = 0,
      })
    end)

    after_each(function() service:stop() end)

    it("tells the truth, in figures and rows", function()
      assert.equal(30, service:truth().jobs[1].total)
      local answer = assert(client:list_ota_task_by_job({JobId = service.job_id, PageSize = 2}))
      local rows = service:truth({JobId = service.job_id, count = 2}).rows
      assert.equal(2, #rows)
      for i, row in ipairs(rows) do assert.equal(answer.Data.SimpleOTATaskInfo[i].TaskId, row.TaskId) end
    end)

    it("tells what was asked", function()
      assert(client:list_ota_task_by_job({JobId = service.job_id}))
      local mallory = aliota.new({endpoint = service.endpoint, ca_file = service.ca_file,
        credentials = {access_key_id = "mallory", access_key_secret = "hers"}})
      assert(mallory:list_ota_task_by_job({JobId = service.job_id}))
      local stats = service:stats()
      assert.same({ListOTATaskByJob = 2}, stats.by_action)
      assert.same({default = {ListOTATaskByJob = 1}, other = {ListOTATaskByJob = 1}}, stats.peak_per_second)
      service:reset()
      assert.equal(0, service:stats().requests)
    end)

    it("makes time pass and things fail", function()
      local now = service:truth().now
      assert.equal(now + 60, service:advance(60).now)
      assert.equal(now + 60, service:clock({paused = true}).now)
      service:chaos({business_error = {count = 1}})
      assert.is_nil((client:list_ota_task_by_job({JobId = service.job_id})))
      assert.same({business_error = 1}, service:chaos(false).struck)
      assert(client:list_ota_task_by_job({JobId = service.job_id}))
    end)

    it("blames misuse on the caller's line", function()
      local ok, message = pcall(function() service:advance(-1) end)
      assert.is_false(ok)
      assert.truthy(message:find("remote_spec.lua:%d+: seconds must be a number"), message)
    end)

    it("raises when the sandbox is gone", function()
      service:stop()
      local ok, message = pcall(function() service:stats() end)
      assert.is_false(ok)
      assert.truthy(message:find("the sandbox does not answer", 1, true), message)
      if tls then assert.is_nil(io.open(service.ca_file)) end
    end)
  end)
end
