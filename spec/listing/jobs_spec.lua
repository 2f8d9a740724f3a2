-- Lists of batches through the client's methods.
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local sandbox = require "aliota.sandbox"

describe("jobs", function()
  local service, client, first, names
  local DEVICES, MORE = 60, 25

  -- MORE batches of one device each besides the first, which was canceled before any device had its version, and a
  -- second package with two.
  setup(function()
    service = assert(sandbox.start {devices = DEVICES, rollout = "fresh"})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, quota = false}
    first, names = assert(client:job(service.job_id)), {}
    for task in client:tasks {JobId = service.job_id} do names[#names + 1] = task.DeviceName end
    assert(client:cancel_ota_task_by_job {JobId = first.JobId, CancelQueuedTask = true,
      CancelNotifiedTask = true, CancelUnconfirmedTask = true, CancelInProgressTask = true, CancelScheduledTask = true})
    for i = 1, MORE do
      assert(client:create_ota_static_upgrade_job {FirmwareId = first.FirmwareId, ProductKey = first.ProductKey,
        TargetSelection = "SPECIFIC", TargetDeviceName = {names[i]}, OverwriteMode = 2})
    end
    local other = assert(client:create_ota_firmware {FirmwareName = "other", DestVersion = "2.0.0",
      ProductKey = first.ProductKey, NeedToVerify = false, FirmwareUrl = "https://127.0.0.1/f.bin", FirmwareSize = 5,
      FirmwareSign = "s", SignMethod = "MD5"}).Data.FirmwareId
    for i = 1, 2 do
      assert(client:create_ota_verify_job {FirmwareId = other, ProductKey = first.ProductKey,
        TargetDeviceName = {names[i + 30]}})
    end
  end)
  teardown(function() service:stop() end)

  -- What the sandbox says there is: JobId → FirmwareId.
  local function truth()
    local all = {}
    for _, job in ipairs(service:truth().jobs) do all[job.JobId] = job.FirmwareId end
    return all
  end

  local function listed(params)
    local list = client:jobs(params)
    local seen, count = {}, 0
    for job in list do
      assert.is_nil(seen[job.JobId])
      seen[job.JobId], count = job.FirmwareId, count + 1
    end
    assert.is_true(list.coverage.complete)
    assert.equal(count, list.coverage.unique)
    return seen, count
  end

  it("are all of a package, whatever the size of a page", function()
    local expected = {}
    for id, firmware in pairs(truth()) do expected[id] = firmware == first.FirmwareId and firmware or nil end
    for _, size in ipairs {1, 7, 26, 100} do
      assert.same(expected, (listed {FirmwareId = first.FirmwareId, PageSize = size}))
    end
  end)

  it("are those that concern a device, of one package or of all", function()
    local device = {ProductKey = first.ProductKey, DeviceName = names[3]}
    assert.equal(2, select(2, listed(device)))
    device.FirmwareId = first.FirmwareId
    assert.equal(2, select(2, listed(device)))
    assert.equal(1, select(2, listed {ProductKey = first.ProductKey, DeviceName = names[50]}))
    assert.equal(2, select(2, listed {ProductKey = first.ProductKey, DeviceName = names[31]}))
  end)

  it("are all of a product", function()
    assert.same(truth(), (listed {ProductKey = first.ProductKey, PageSize = 10}))
  end)

  it("send nothing before the first is asked for, and no more than is taken", function()
    service:reset()
    local list = client:jobs {FirmwareId = first.FirmwareId, PageSize = 5}
    assert.equal(0, service:stats().requests)
    list:take(3):collect()
    assert.equal(1, service:stats().requests)
  end)

  it("end with the service's error, or at their deadline", function()
    for _, params in ipairs {{FirmwareId = "nonesuch"}, {ProductKey = "nonesuch"},
      {ProductKey = first.ProductKey, DeviceName = "nobody"}} do
      local all, err = client:jobs(params):collect()
      assert.is_nil(all)
      assert.equal("api", err.kind)
    end
    local _, err = client:jobs({ProductKey = first.ProductKey, deadline = 0.000001}):collect()
    assert.equal("timeout", err.kind)
    service:chaos {server_error = {after = 1, count = 20, action = "ListOTAJobByFirmware"}}
    local hasty = aliota.new {endpoint = service.endpoint, credentials = service.credentials, retries = 0}
    local list, count = hasty:jobs {FirmwareId = first.FirmwareId, PageSize = 5}, 0
    repeat
      local job
      job, err = list:next()
      count = count + (job and 1 or 0)
    until not job
    assert.same({5, 503}, {count, err.status})
    service:chaos(false)
  end)

  it("are those that came, where some did not, or were not asked for", function()
    service:chaos {invalid_utf8 = {}, wrong_total = {action = "ListOTAJobByFirmware"}}
    local list = client:jobs {FirmwareId = first.FirmwareId, PageSize = 10, passes = 1}
    local count = 0
    for _ in list do count = count + 1 end
    assert.same({MORE + 1, false, "RowsMissing"}, {count, list.coverage.complete, list.coverage.problems[1].code})
    list = client:jobs {ProductKey = first.ProductKey, PageSize = 10, passes = 1}
    count = 0
    for _ in list do count = count + 1 end
    service:chaos(false)
    assert.same({MORE + 3, false}, {count, list.coverage.complete})
    assert.truthy(tostring(list.coverage):find(
      "batches, not known to be complete; page 3: 6 rows came where 7 of Total 27", 1, true))
  end)

  it("come in XML, too", function()
    local xml = aliota.new {endpoint = service.endpoint, credentials = service.credentials, format = "xml"}
    assert.same(#assert(client:jobs({FirmwareId = first.FirmwareId}):collect()),
      #assert(xml:jobs({FirmwareId = first.FirmwareId}):collect()))
    assert.equal(tostring(client:job(service.job_id)), tostring(xml:job(service.job_id)))
  end)

  it("have one of them by its id", function()
    assert.same({service.job_id, "IN_PROGRESS", "1.2.0"}, {first.JobId, first.JobStatus, first.DestVersion})
    assert.equal(service.job_id, client:job({JobId = service.job_id, deadline = 10}).JobId)
    local none, err = client:job "nonesuch"
    assert.is_nil(none)
    assert.same({"api", "QueryOTAJob"}, {err.kind, err.action})
  end)

  it("blame misuse on the caller's line", function()
    assert_raises_here("jobs: FirmwareId, or ProductKey for all", function() client:jobs {} end)
    assert_raises_here("FirmwareId, ProductKey are missing", function() client:jobs {DeviceName = "d"} end)
    assert_raises_here("parameters must be a table", function() client:jobs() end)
    assert_raises_here("CurrentPage makes no sense", function() client:jobs {FirmwareId = "f", CurrentPage = 2} end)
    assert_raises_here('did you mean "FirmwareId"', function() client:jobs {FirmwareID = "f"} end)
    assert_raises_here('did you mean "strict"', function() client:jobs {FirmwareId = "f", strikt = true} end)
    assert_raises_here("call it with a colon", function() client.jobs {FirmwareId = "f"} end)
    assert_raises_here("JobId is missing", function() client:job {} end)
    assert_raises_here("JobId is empty", function() client:job "" end)
    assert_raises_here("job: a JobId or a table of parameters expected", function() client:job(5) end)
  end)
end)
