local cjson = require "cjson"
local locate = require "aliota.client.location"
local provider = require "spec.support.provider"
local with_home = require "spec.support.home"

local OF_ENVIRONMENT, OF_OPTION = {provider = "environment"}, {}

-- The host for options, a profile's members, variables and whose keys there are; or the problem. And what was told.
local function host(options, profile, variables, fetch, name)
  local account, events = provider.account()
  local found, problem
  local files = {}
  if profile then
    profile.name = name or "default"
    files[".aliyun/config.json"] = cjson.encode {current = profile.name, profiles = {profile}}
  end
  with_home(files, variables, function() found, problem = locate(options, account, fetch or OF_OPTION) end)
  return found and found.host or problem, events[1] and events[1].message
end

-- With keys of the profile itself.
local function own_host(options, profile, variables)
  return host(options, nil, variables, {profile = profile})
end

describe("location", function()
  it("is that of the profile that had the keys, then the environment's", function()
    local region = {ALIBABA_CLOUD_REGION_ID = "us-west-1"}
    assert.equal("iot.cn-shanghai.aliyuncs.com", own_host({}, {region_id = "cn-shanghai"}, region))
    assert.equal("iot.us-west-1.aliyuncs.com", own_host({}, {}, region))
    assert.equal("my.host", own_host({}, {region_id = "cn-shanghai", endpoint = "my.host"}))
    assert.truthy(own_host({}, {}):find "^no region is known")
  end)

  it("is the environment's for keys that no profile had", function()
    for _, fetch in ipairs {OF_ENVIRONMENT, OF_OPTION} do
      for _, name in ipairs {
        "ALIBABA_CLOUD_REGION_ID", "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID", "REGION_ID", "REGION",
      } do
        assert.same({"iot.us-west-1.aliyuncs.com"},
          {host({}, {region_id = "cn-shanghai"}, {[name] = "us-west-1"}, fetch)})
      end
    end
    assert.equal("my.host:8080", host({}, nil, {ALIBABA_CLOUD_ENDPOINT = "http://my.host:8080/x"}))
  end)

  it("is another profile's only with a warning", function()
    local found, told = host({}, {region_id = "cn-shanghai"}, {}, OF_ENVIRONMENT, "other")
    assert.equal("iot.cn-shanghai.aliyuncs.com", found)
    assert.truthy(told:find('the region is that of the command line\'s profile "other", and the keys are those of the '
      .. "environment", 1, true), told)
    told = select(2, host({}, {endpoint = "my.host"}))
    assert.truthy(told:find("the keys are not its own", 1, true), told)
    assert.same({"no region is known"}, {(host({}, {region_id = ""})):match "^no region is known"})
  end)

  it("is where our own variable says, whatever region is named, and with its certificate authority", function()
    local own = {ALIOTA_ENDPOINT = "http://127.0.0.1:8080/x", ALIOTA_CA_FILE = "ca.pem", REGION = "us-west-1"}
    for _, options in ipairs {{}, {region = "cn-shanghai"}} do
      assert.equal("127.0.0.1:8080", host(options, {region_id = "cn-beijing"}, own))
    end
    assert.equal("127.0.0.1:8080", own_host({}, {region_id = "cn-beijing"}, own))
    assert.equal("iot.cn-shanghai.aliyuncs.com", host({region = "cn-shanghai"}, nil, {REGION = "us-west-1"}))
    local problem = host({}, nil, {ALIOTA_ENDPOINT = "127.0.0.1"})
    assert.truthy(problem:find('ALIOTA_ENDPOINT: endpoint is "127.0.0.1"', 1, true), problem)
    with_home({}, own, function()
      local account = provider.account {endpoint = "https://my.host"}
      assert.equal("my.host", account:endpoint({}).host)
      account = require("aliota.client.account").new(assert(require "aliota.client.options" {region = "cn-shanghai"}))
      assert.equal("127.0.0.1:8080", account:endpoint({}).host)
      assert.same({"ca.pem", "/x"}, {account.config.ca_file, account.config.endpoint.path})
    end)
  end)

  it("is in a network that any of them names", function()
    local profile = {region_id = "cn-shanghai", endpoint_type = "vpc"}
    local vpc = {ALIBABA_CLOUD_REGION_ID = "us-west-1", ALIBABA_CLOUD_ENDPOINT_TYPE = "vpc"}
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", own_host({}, profile))
    assert.equal("iot.cn-shanghai.aliyuncs.com", own_host({network = "public"}, profile))
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", own_host({network = "vpc"}, {region_id = "cn-shanghai"}))
    assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", own_host({}, {region_id = "cn-shanghai"}, vpc))
    assert.equal("iot-vpc.us-west-1.aliyuncs.com", own_host({}, {endpoint_type = "vpc"}, {REGION = "us-west-1"}))
    assert.equal("iot-vpc.us-west-1.aliyuncs.com", host({}, nil, vpc))
    assert.equal("iot.aliyuncs.com", own_host({network = "vpc"}, {region_id = "cn-hongkong"}))
  end)

  it("is that of the profile that the option names", function()
    local region = {region_id = "us-west-1"}
    assert.same({"iot.us-west-1.aliyuncs.com"},
      {host({profile = "prod"}, region, {REGION = "cn-shanghai"}, OF_OPTION, "prod")})
    assert.truthy(host({profile = "prod"}, region):find('holds no profile "prod"', 1, true))
    assert.truthy(host({profile = "prod"}):find("config.json: No such file", 1, true))
    assert.equal("iot.us-west-1.aliyuncs.com", host({profile = "prod"}, nil, {REGION = "us-west-1"}))
  end)

  it("says how to name a region when none is known", function()
    local problem = host {}
    for _, word in ipairs {"region =", "endpoint", "ALIBABA_CLOUD_REGION_ID", "region_id"} do
      assert.truthy(problem:find(word, 1, true), problem)
    end
    assert.truthy(own_host({}, {region_id = "no region"}):find "it must look like cn%-shanghai")
    assert.equal('profile "p": region_id must be a string, not a number', own_host({}, {name = "p", region_id = 5}))
    assert.equal("iot.us-west-1.aliyuncs.com", own_host({}, {name = "p", region_id = 5}, {REGION = "us-west-1"}))
    assert.truthy(host({}, {region_id = 5}):find "^no region is known")
  end)
end)
