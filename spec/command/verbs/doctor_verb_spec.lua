local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

describe("aliota doctor", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 120, page_past_end = "error"}) end)
  teardown(function() service:stop() end)

  it("says beforehand how much it asks, and prints what it has found", function()
    local status, output, errors = command.run(service, "doctor " .. service.job_id)
    assert.same({0, "No more than 20 requests, which change nothing.\n"}, {status, errors})
    assert.truthy(output:find "\n  page_past_end +error +a page past the end", output)
    assert.truthy(output:find("it was not asked for", 1, true), output)
  end)

  it("has it for programs, and looks for throttling where that is wanted", function()
    local status, output, errors = command.run(service, ("doctor %s --throttle --output json"):format(service.job_id))
    assert.same({0, "No more than 50 requests, which change nothing.\n"}, {status, errors})
    local unseen = {}
    for _, finding in ipairs(cjson.decode(output).findings) do unseen[finding.name] = finding.unseen or false end
    assert.same({false, "30 calls at once were not throttled"}, {unseen.page_past_end, unseen.throttle_status})
  end)

  it("fails for what is no batch, without keys, and where nobody answers", function()
    for line, expected in pairs {
      [command.line(service, "doctor nonesuch")] = "iot.ota.JobNotFound",
      [command.line({endpoint = service.endpoint, credentials = {access_key_id = "", access_key_secret = ""}},
        "doctor j")] = "credentials",
      [command.line({endpoint = "http://127.0.0.1:1", credentials = service.credentials},
        "doctor j --deadline 1s")] = "QueryOTAJob: ",
    } do
      local status, output, errors = command.shell("HOME=/nonexistent timeout 60 " .. line)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(expected, 1, true), errors)
    end
  end)
end)
