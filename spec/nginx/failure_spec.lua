local errors = require "aliota.api.errors"
local failure = require "aliota.nginx.failure"

describe("nginx.failure", function()
  it("tells of an error its kind and its code, in texts that steer nothing", function()
    local err = errors.new {kind = "api", code = "x\27[2J", message = "a\nb", hint = "h", attempts = {{}}}
    assert.same({kind = "api", code = "x?[2J", at = 5}, failure(err, 5, "Raised"))
    assert.same({kind = "network", at = 5}, failure(errors.new {kind = "network", message = "no route to db7"}, 5, "x"))
  end)

  it("takes whatever a function raises", function()
    for _, raised in ipairs {"no\255", {}, 5} do
      assert.same({kind = "feed", code = "Raised", at = 5}, failure(raised, 5, "Raised"))
    end
    assert.same({kind = "feed", code = "Raised", at = 5}, failure(nil, 5, "Raised"))
  end)
end)
