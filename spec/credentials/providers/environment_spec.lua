local environment = require "aliota.credentials.providers.environment"
local with_environment = require "spec.support.environment"

local function read(which, variables)
  local last
  with_environment(variables, function() last = environment[which]() end)
  return last
end

describe("keys in the environment", function()
  it("have the SDKs' names, and are read when they are asked for", function()
    local variables = {
      ALIBABA_CLOUD_ACCESS_KEY_ID = "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "secret", ALIBABA_CLOUD_SECURITY_TOKEN = "",
    }
    assert.same({access_key_id = "id", access_key_secret = "secret"}, read("sdk", variables).keys)
    variables.ALIBABA_CLOUD_SECURITY_TOKEN = "t"
    assert.equal("t", read("sdk", variables).keys.security_token)
    assert.is_nil(read("sdk", variables).expires_at)
  end)

  it("are named when they are missing or bad", function()
    local secrets = {
      ["a hush"] = "holds blanks", ["hush\r"] = "holds blanks", [" "] = "holds blanks",
      ["hush\194\160"] = "holds blanks", ["\239\187\191hush"] = "holds blanks",
      ["'hush'"] = "has quotes around it", ["hush\""] = "has quotes around it",
    }
    for secret, problem in pairs(secrets) do
      local last = read("sdk", {ALIBABA_CLOUD_ACCESS_KEY_ID = "id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = secret})
      assert.truthy(last.problem:find("ALIBABA_CLOUD_ACCESS_KEY_SECRET " .. problem, 1, true), last.problem)
      assert.is_nil(last.problem:find "hush")
      assert.is_nil(last.passes)
    end
  end)

  it("may be none, or half of what is needed, which is as good as none and yet told", function()
    assert.same({"silently", "ALIBABA_CLOUD_ACCESS_KEY_ID is missing"},
      {read("sdk", {}).passes, read("sdk", {}).problem})
    for name, missing in pairs {ID = "SECRET", SECRET = "ID"} do
      local last = read("sdk", {["ALIBABA_CLOUD_ACCESS_KEY_" .. name] = "x"})
      assert.same({"told", "ALIBABA_CLOUD_ACCESS_KEY_" .. missing .. " is missing"}, {last.passes, last.problem})
      assert.equal("told", read("cli", {["ALICLOUD_ACCESS_KEY_" .. name] = "x"}).passes)
    end
    assert.equal("told", read("sdk", {ALIBABA_CLOUD_SECURITY_TOKEN = "t"}).passes)
    assert.equal("silently", read("cli", {ALIBABA_CLOUD_ACCESS_KEY_ID = "id"}).passes)
  end)

  it("have more names for the command line, which are not mixed", function()
    local variables = {ACCESS_KEY_ID = "bare", ACCESS_KEY_SECRET = "s", SECURITY_TOKEN = "t"}
    assert.equal("bare", read("cli", variables).keys.access_key_id)
    variables.ALICLOUD_ACCESS_KEY_ID, variables.ALICLOUD_ACCESS_KEY_SECRET = "id", "s"
    assert.same({access_key_id = "id", access_key_secret = "s"}, read("cli", variables).keys)
    variables.ALIBABACLOUD_ACCESS_KEY_ID = "id"
    assert.equal("ALIBABACLOUD_ACCESS_KEY_SECRET is missing", read("cli", variables).problem)
    assert.truthy(read("cli", {}).problem:find "^neither")
  end)
end)
