local aliota = require "aliota"
local batch_names = require "aliota.nginx.batch_names"
local sandbox = require "aliota.sandbox"

describe("nginx.batch_names", function()
  local service, client
  setup(function()
    service = assert(sandbox.start {devices = 10})
    client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false, retries = 0}
  end)
  teardown(function() service:stop() end)

  local function ask(id) return batch_names.ask(client, {JobId = id, deadline = 30}, 5) end

  it("are had by two calls, of which neither is a look's", function()
    local before = service:stats().requests
    local names, err = ask(service.job_id)
    assert.is_nil(err)
    local job = assert(client:job(service.job_id))
    local firmware = assert(client:query_ota_firmware {FirmwareId = job.FirmwareId}).FirmwareInfo
    assert.same({job.ProductKey, firmware.ProductName, firmware.FirmwareName, firmware.DestVersion},
      {names.ProductKey, names.ProductName, names.FirmwareName, names.DestVersion})
    assert.truthy(names.FirmwareName)
    assert.equal(before + 4, service:stats().requests) -- those of this spec included
    assert.is_false(batch_names.are_wanted(names, 1e9))
  end)

  it("are asked for again after a while where they could not be had", function()
    local names, err = ask "nonesuch"
    assert.same({{asked = 5}, "iot.ota.JobNotFound"}, {names, err.code})
    assert.same({false, true}, {batch_names.are_wanted(names, 604), batch_names.are_wanted(names, 605)})
    assert.is_true(batch_names.are_wanted(names, -600)) -- the machine began anew
    assert.is_true(batch_names.are_wanted(nil, 0))
  end)

  it("are what there is when the package can't be asked for", function()
    local half = {
      job = function()
        return {JobId = "j", FirmwareId = "f", ProductKey = "pk", DestVersion = "2", Name = "a\27[2J\nb"}
      end,
      query_ota_firmware = function() return nil, "no right" end,
    }
    local names, err = batch_names.ask(half, {JobId = "j", deadline = 1}, 7)
    assert.same({{asked = 7, ProductKey = "pk", DestVersion = "2", Name = "a?[2J b"}, "no right"}, {names, err})
  end)
end)
