local time_window = require "aliota.rollout.time_window"

local HOUR, DAY = 3600, 86400

-- Hours from midnight UTC until the window opens, for each hour at which somebody asks.
local function waits(window, ...)
  local list = {}
  for i, hour in ipairs {...} do
    local at = 20000 * DAY + hour * HOUR
    list[i] = (time_window.opens(window, at) - at) / HOUR
  end
  return list
end

local function read(text, utc_offset) return assert(time_window.read(text, utc_offset)) end

local function refused(message, text, utc_offset)
  local window, problem = time_window.read(text, utc_offset)
  assert.is_nil(window)
  assert.truthy(problem:find(message, 1, true), problem)
end

describe("time_window", function()
  it("is open from its first second on, and closed from its last on", function()
    assert.same({2, 0, 0, 20, 11}, waits(read "10:00-14:00Z", 8, 10, 13.5, 14, 23))
  end)

  it("goes on over midnight", function()
    assert.same({0, 0, 17, 1, 0}, waits(read "22:00-05:00UTC", 23, 4.5, 5, 21, 22))
  end)

  it("is meant by a clock that is ahead of UTC, or behind", function()
    assert.same({0, 0, 17, 1}, waits(read "22:00-05:00+08:00", 14, 20.5, 21, 13))
    assert.same({0, 21, 3}, waits(read "22:00-01:00-0330", 2, 4.5, 22.5))
    assert.same(waits(read "22:00-05:00+08:00", 0, 7, 14, 22), waits(read("22:00-05:00", "+08:00"), 0, 7, 14, 22))
    assert.same(waits(read "9:30 - 11:00 Z", 0, 10), waits(read("9:30-11:00", "UTC"), 0, 10))
  end)

  it("may be all day, or up to midnight", function()
    assert.same({0, 0, 0}, waits(read "00:00-24:00Z", 0, 12, 23.9))
    assert.same({2, 0}, waits(read "22:00-24:00Z", 20, 23))
    assert.same({22, 0}, waits(read "22:00-24:00Z", 0, 22))
    assert.same({0, 16}, waits(read "24:00-08:00Z", 0, 8))
  end)

  it("is no window: always open", function()
    assert.equal(5, time_window.opens(nil, 5))
  end)

  it("says what is wrong with a text", function()
    refused('is "night"; it must be hours of a day, such as', "night")
    refused('is "22-5Z"', "22-5Z")
    refused('is "25:00-05:00Z"', "25:00-05:00Z")
    refused('is "22:60-05:00Z"', "22:60-05:00Z")
    refused('is "22:00-24:01Z"', "22:00-24:01Z")
    refused("names no offset from UTC", "22:00-05:00")
    refused("and so does utc_offset", "22:00-05:00Z", "Z")
    refused('ends in "+25:00", which is no offset', "22:00-05:00+25:00")
    refused('ends in "CST"', "22:00-05:00 CST")
    for _, text in ipairs {"22:00-22:00Z", "00:00-00:00Z", "24:00-00:00Z", "24:00-24:00Z"} do
      refused("which never opens", text)
    end
  end)

  it("reads offsets that there are", function()
    for text, seconds in pairs {
      Z = 0, UTC = 0, ["+00:00"] = 0, ["+0530"] = 5.5 * HOUR, ["-12:00"] = -12 * HOUR, ["+14:00"] = 14 * HOUR,
    } do
      assert.equal(seconds, time_window.offset(text))
    end
    for _, text in ipairs {"", "+8", "8:00", "+15:00", "-15:00", "+08:99", "Europe/Berlin"} do
      assert.is_nil(time_window.offset(text))
    end
  end)
end)
