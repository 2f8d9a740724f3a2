local checks = require "aliota.write.checks"

describe("write.checks", function()
  local function refuses(check, values)
    for i = 1, #values do assert.is_string(check(values[i]), tostring(values[i])) end
  end

  it("know what an option must be", function()
    assert.is_nil(checks.boolean(false))
    refuses(checks.boolean, {"true", 1})
    assert.is_nil(checks.text "")
    refuses(checks.text, {1, true})
    assert.is_nil(checks.time(1767700000.5))
    refuses(checks.time, {"now", -1, 1e12, 0 / 0, math.huge})
    assert.is_nil(checks.integer(1, 5)(5))
    refuses(checks.integer(1, 5), {0, 6, 1.5, "3", 0 / 0})
    assert.equal("is 1.5; it must be an integer from 1 to 5", checks.integer(1, 5)(1.5))
  end)
end)
