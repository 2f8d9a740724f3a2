local problem_with = require "aliota.util.named"

describe("named", function()
  local TYPES = {now = "number", after = "any", most = "count", at = "time"}

  it("finds nothing wrong with good options", function()
    assert.is_nil(problem_with(nil, TYPES))
    assert.is_nil(problem_with({}, TYPES))
    assert.is_nil(problem_with({now = 1, after = "2h"}, TYPES))
    assert.is_nil(problem_with({after = 7200}, TYPES))
    assert.is_nil(problem_with({most = 0}, TYPES))
    assert.is_nil(problem_with({at = 1572838702.9}, TYPES))
  end)

  it("says what is wrong", function()
    assert.equal('there is no option "nwo"; did you mean "now"?', problem_with({nwo = 1}, TYPES))
    assert.equal("now must be a number, not a string", problem_with({now = "1"}, TYPES))
    for _, most in ipairs {-1, 1.5, math.huge, "5"} do
      local problem = "most must be a whole number, zero or more, not " .. tostring(most)
      assert.equal(problem, problem_with({most = most}, TYPES))
    end
    for at, shown in pairs {[-1] = "-1", [math.huge] = "Infinity", soon = "soon"} do
      assert.equal("at must be seconds since 1970, up to the year 9999, not " .. shown, problem_with({at = at}, TYPES))
    end
    assert.equal("a table of options expected, not a string", problem_with("now", TYPES))
  end)
end)
