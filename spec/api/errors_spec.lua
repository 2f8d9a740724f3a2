local errors = require "aliota.api.errors"

describe("errors", function()
  it("print as one line that says what, where and what to do", function()
    local err = errors.new {
      kind = "api", code = "SignatureDoesNotMatch", message = "no match", action = "QueryOTAJob", status = 400,
      request_id = "A59D",
    }
    assert.equal("QueryOTAJob: api error SignatureDoesNotMatch: no match (HTTP 400, request id A59D); hint: the "
      .. "access key secret does not belong to the access key id, or a proxy changed the request; "
      .. "client:explain(action, params):compare(err) tells which", tostring(err))
    assert.truthy(tostring(errors.new {kind = "decode", message = "odd"}):find "^decode error: odd; hint: ")
  end)

  it("never let the service's text steer a terminal", function()
    local text = tostring(errors.new {kind = "api", code = "X", message = "a\27[2Jb\0c\nd"})
    assert.is_nil(text:find("%c"))
    assert.truthy(text:find("a?[2Jb?c\\nd", 1, true))
  end)

  it("know what may succeed later", function()
    local function is_retryable(fields)
      fields.message = ""
      return errors.new(fields).retryable
    end
    for _, kind in ipairs {"network", "timeout", "throttled", "decode"} do
      assert.is_true(is_retryable {kind = kind})
    end
    for _, kind in ipairs {"credentials", "tls", "cancelled"} do assert.is_false(is_retryable {kind = kind}) end
    assert.is_true(is_retryable {kind = "http", status = 502})
    assert.is_false(is_retryable {kind = "http", status = 404})
    assert.is_true(is_retryable {kind = "api", code = "ServiceUnavailable"})
    for _, code in ipairs {
      "Iot.System.SystemException", "iot.system.SystemException", "iot.messagebroker.Timeout", "SignatureNonceUsed",
      "InternalError", "ServiceUnavailableTemporary",
    } do
      assert.is_true(is_retryable {kind = "api", status = 200, code = code}, code)
    end
    assert.is_true(is_retryable {kind = "api", code = "Anything", status = 503})
    assert.is_false(is_retryable {kind = "api", code = "Forbidden.RAM"})
    assert.is_false(is_retryable {kind = "network", retryable = false})
  end)

  it("are of the kind that goes with their code, where none is given", function()
    assert.equal("decode", errors.new({code = "PageRepeated", message = ""}).kind)
    assert.equal("network", errors.new({code = "ProxyAuthenticationRequired", kind = "network", message = ""}).kind)
    assert.is_false(errors.new({code = "PageRepeated", message = ""}).retryable)
    assert.is_true(errors.new({code = "Incomplete", message = ""}).retryable)
  end)

  it("of the service are throttled or api, whatever they call themselves", function()
    local function kind_of(code, status) return errors.refused({code = code, status = status, message = ""}).kind end
    assert.equal("throttled", kind_of("Throttling.User", 400))
    assert.equal("throttled", kind_of("Anything", 429))
    for _, code in ipairs {"Forbidden.RAM", "PageRepeated", "ProxyRefused"} do
      assert.equal("api", kind_of(code, 403), code)
    end
    assert.equal("api", kind_of(nil, 500))
  end)

  describe("have a hint that", function()
    local function hint(kind, code) return errors.new({kind = kind, code = code, message = ""}).hint end

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
      assert.truthy(hint("api", "InvalidSecurityToken.Mismatch"):find "temporary keys")
    end)

    it("is none where there is nothing useful to say", function()
      assert.is_nil(hint("api", "iot.ota.FirmwareNotFound"))
      assert.is_nil(hint("cancelled"))
    end)
  end)

  it("print whatever their fields are", function()
    assert.truthy(tostring(errors.new {kind = "decode", message = "odd", request_id = {}}):find "request id table: ")
  end)

  it("can be told from other values", function()
    assert.is_true(errors.is(errors.new {kind = "decode", message = ""}))
    for _, value in ipairs {"text", {}, 5, false} do assert.is_false(errors.is(value)) end
    assert.is_false(errors.is(nil))
  end)
end)
