local refusal = require "aliota.sandbox.refusal"

local function caught(...)
  local ok, value = pcall(...)
  assert.is_false(ok)
  assert.is_true(refusal.is(value))
  return {value.status, value.code, value.message}
end

describe("refusal", function()
  it("carries the HTTP status of its code", function()
    assert.same({400, "SignatureDoesNotMatch", "m"}, caught(refusal.gateway, "SignatureDoesNotMatch", "m"))
    assert.same({404, "InvalidAction.NotFound", "m"}, caught(refusal.gateway, "InvalidAction.NotFound", "m"))
    assert.same({404, "InvalidAccessKeyId.NotFound", "m"}, caught(refusal.gateway, "InvalidAccessKeyId.NotFound", "m"))
    assert.same({200, "iot.x", "m"}, caught(refusal.business, "iot.x", "m"))
  end)

  it("names what is missing, and where it should have been", function()
    assert.same({400, "MissingJobId", "JobId is mandatory for this action."}, caught(refusal.missing, "JobId"))
    assert.same({400, "MissingTimestamp", "x-acs-date is mandatory for this action."},
      caught(refusal.missing, "Timestamp", "x-acs-date"))
  end)

  it("tells itself from other errors", function()
    assert.is_false(refusal.is("text"))
    assert.is_false(refusal.is({}))
    assert.is_true(refusal.is(refusal.INTERNAL_ERROR))
  end)
end)
