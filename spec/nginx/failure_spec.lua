local errors = require "aliota.errors"
local failure = require "aliota.nginx.failure"

describe("nginx.failure", function()
  it("tells of an error what a reader needs, in texts that steer nothing", function()
    local err = errors.new {kind = "api", code = "x\27[2J", message = "a\nb", hint = "h", attempts = {{}}}
    assert.same({kind = "api", code = "x?[2J", message = "a?b", hint = "h", at = 5}, failure(err, 5))
  end)

  it("takes whatever a function raises", function()
    assert.same({kind = "feed", message = "no?", at = 5}, failure("no\255", 5))
    assert.equal("feed", failure({}, 5).kind)
    assert.equal("?", failure(nil, 5).message)
  end)
end)
