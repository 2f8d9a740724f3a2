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

  it("print whatever their fields are", function()
    assert.truthy(tostring(errors.new {kind = "decode", message = "odd", request_id = {}}):find "request id table: ")
  end)

  it("can be told from other values", function()
    assert.is_true(errors.is(errors.new {kind = "decode", message = ""}))
    for _, value in ipairs {"text", {}, 5, false} do assert.is_false(errors.is(value)) end
    assert.is_false(errors.is(nil))
  end)
end)
