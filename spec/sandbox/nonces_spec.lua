local nonces = require "aliota.sandbox.nonces"

describe("nonces", function()
  it("takes a nonce once in the window", function()
    local seen = nonces.new(900)
    assert.is_true(seen:take("a", 1000))
    assert.is_false(seen:take("a", 1000))
    assert.is_false(seen:take("a", 1900))
    assert.is_true(seen:take("a", 1901))
    assert.is_true(seen:take("b", 1901))
  end)

  it("forgets what is older than the window", function()
    local seen = nonces.new(900)
    for i = 1, 1000 do seen:take("n" .. i, i) end
    seen:take("last", 5000)
    local kept = 0
    for _ in pairs(seen.is_taken) do kept = kept + 1 end
    for _ in pairs(seen.queue) do kept = kept + 1 end
    assert.equal(2, kept)
  end)
end)
