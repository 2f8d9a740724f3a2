-- The scripts are run against the sandbox, which judges their signatures.
local aliota = require "aliota"
local cjson = require "cjson"
local python = require "spec.support.python"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"
local COMMANDS = {curl = "sh", lua = LUA, node = "node", python = python.COMMAND}

local DEVICES = {"a b+c", "it's \"ok\" $HOME `id` \\ %", "/:@=&?#%!*()~", "设备-1 😀"}

local function run(language, script, keys)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(script)
  file:close()
  local environment = "ALIBABA_CLOUD_ACCESS_KEY_ID='%s' ALIBABA_CLOUD_ACCESS_KEY_SECRET='%s' "
    .. "ALIBABA_CLOUD_SECURITY_TOKEN='%s'"
  local output, status = shell.run(("timeout 60 env " .. environment .. " %s %s"):format(
    keys.access_key_id, keys.access_key_secret, keys.security_token or "", COMMANDS[language], path))
  os.remove(path)
  assert.equal(0, status, output)
  return output
end

describe("explain.snippets", function()
  local service
  local temporary = {access_key_id = "STS.id", access_key_secret = "sts+secret/1=", security_token = "CAIS/a+b=="}
  setup(function() service = assert(sandbox.start {devices = 20, users = {temporary}}) end)
  teardown(function() service:stop() end)

  for _, scheme in ipairs {"v3", "v1"} do
    for language in pairs(COMMANDS) do
      it(("runs in %s, %s"):format(language, scheme), function()
        for _, keys in ipairs {service.credentials, temporary} do
          local client = aliota.new {
            endpoint = service.endpoint, signature = scheme, proxy = false, credentials = keys,
          }
          local page = {JobId = service.job_id, PageSize = 3, TaskStatus = "SUCCEEDED"}
          local script = assert(client:explain("ListOTATaskByJob", page))[language]
          assert.is_nil(script:find(keys.access_key_secret, 1, true))
          local answer = cjson.decode(run(language, script, keys))
          local expected = assert(client:call("ListOTATaskByJob", page))
          assert.truthy(#expected.Data.SimpleOTATaskInfo > 0)
          assert.same(expected.Data.SimpleOTATaskInfo[1].TaskId, answer.Data.SimpleOTATaskInfo[1].TaskId)
          local again = run(language, script, keys) -- with a nonce of its own
          assert.is_true(cjson.decode(again).Success)
        end
      end)

      it(("keeps every character in %s, %s"):format(language, scheme), function()
        local keys = service.credentials
        local client = aliota.new {endpoint = service.endpoint, signature = scheme, proxy = false, credentials = keys}
        local explanation = assert(client:explain("ListOTATaskByJob", {JobId = service.job_id, DeviceNames = DEVICES}))
        local answer = cjson.decode(run(language, explanation[language], keys))
        assert.same({true, {}}, {answer.Success, answer.Data.SimpleOTATaskInfo})
      end)
    end
  end

  it("names the client's instance", function()
    local own = assert(sandbox.start {devices = 3, instance_id = "iot-060a02"})
    finally(function() own:stop() end)
    local client = aliota.new {
      endpoint = own.endpoint, proxy = false, credentials = own.credentials, instance_id = "iot-060a02",
    }
    local explanation = assert(client:explain("QueryOTAJob", {JobId = own.job_id}))
    for language in pairs(COMMANDS) do
      assert.is_true(cjson.decode(run(language, explanation[language], own.credentials)).Success, language)
    end
  end)

  it("runs where there are no parameters", function()
    local client = aliota.new {endpoint = service.endpoint, proxy = false, credentials = service.credentials}
    for language in pairs(COMMANDS) do
      local script = assert(client:explain "GenerateOTAUploadURL")[language]
      assert.is_true(cjson.decode(run(language, script, service.credentials)).Success, language)
    end
  end)
end)
