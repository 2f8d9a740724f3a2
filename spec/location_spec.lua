local cjson = require "cjson"
local locate = require "aliota.location"
local provider = require "spec.support.provider"
local with_home = require "spec.support.home"

-- The host for options, a profile's members and variables; or the problem.
local function host(options, profile, variables, name)
  local found, problem
  local files = {}
  if profile then
    profile.name = name or "default"
    files[".aliyun/config.json"] = cjson.encode {current = profile.name, profiles = {profile}}
  end
  with_home(files, variables, function() found, problem = locate(options, (provider.account())) end)
  return found and found.host or problem
end

describe("location", function()
  it("is the profile's, then the environment's", function()
    local region = {ALIBABA_CLOUD_REGION_ID = "us-west-1"}
    assert.equal("iot.cn-shanghai.aliyuncs.com", host({}, {region_id = "cn-shanghai"}, region))
    assert.equal("iot.us-west-1.aliyuncs.com", host({}, {region_id = ""}, region))
    assert.equal("iot.us-west-1.aliyuncs.com", host({}, nil, region))
    assert.equal("my.host", host({}, {region_id = "cn-shanghai", endpoint = "my.host"}))
    assert.equal("my.host:8080", host({}, nil, {ALIBABA_CLOUD_ENDPOINT = "http://my.host:8080/x"}))
    for _, name in ipairs {"ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "REGION_ID", "REGION"} do
      assert.equal("iot.us-west-1.aliyuncs.com", host({}, nil, {[name] = "us-west-1"}))
    end
  end)

  it("is in a network that any of them names", function()
    local profile = {region_id = "cn-shanghai", endpoint_type = "vpc"}
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", host({}, profile))
    assert.equal("iot.cn-shanghai.aliyuncs.com", host({network = "public"}, profile))
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", host({network = "vpc"}, {region_id = "cn-shanghai"}))
    assert.equal("iot-vpc.us-west-1.aliyuncs.com",
      host({}, nil, {ALIBABA_CLOUD_REGION_ID = "us-west-1", ALIBABA_CLOUD_ENDPOINT_TYPE = "vpc"}))
    assert.equal("iot.aliyuncs.com", host({network = "vpc"}, {region_id = "cn-hongkong"}))
  end)

  it("is that of the profile that is named", function()
    assert.equal("iot.us-west-1.aliyuncs.com", host({profile = "prod"}, {region_id = "us-west-1"}, nil, "prod"))
    assert.truthy(host({profile = "prod"}, {region_id = "us-west-1"}):find('holds no profile "prod"', 1, true))
    assert.truthy(host({profile = "prod"}):find("config.json: No such file", 1, true))
  end)

  it("says how to name a region when none is known", function()
    local problem = host {}
    for _, word in ipairs {"region =", "endpoint", "ALIBABA_CLOUD_REGION_ID", "region_id"} do
      assert.truthy(problem:find(word, 1, true), problem)
    end
    assert.truthy(host({}, {region_id = "no region"}):find "it must look like cn%-shanghai")
  end)
end)
