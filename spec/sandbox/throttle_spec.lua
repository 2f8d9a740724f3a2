local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

describe("throttle", function()
  -- The answer to the second of two calls of which one is allowed.
  local function second(changes)
    local options = {qps = 1, monotime = function() return 5 end}
    for name, value in pairs(changes) do options[name] = value end
    local box = support.new(options)
    assert.is_true(support.ask(box, signer.v3()).Success)
    local response = box:handle(signer.v3())
    local members = require("cjson").decode(response.body)
    assert.equal("Throttling.User", members.Code)
    return response, members
  end

  it("refuses with the status it is told to", function()
    for _, status in ipairs {400, 429, 503} do
      local response, members = second({throttle_status = status})
      assert.equal(status, response.status)
      assert.truthy(members.Message)
      assert.is_nil(response.headers["x-acs-retry-after"])
    end
  end)

  it("refuses in the service's name with 200", function()
    local response, members = second({throttle_status = 200})
    assert.equal(200, response.status)
    assert.is_false(members.Success)
    assert.truthy(members.ErrorMessage)
  end)

  it("says when to try again, in milliseconds, if it is told to", function()
    assert.equal("1000", second({retry_after = true}).headers["x-acs-retry-after"])
  end)

  it("counts nothing that is not signed", function()
    local box = support.new({qps = 1, monotime = function() return 5 end})
    for _ = 1, 5 do
      assert.equal("SignatureDoesNotMatch", support.ask(box, signer.v3(nil, nil, nil, "wrong secret")).Code)
    end
    assert.is_true(support.ask(box, signer.v3()).Success)
  end)
end)
