local aliota = require "aliota"
local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

describe("aliota board", function()
  local service, product
  setup(function()
    service = assert(sandbox.start {devices = 120})
    local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    product = assert(client:job(service.job_id)).ProductKey
  end)
  teardown(function() service:stop() end)

  local function board(words) return command.run(service, "board " .. words) end

  it("has a line for each batch that is named, or that is listed", function()
    for words, count in pairs {[service.job_id .. " " .. service.job_id] = 2, ["--product-key " .. product] = 1} do
      local status, output, errors = board(words)
      assert.same({0, ""}, {status, errors})
      assert.equal(count, select(2, output:gsub("\n  " .. service.job_id .. " +120 ", "")))
    end
  end)

  it("says by its exit status where the service refuses to tell about one, and why, in words of the shell", function()
    local status, output = board(service.job_id .. " nonesuch")
    assert.equal(2, status)
    assert.truthy(output:find "nonesuch: ListOTATaskByJob: api error\n?.?iot.ota.JobNotFound", output)
    assert.is_nil(output:find "client:")
    status, output = board("--output json " .. service.job_id .. " nonesuch")
    assert.equal(2, status)
    local lines = cjson.decode(output).lines
    assert.same({120, "iot.ota.JobNotFound"}, {lines[1].summary.total, lines[2].err.code})
  end)

  it("says what is wrong", function()
    for words, expected in pairs {
      [""] = "JobIds, or --product-key or --firmware-id must be given\n",
      ["j --firmware-id f"] = "JobIds and options that list batches exclude each other\n", ["''"] = "JobIds is empty\n",
    } do
      local status, output, errors = board(words)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(expected, 1, true), errors)
    end
  end)
end)
