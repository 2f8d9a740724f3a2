local days = require "aliota.util.days"

describe("days", function()
  it("agree with the C library's calendar for every day of three centuries", function()
    for number = -36525, 73000 do -- 1870 to 2169
      local date = os.date("!*t", number * 86400)
      if days(date.year, date.month, date.day) ~= number then
        error(("%d-%d-%d is day %d"):format(date.year, date.month, date.day, number))
      end
    end
  end)

  it("know which centuries have a leap day", function()
    assert.equal(2, days(2000, 3, 1) - days(2000, 2, 28))
    for _, year in ipairs {1700, 1800, 1900, 2100} do assert.equal(1, days(year, 3, 1) - days(year, 2, 28)) end
  end)

  it("are whole numbers that a format takes", function()
    assert.equal("20454", ("%d"):format(days(2026, 1, 1)))
  end)
end)
