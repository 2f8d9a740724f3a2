local heap = require "spec.support.heap"
local utc = require "aliota.util.utc"

describe("utc", function()
  it("reads the service's times", function()
    assert.equal(1572838702, utc.parse "2019-11-04T03:38:22.000Z")
    assert.equal(1572838702.25, utc.parse "2019-11-04T03:38:22.250Z")
    assert.equal(1572838702, utc.parse "2019-11-04T03:38:22Z")
    assert.equal(0, utc.parse "1970-01-01T00:00:00.000Z")
    assert.equal(951782400, utc.parse "2000-02-29T00:00:00.0Z")
  end)

  it("reads what os.date writes, all over the centuries", function()
    for epoch = 0, 8e9, 98765432 do
      assert.equal(epoch, utc.parse(os.date("!%Y-%m-%dT%H:%M:%SZ", epoch)))
    end
  end)

  it("reads nothing else", function()
    for _, text in ipairs {
      "", "Z", "soon", "2019-11-04", "2019-11-04T03:38", "2019-11-04T03:38:22", "2019-11-04T03:38:22.000",
      "2019-11-04 03:38:22Z", "2019-11-04T03:38:22.Z", "2019-11-04T03:38:22.000Z ", "2019-11-04T03:38:60Z",
      "2019-11-04T24:00:00Z", "2019-02-30T00:00:00Z", "2019-13-01T00:00:00Z", "2019-11-04T03:38:22+08:00",
      "2019-11-04T03:38:2 Z", "2019-11-04T03:38:22.0e1Z",
    } do
      assert.is_nil(utc.parse(text), text)
    end
    for _, value in ipairs {1572838702, true, {}} do assert.is_nil(utc.parse(value)) end
    assert.is_nil(utc.parse(nil))
  end)

  it("reads to the minute without looking further", function()
    assert.equal(1572838680, utc.minute "2019-11-04T03:38:22.000Z")
    assert.equal(1572838680, utc.minute "2019-11-04T03:38")
    assert.is_nil(utc.minute "2019-11-04T03")
    assert.is_nil(utc.minute(nil))
  end)

  it("keeps no more than it must, however many times there are", function()
    assert.is_true(heap.growth [[
      local utc = require "aliota.util.utc"
      return function()
        for i = 1, 200000 do utc.parse(("2019-11-04T03:38:22.%06dZ"):format(i)) end
      end
    ]] < 1000)
  end)

  it("does not read, nor remember, what is longer than any time", function()
    assert.equal(utc.parse "2019-11-04T03:38:22.5Z", utc.parse("2019-11-04T03:38:22.5" .. ("0"):rep(70) .. "Z"))
    assert.is_nil(utc.parse("2019-11-04T03:38:22." .. ("0"):rep(1000) .. "Z"))
  end)

  it("writes to the minute", function()
    assert.equal("2019-11-04 03:38", utc.text(1572838702.9))
  end)

  it("knows what can be written, and writes the nearest time for what can't", function()
    for _, good in ipairs {0, 1.5, 253402300799} do assert.is_true(utc.is_time(good)) end
    for _, bad in ipairs {-1, 253402300800, 1e300, math.huge, -math.huge, 0 / 0, "0", true} do
      assert.is_false(utc.is_time(bad))
    end
    for _, late in ipairs {253402300800, 1e300, math.huge} do assert.equal("9999-12-31 23:59", utc.text(late)) end
    for _, early in ipairs {-1e300, -math.huge} do assert.equal("1000-01-01T00:00:00Z", utc.stamp(early)) end
    assert.truthy(utc.text(0 / 0):find "^%d%d%d%d%-")
  end)

  it("writes a time to the second as the service does", function()
    assert.equal("2019-11-04T03:38:22Z", utc.stamp(1572838702.9))
    assert.equal(1572838702, utc.parse(utc.stamp(1572838702)))
    assert.is_nil(utc.stamp(nil))
  end)

  it("counts days in agreement with the C library's calendar for every day of three centuries", function()
    for number = -36525, 73000 do -- 1870 to 2169
      local date = os.date("!*t", number * 86400)
      if utc.days(date.year, date.month, date.day) ~= number then
        error(("%d-%d-%d is day %d"):format(date.year, date.month, date.day, number))
      end
    end
  end)

  it("knows which centuries have a leap day", function()
    assert.equal(2, utc.days(2000, 3, 1) - utc.days(2000, 2, 28))
    for _, year in ipairs {1700, 1800, 1900, 2100} do assert.equal(1, utc.days(year, 3, 1) - utc.days(year, 2, 28)) end
  end)

  it("counts days in whole numbers that a format takes", function()
    assert.equal("20454", ("%d"):format(utc.days(2026, 1, 1)))
  end)
end)
