local aliota = require "aliota"
local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local tmux = require "spec.support.tmux"

describe("aliota jobs", function()
  local service, product, firmware
  setup(function()
    service = assert(sandbox.start {devices = 120})
    local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    local job = assert(client:job(service.job_id))
    product, firmware = job.ProductKey, job.FirmwareId
  end)
  teardown(function() service:stop() end)

  local function jobs(words) return command.run(service, "jobs " .. words) end

  it("lists those of a product, a package and a device, an object a line", function()
    for _, words in ipairs {
      "--product-key " .. product, "--firmware-id " .. firmware,
      ("--product-key %s --device-name device-000001"):format(product),
    } do
      local status, output, errors = jobs(words)
      assert.same({0, ""}, {status, errors})
      local job = cjson.decode(output)
      assert.same({service.job_id, firmware, "IN_PROGRESS"}, {job.JobId, job.FirmwareId, job.JobStatus})
    end
  end)

  it("lists what comes in small pages", function()
    local strict = assert(sandbox.start {devices = 1, list_page_limit = 20})
    finally(function() strict:stop() end)
    for _, verb in ipairs {"jobs --product-key %s", "jobs --firmware-id %s", "board --product-key %s"} do
      local words = verb:format(verb:find "product" and product or firmware)
      local status, output, errors = command.run(strict, words)
      assert.equal(1, status)
      assert.truthy((output .. errors):find("iot.common.InvalidPageParams", 1, true))
      status, output, errors = command.run(strict, words .. " --page-size 20")
      assert.same({0, ""}, {status, errors})
      assert.truthy(output:find(strict.job_id, 1, true))
    end
  end)

  it("prints the fields that are asked for", function()
    local words = ("--product-key %s --fields JobStatus,JobId"):format(product)
    assert.equal(('{"JobId":"%s","JobStatus":"IN_PROGRESS"}\n'):format(service.job_id), select(2, jobs(words)))
    local _, output = jobs(words .. " --output table")
    assert.equal(("  JobStatus    JobId\n  IN_PROGRESS  %s\n\n1 of 1 batch, complete\n"):format(service.job_id), output)
  end)

  it("says what is wrong", function()
    for words, expected in pairs {
      [""] = "--product-key or --firmware-id must be given\n",
      ["--product-key nix"] = "ListOTAFirmware: api error iot.prod.NotExistedProduct: ",
      ["--device-name d"] = "ProductKey",
    } do
      local status, output, errors = jobs(words)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(expected, 1, true) and not errors:find "traceback", errors)
    end
  end)

  for columns, last in pairs {[60] = "JobStatus", [100] = "SelectionType", [160] = "UtcEndTime"} do
    it("is a table on a terminal, the id whole: " .. columns, function()
      local terminal = tmux.start(columns, command.line(service, "jobs --product-key " .. product))
      finally(function() terminal:stop() end)
      local screen = terminal:wait_for "exit 0"
      assert.truthy(screen:find(service.job_id .. "  IN_PROGRESS", 1, true), screen)
      assert.truthy(screen:match "^[^\n]+":find(last, 1, true), screen)
    end)
  end
end)
