local endpoint = require "aliota.call.endpoint"

describe("endpoint", function()
  describe("of an address", function()
    local cases = {
      ["https://iot.cn-shanghai.aliyuncs.com"] = {"https://iot.cn-shanghai.aliyuncs.com/",
        "iot.cn-shanghai.aliyuncs.com", "/"},
      ["http://127.0.0.1:8080"] = {"http://127.0.0.1:8080/", "127.0.0.1:8080", "/"},
      ["HTTPS://Example.COM:443/a/b"] = {"https://example.com/a/b", "example.com", "/a/b"},
      ["http://host:80/"] = {"http://host/", "host", "/"},
      ["http://host:443/"] = {"http://host:443/", "host:443", "/"},
      ["http://my_host:65535/seg/"] = {"http://my_host:65535/seg/", "my_host:65535", "/seg/"},
      ["http://[::1]:8080/x"] = {"http://[::1]:8080/x", "[::1]:8080", "/x"},
    }
    for url, expected in pairs(cases) do
      it(url .. " is read", function()
        assert.same({url = expected[1], host = expected[2], path = expected[3]}, endpoint.parse(url))
      end)
    end

    for _, url in ipairs {
      "", "iot.cn-shanghai.aliyuncs.com", "ftp://host", "http://", "http:///path", "http://user:pw@host/",
      "http://host/?a=b",
      "http://host/#x", "http://host:port/", "http://ho st/", "http://host/a b", "http://host/\r\nX: y", "http://[::1",
      "http://host:65536/", "http://host/a/../b", "http://host/./a", "http://host/a/..", "http://host/ü",
      "http://host/\"",
    } do
      it(("%q is refused"):format(url), function()
        local result, problem = endpoint.parse(url)
        assert.is_nil(result)
        assert.truthy(problem:find("it must look like", 1, true))
      end)
    end
  end)

  it("is shown without user and password, whatever it looks like", function()
    for _, url in ipairs {
      "http://user:hush@host/", "user:hush@host", "https://user:hu/hush@host", "https://hush@host:99999999",
      "http://u:hu?sh@hush@host", "https://host/?AccessKeySecret=hush",
    } do
      local _, problem = endpoint.of_host(url)
      assert.truthy(problem:find("***", 1, true), problem)
      assert.is_nil(problem:find "hu", problem)
    end
  end)

  describe("of a region", function()
    it("follows the rule", function()
      assert.equal("https://iot.cn-shanghai.aliyuncs.com/", endpoint.of_region("cn-shanghai").url)
      assert.equal("iot.us-west-1.aliyuncs.com", endpoint.of_region("us-west-1", "public").host)
      assert.equal("iot-vpc.cn-shanghai.aliyuncs.com", endpoint.of_region("cn-shanghai", "vpc").host)
    end)

    it("is the central one where the official SDKs say so, in every network", function()
      assert.equal("iot.aliyuncs.com", endpoint.of_region("cn-hongkong").host)
      assert.equal("iot.aliyuncs.com", endpoint.of_region("eu-west-1", "vpc").host)
    end)

    it("doubts what is nearly another one, and takes it all the same", function()
      local found = endpoint.of_region "cn-shangai"
      assert.equal("iot.cn-shangai.aliyuncs.com", found.host)
      assert.equal('is the region "cn-shangai" right? Did you mean "cn-shanghai"?', found.doubt)
      for _, region in ipairs {"cn-shanghai", "us-west-1", "cn-chengdu", "me-central-100"} do
        assert.is_nil(endpoint.of_region(region).doubt)
      end
    end)

    it("wants a name that can be part of a host", function()
      for _, region in ipairs {"", "cn shanghai", "cn/shanghai", "a.b", "-x"} do
        local result, problem = endpoint.of_region(region)
        assert.is_nil(result)
        assert.truthy(problem:find "it must look like cn%-shanghai")
      end
    end)
  end)
end)
