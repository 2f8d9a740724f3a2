local utc = require "aliota.sandbox.world.dates"

describe("utc", function()
  it("writes times as the vendor's sample does", function()
    assert.equal("2019-11-04T03:38:22.000Z", utc(1572838702000))
    assert.equal("2026-01-05T16:00:00.007Z", utc(1767628800007))
  end)

  it("stays right for more minutes than it remembers", function()
    for minute = 1, 30000 do utc(minute * 60000) end
    assert.equal("1970-01-01T00:00:01.999Z", utc(1999))
  end)
end)
