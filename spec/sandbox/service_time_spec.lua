local time = require "aliota.sandbox.service_time"

describe("time", function()
  it("reads what it writes", function()
    for _, epoch in ipairs {0, 951782400, 951868800, 1767323045, 4102444799} do
      assert.equal(epoch, time.parse(time.format(epoch)))
    end
    assert.equal("2026-01-02T03:04:05Z", time.format(1767323045))
  end)

  it("refuses other forms and days that don't exist", function()
    for _, text in ipairs {
      "", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:05Z ",
      "2026-02-30T03:04:05Z", "2026-13-01T03:04:05Z", "2026-01-02T25:00:00Z", "2026-01-02T03:61:00Z", "tomorrow",
    } do
      assert.is_nil(time.parse(text), text)
    end
  end)
end)
