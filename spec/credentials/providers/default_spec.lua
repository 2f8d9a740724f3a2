local cjson = require "cjson"
local default = require "aliota.credentials.providers.default"
local provider = require "spec.support.provider"
local sandbox = require "spec.support.sandbox"
local with_home = require "spec.support.home"

local function keys_file(id)
  return ("[default]\ntype = access_key\naccess_key_id = %s\naccess_key_secret = s\n"):format(id)
end

local function config_file(id)
  return cjson.encode {
    current = "p", profiles = {{name = "p", mode = "AK", access_key_id = id, access_key_secret = "s"}},
  }
end

describe("default chain", function()
  -- All places have keys; one after the other loses them.
  local token
  before_each(function()
    token = os.tmpname()
    local file = io.open(token, "w")
    file:write "sandbox-oidc-token"
    file:close()
  end)
  after_each(function() os.remove(token) end)

  it("asks the places in the vendor's order", function()
    local variables = {
      ALIBABA_CLOUD_ACCESS_KEY_ID = "of-environment", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "s",
      ALIBABA_CLOUD_ROLE_ARN = "acs:ram::1:role/sandbox-role", ALIBABA_CLOUD_OIDC_PROVIDER_ARN = "p",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE = token,
      ALIBABA_CLOUD_STS_ENDPOINT = "http://127.0.0.1:1/sts", ALIBABA_CLOUD_CREDENTIALS_URI = "http://uri/credentials",
      ACCESS_KEY_ID = "of-cli-environment", ACCESS_KEY_SECRET = "s",
    }
    local files = {
      [".aliyun/config.json"] = config_file "of-profile",
      [".alibabacloud/credentials"] = keys_file "of-file",
    }
    local answer = provider.from_sandbox(sandbox.new {})
    local function resolve()
      local last
      with_home(files, variables, function() last = provider.run(default {}, answer) end)
      return last
    end
    local order = {
      {"environment", "of-environment", function() variables.ALIBABA_CLOUD_ACCESS_KEY_ID = "" end},
      {"OIDC", "STS.", function() variables.ALIBABA_CLOUD_ROLE_ARN = nil end},
      {"command line's profile", "of-profile", function() files[".aliyun/config.json"] = nil end},
      {"credentials file", "of-file", function() files[".alibabacloud/credentials"] = nil end},
      {"command line's environment", "of-cli-environment", function() variables.ACCESS_KEY_ID = nil end},
      {"instance metadata", "STS.", function() variables.ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true" end},
      {"credentials URI", "STS.", function() variables.ALIBABA_CLOUD_CREDENTIALS_URI = nil end},
    }
    for _, place in ipairs(order) do
      local last = resolve()
      assert.equal(place[1], last.provider, last.problem)
      assert.equal(place[2], last.keys.access_key_id:sub(1, #place[2]))
      place[3]()
    end
    assert.is_nil(resolve().keys)
  end)
end)
