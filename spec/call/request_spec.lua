local cjson = require "cjson"
local data = require "spec.support.data"
local endpoint = require "aliota.call.endpoint"
local operations = require "aliota.api.operations"
local schemes = require "aliota.call.request"

local TIME = 1767323045 -- 2026-01-02T03:04:05Z, the time of the vectors
local NONCE = "0123456789abcdef0123456789abcdef"

local function find_vector(scheme, name)
  for _, vector in ipairs(cjson.decode(data.read "vectors.json")[scheme]) do
    if vector.name == name then return vector end
  end
end

local function signing(more)
  local from = {
    operation = operations.ListOTATaskByJob,
    params = {JobId = "7glPHmaDYLAYMD1HHutT02****", PageSize = "10", CurrentPage = "1"},
    credentials = {access_key_id = "testid", access_key_secret = "testsecret"},
    endpoint = endpoint.of_region "cn-shanghai",
    time = TIME,
    nonce = NONCE,
    user_agent = "spec",
    format = "json",
  }
  for name, value in pairs(more or {}) do from[name] = value end
  return from
end

local function headers_of(request)
  local headers = {}
  for _, line in ipairs(request.headers) do
    local name, value = line:match "^([^:]+): (.*)$"
    headers[name:lower()] = value
  end
  return headers
end

describe("request", function()
  describe("V3", function()
    it("is signed as the official code signs it", function()
      local vector = find_vector("v3", "min-listotataskbyjob-post-query")
      local request = schemes.v3(signing())
      assert.equal("POST", request.method)
      assert.equal("https://iot.cn-shanghai.aliyuncs.com/?" .. vector.canonical_query, request.url)
      local headers = headers_of(request)
      assert.equal(vector.authorization, headers.authorization)
      for name, value in pairs(vector.signed_header_values) do assert.equal(value, headers[name]) end
      assert.equal("application/json", headers.accept)
      assert.equal("spec", headers["user-agent"])
    end)

    it("signs temporary keys in two headers", function()
      local vector = find_vector("v3", "min-sts")
      local request = schemes.v3(signing {
        params = {JobId = "job1"},
        credentials = {
          access_key_id = "testid", access_key_secret = "testsecret",
          security_token = vector.signed_header_values["x-acs-security-token"],
        },
      })
      assert.equal(vector.authorization, headers_of(request).authorization)
    end)

    it("uses GET where the official SDK does, and no question mark without parameters", function()
      local request = schemes.v3(signing {operation = operations.ListOTAModuleByProduct, params = {}})
      assert.equal("GET", request.method)
      assert.equal("https://iot.cn-shanghai.aliyuncs.com/", request.url)
    end)

    it("signs the host with its port and the path of the endpoint", function()
      local request = schemes.v3(signing {endpoint = endpoint.parse "http://127.0.0.1:8080/gate"})
      assert.equal("127.0.0.1:8080", headers_of(request).host)
      assert.truthy(request.url:find("http://127.0.0.1:8080/gate?", 1, true))
    end)
  end)

  describe("V1", function()
    local function query_of(request)
      local query = {}
      for name, value in request.url:match("%?(.*)$"):gmatch "([^&=]+)=([^&]*)" do query[name] = value end
      return query
    end

    it("is signed as the official code signs it, but for Format's case", function()
      local vector = find_vector("v1", "oac-v2-listotataskbyjob-post-query")
      local request = schemes.v1(signing {params = {
        JobId = "job1", PageSize = "100", CurrentPage = "2", ["DeviceNames.1"] = "d1", ["DeviceNames.2"] = "d2",
      }})
      local query = query_of(request)
      for name, value in pairs(vector.params) do
        if name ~= "Format" then assert.equal(value, (query[name]:gsub("%%3A", ":"))) end
      end
      assert.equal("JSON", query.Format)
      assert.equal("POST", request.method)
      assert.truthy(query.Signature:find "^[%w%%]+$")
    end)

    it("carries a token among the parameters, and no signing headers", function()
      local request = schemes.v1(signing {
        credentials = {access_key_id = "i", access_key_secret = "s", security_token = "a+b"},
      })
      assert.equal("a%2Bb", query_of(request).SecurityToken)
      local headers = headers_of(request)
      assert.is_nil(headers.authorization)
      assert.is_nil(headers["x-acs-action"])
    end)
  end)

  it("asks for the format by parameter in V1 and by header in V3", function()
    assert.equal("application/xml", headers_of(schemes.v3(signing {format = "xml"})).accept)
    assert.truthy(schemes.v1(signing {format = "xml"}).url:find "[?&]Format=XML&")
    assert.truthy(schemes.v1(signing()).url:find "[?&]Format=JSON&")
  end)

  it("cuts fractions of a second off", function()
    assert.equal("2026-01-02T03:04:05Z", headers_of(schemes.v3(signing {time = TIME + 0.9}))["x-acs-date"])
  end)
end)
