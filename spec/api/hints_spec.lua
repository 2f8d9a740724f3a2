local hint = require "aliota.api.hints"

describe("hints", function()
  it("knows the code better than the kind", function()
    assert.truthy(hint("api", "InvalidTimeStamp.Expired"):find "clock")
    assert.truthy(hint("throttled", "Throttling.User"):find "requests a second")
  end)

  it("says of a proxy what it wants", function()
    assert.truthy(hint("http", "ProxyAuthenticationRequired"):find "user and password")
    assert.truthy(hint("http", "ProxyRefused"):find "proxy")
  end)

  it("knows families of codes", function()
    assert.truthy(hint("api", "InvalidSecurityToken.Expired"):find "temporary keys")
  end)

  it("has none where there is nothing useful to say", function()
    assert.is_nil(hint("api", "iot.ota.FirmwareNotFound"))
    assert.is_nil(hint("cancelled"))
  end)
end)
