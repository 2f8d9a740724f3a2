local new_pace = require "aliota.watch.pace"

local function of(looks)
  local pace = new_pace()
  for _, look in ipairs(looks) do pace:note(look[1], look[2]) end
  return pace
end

describe("watch.pace", function()
  it("is what was settled in an hour, and carries that on", function()
    local pace = of {{0, 100}, {60, 110}, {120, 140}}
    assert.equal(1200, pace:per_hour())
    assert.equal(1800, pace:seconds_for(600))
  end)

  it("is none before something was settled", function()
    for _, looks in ipairs {{}, {{0, 5}}, {{0, 5}, {60, 5}}, {{0, 5}, {60, 4}}, {{0, 5}, {0, 6}}} do
      assert.is_nil(of(looks):per_hour())
      assert.is_nil(of(looks):seconds_for(10))
    end
  end)

  it("forgets what is more than half an hour ago", function()
    local pace = new_pace()
    for minute = 0, 240 do pace:note(minute * 60, minute < 120 and minute * 100 or 12000 + minute) end
    assert.equal(60, pace:per_hour())
    pace:note(14400 + 3600, 12250) -- after a long silence there are still two looks
    assert.equal(10, pace:per_hour())
  end)
end)
