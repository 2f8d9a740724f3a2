local call = require "aliota.sandbox.incoming_call"
local refusal = require "aliota.sandbox.refusal"

describe("call", function()
  it("decodes parameters", function()
    local parameters = {}
    call.read_parameters("a=%20", parameters)
    assert.same({a = " "}, parameters)
  end)

  it("refuses malformed escapes", function()
    local ok, refused = pcall(call.read_parameters, "a=%2", {})
    assert.is_false(ok)
    assert.is_true(refusal.is(refused))
    assert.equal("InvalidParameter.Format", refused.code)
  end)

  it("counts an empty value as not sent", function()
    assert.is_nil(call.non_empty(""))
    assert.is_nil(call.non_empty(nil))
    assert.equal("x", call.non_empty("x"))
  end)
end)
