-- Rollouts of processes that are killed, again and again, at any point: each batch is created once, and no device is
-- left out, as the sandbox's truth has it.
local aliota = require "aliota"
local cqueues = require "cqueues"
local model = require "spec.support.model"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local LUA = require "spec.support.interpreter"
local TIMES = 20
local NAMED, SHARES = 20, 10 -- waves
local COMES_TO = 4           -- a wave that all processes come to together, however soon each is killed

-- Goes on with the rollout. A thousand seconds pass in one, in all its processes, so that soon a call that was lost
-- can't arrive any more. One that is told a number of lines waits for its end in the first pause after these, however
-- late it is killed.
local CHILD = [[
  local aliota, calls, monotime = require "aliota", require "aliota.rollout.batch_calls", require("cqueues").monotime
  local function seconds() return monotime() - %.3f end
  local new, epoch, most, journal = calls.new, %d, tonumber(arg[1]) or math.huge, nil
  local function time() return epoch + seconds() * 1000 end
  local function is_to_wait()
    return most < math.huge and select(2, io.open(journal):read "*a":gsub("\n", "")) >= most
  end
  function calls.new(...)
    local service = new(...)
    local pause = service.pause
    service.time = time
    service.pause = function(at)
      return pause(is_to_wait() and math.huge or epoch + seconds() + (at - time()) / 1000)
    end
    return service
  end
  local client = aliota.new {
    endpoint = "%s", credentials = {access_key_id = "%s", access_key_secret = "%s"}, quota = false, proxy = false,
    clock = function() return epoch + seconds() end,
  }
  journal = "%s"
  local rollout = assert(client:resume_rollout {journal = journal})
  assert(rollout:apply {interval = 0.02, longest_interval = 0.05})
]]

describe("a rollout whose process is killed", function()
  local service, client, path, script
  before_each(function()
    service = assert(sandbox.start {devices = 400, seed = 3})
    service:clock {speed = 36000}
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, quota = false, proxy = false}
    path, script = os.tmpname(), os.tmpname()
    os.remove(path)
  end)
  after_each(function()
    service:stop()
    os.remove(path)
    os.remove(script)
  end)

  local function begin()
    local product = service:truth().ProductKey
    local package = assert(client:create_ota_firmware {
      FirmwareName = "f", DestVersion = "2.0.0", ProductKey = product, NeedToVerify = false,
    }).Data.FirmwareId
    local waves = {}
    for i = 1, NAMED do waves[i] = {devices = {("device-%06d"):format(i), ("device-%06d"):format(i + 100)}} end
    for i = 1, SHARES do waves[NAMED + i] = {percent = 100 * i / SHARES} end
    return assert(client:plan_rollout {
      FirmwareId = package, TimeoutInMinutes = 30, OverwriteMode = 2, waves = waves, journal = path, soak = "1m",
    })
  end

  local function write_script()
    local file, keys = assert(io.open(script, "w")), service.credentials
    file:write(CHILD:format(cqueues.monotime(), os.time(), service.endpoint, keys.access_key_id, keys.access_key_secret,
      path))
    file:close()
  end

  local function lines()
    local file = assert(io.open(path))
    local _, count = file:read "*a":gsub("\n", "")
    file:close()
    return count
  end

  -- Kills it once it has come so many lines further, and so many seconds.
  local function run_and_kill(more, seconds)
    local before = lines()
    local process = io.popen(("echo $$; exec %s %s %d >/dev/null 2>&1"):format(LUA, script, before + more))
    local pid = process:read "*l"
    local ok, problem = pcall(wait_until, function() return lines() >= before + more end)
    cqueues.sleep(seconds)
    shell.run("kill -9 " .. pid)
    process:close() -- once it is gone
    assert(ok, problem)
  end

  -- How many batches of the package there are, and how many devices these are for.
  local function truth(package)
    local count, devices = 0, {}
    for _, job in ipairs(service:truth().jobs) do
      if job.FirmwareId == package then
        count = count + 1
        for _, row in ipairs(service:truth({JobId = job.JobId}).rows) do devices[row.DeviceName] = true end
      end
    end
    local covered = 0
    for _ in pairs(devices) do covered = covered + 1 end
    return count, covered
  end

  it("creates each batch once, and comes to every device", function()
    local made, random = begin(), model.random(1)
    write_script()
    service:chaos {
      reset_in_body = {rate = 0.15, action = "CreateOTAStaticUpgradeJob"},
      reset_after = {rate = 0.1, action = "CreateOTAStaticUpgradeJob"},
    }
    for _ = 1, TIMES do run_and_kill(random(4) - 1, random(30) / 1000) end
    local again = assert(client:resume_rollout {journal = path})
    assert.is_false(again:is_complete()) -- so that all of these were killed under way
    assert.is_true(again.steps[COMES_TO].state ~= "to_do") -- and each had come further
    local output, status = shell.run(LUA .. " " .. script)
    assert.equal(0, status, output)
    assert.same({#made.steps, 400}, {truth(made.params.FirmwareId)})
  end)
end)
