local aliota = require "aliota"
local cjson = require "cjson"

describe("aliota", function()
  it("makes clients, and raises at the caller's line when it cannot", function()
    local client = aliota.new {region = "cn-shanghai"}
    assert.equal("aliota client for https://iot.cn-shanghai.aliyuncs.com/", tostring(client))
    local ok, message = pcall(function() aliota.new {regoin = "cn-shanghai"} end)
    assert.is_false(ok)
    assert.truthy(message:find 'init_spec.lua:%d+: aliota.new: there is no option "regoin"; did you mean "region"%?')
  end)

  it("has JSON's null in common with cjson", function()
    assert.equal(cjson.null, aliota.null)
  end)

  it("has the parts that work on tasks, and nothing else that is not there", function()
    assert.equal(require "aliota.filter", aliota.filter)
    assert.equal(require "aliota.report", aliota.report)
    assert.is_nil(aliota.filters)
  end)

  it("knows its versions", function()
    local versions = aliota.versions()
    assert.equal(require "aliota.version", versions.aliota)
    assert.equal(aliota._VERSION, versions.aliota)
    assert.equal(jit and jit.version or _VERSION, versions.lua)
    assert.truthy(versions.curl:find "^%d+%.%d+")
    assert.truthy(versions.openssl:find "^%a+ %d")
    assert.truthy(#versions.tls > 0)
  end)
end)
