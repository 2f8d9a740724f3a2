local dates = require "aliota.sandbox.world.dates"

describe("dates", function()
  it("writes times as the vendor's sample does", function()
    assert.equal("2019-11-04T03:38:22.000Z", dates.text(1572838702000))
    assert.equal("2026-01-05T16:00:00.007Z", dates.text(1767628800007))
  end)

  it("stays right for more minutes than it remembers", function()
    for minute = 1, 30000 do dates.text(minute * 60000) end
    assert.equal("1970-01-01T00:00:01.999Z", dates.text(1999))
  end)
end)
