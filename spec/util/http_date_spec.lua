local http_date = require "aliota.util.http_date"

describe("http_date", function()
  it("reads the example of RFC 9110", function()
    assert.equal(784111777, http_date "Sun, 06 Nov 1994 08:49:37 GMT")
  end)

  it("reads what the C library writes", function()
    for time = 0, 4102444800, 9999991 do -- to 2100
      assert.equal(time, http_date(os.date("!%a, %d %b %Y %H:%M:%S GMT", time)))
    end
  end)

  it("takes nothing else", function()
    for _, text in ipairs {
      "", "now", "784111777", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Now 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 08:49:37 +0100", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
      " Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT",
    } do
      assert.is_nil(http_date(text), text)
    end
    assert.is_nil(http_date(nil))
  end)

  it("takes no day and no time that does not exist, but a leap second", function()
    for _, text in ipairs {
      "Tue, 31 Feb 1994 08:12:31 GMT", "Tue, 29 Feb 1994 08:12:31 GMT", "Tue, 00 Nov 1994 08:12:31 GMT",
      "Tue, 15 Nov 1994 24:00:00 GMT", "Tue, 15 Nov 1994 08:60:31 GMT", "Tue, 15 Nov 1994 08:12:61 GMT",
    } do
      assert.is_nil(http_date(text), text)
    end
    assert.equal(1483228800, http_date "Sat, 31 Dec 2016 23:59:60 GMT")
    assert.equal(951782400, http_date "Tue, 29 Feb 2000 00:00:00 GMT")
  end)
end)
