local aliota = require "aliota"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

describe("aliota rollout", function()
  local service, firmware, journal
  before_each(function()
    service = assert(sandbox.start {devices = 120})
    local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    firmware, journal = assert(client:job(service.job_id)).FirmwareId, os.tmpname()
    os.remove(journal)
  end)
  after_each(function()
    service:stop()
    os.remove(journal)
  end)

  local function rollout(words) return command.run(service, "rollout --qps 1000 " .. words) end

  local function created() return service:stats().by_action.CreateOTAStaticUpgradeJob end

  it("says what it would do, and goes on from its journal when it is told to", function()
    local words = "--firmware-id %s --wave device-000001 --wave 50%% --gate FAILED=0 --timeout 1s --journal %s"
    local status, output = rollout(words:format(firmware, journal))
    assert.equal(0, status)
    assert.truthy(output:find ", in 2 waves\n" and output:find(
      ("Nothing is changed before aliota rollout --journal %s --yes.\n"):format(journal), 1, true), output)
    assert.is_nil(created())
    status, output = rollout(("--journal %s --yes"):format(journal))
    assert.truthy(created() >= 1 and not output:find "rollout:apply", output)
    assert.equal(2, status, output)
    local errors
    status, output, errors = command.run(service, "apply " .. journal)
    assert.same({1, ""}, {status, output})
    local expected = "it is the journal of a rollout, not of a plan: aliota rollout --journal goes on with it\n"
    assert.truthy(errors:find(expected, 1, true), errors)
  end)

  it("says what is wrong, with a status that is no broken gate's", function()
    for words, expected in pairs {
      [""] = "--firmware-id and --wave must be given\n", ["--wave 5%"] = "--firmware-id and --wave must be given\n",
      ["--firmware-id f --wave 5% --gate x"] = "--gate takes NAME=LIMIT, such as failure_rate=0.05, not x",
      ["--firmware-id f --wave 50% --wave 5%"] = "wave",
      ["--firmware-id f --wave 50% --yes"] = "--yes needs --journal",
    } do
      local status, output, errors = rollout(words)
      assert.same({3, ""}, {status, output}, words)
      assert.truthy(errors:find(expected, 1, true) and not errors:find "traceback", errors)
    end
    assert.is_nil(created())
  end)
end)
