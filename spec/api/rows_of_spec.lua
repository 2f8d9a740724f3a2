local rows_of = require "aliota.api.rows_of"

describe("rows of an answer", function()
  it("are where the path leads", function()
    local rows = {{}, {}}
    assert.equal(rows, rows_of({Data = {SimpleOTATaskInfo = rows}}, {"Data", "SimpleOTATaskInfo"}))
    assert.equal(rows, rows_of({Data = rows}, {"Data"}))
  end)

  it("are none where it leads nowhere", function()
    for _, data in ipairs {"", 5, false, {}, {SimpleOTATaskInfo = ""}} do
      assert.same({}, rows_of({Data = data}, {"Data", "SimpleOTATaskInfo"}))
    end
    assert.same({}, rows_of({}, {"Data", "SimpleOTATaskInfo"}))
  end)
end)
