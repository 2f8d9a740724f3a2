local new_tally = require "aliota.write.tally"

describe("write.tally", function()
  it("counts every task, unknown states under their own names, none as (none)", function()
    local tally = new_tally()
    for _, status in ipairs {"FAILED", "NEW", "QUEUED", "FAILED", "ALSO_NEW"} do tally:add {TaskStatus = status} end
    tally:add {}
    assert.same({6, 2, 1, 1, 0},
      {tally.total, tally:of "FAILED", tally:of "NEW", tally:of "(none)", tally:of "CONFIRM"})
    assert.same({"QUEUED", "FAILED", "(none)", "ALSO_NEW", "NEW"}, tally:statuses())
    assert.equal(2, tally:settled())
  end)
end)
