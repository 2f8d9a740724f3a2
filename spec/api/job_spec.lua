local job = require "aliota.api.job"

describe("job", function()
  it("prints as a line", function()
    local made = job.of_row {
      JobId = "7glPHmaDYLAYMD1HHutT02", JobStatus = "IN_PROGRESS", FirmwareId = "fw", DestVersion = "1.2.0",
      SelectionType = "STATIC", TargetSelection = "GRAY", UtcCreate = "2026-01-05T04:00:00.000Z",
    }
    assert.equal("7glPHmaDYLAYMD1HHutT02   IN_PROGRESS version 1.2.0  static gray, created 2026-01-05 04:00",
      tostring(made))
    made.DestVersion, made.UtcEndTime = nil, "2026-01-05T05:01:00.000Z"
    assert.truthy(tostring(made):find("package fw", 1, true))
    assert.truthy(tostring(made):find("created 2026-01-05 04:00, ended 2026-01-05 05:01", 1, true))
  end)

  it("prints even if it has nothing, or what steers a terminal", function()
    assert.is_string(tostring(job.of_row {}))
    assert.is_nil(tostring(job.of_row {JobId = "\27[2J", JobStatus = "\n"}):find "%c")
  end)

  it("says COMPLETED also where a list says COMPLETE", function()
    assert.equal("COMPLETED", job.of_row({JobStatus = "COMPLETE"}).JobStatus)
    for _, status in ipairs {"COMPLETED", "CANCELED", "NEW_ONE"} do
      assert.equal(status, job.of_row({JobStatus = status}).JobStatus)
    end
  end)

  it("is an error where the answer has no batch", function()
    for _, response in ipairs {{}, {Data = "none"}, {Data = {}}, {Data = {JobId = 5}}} do
      local made, err = job.accept(response)
      assert.is_nil(made)
      assert.same({"decode", "QueryOTAJob"}, {err.kind, err.action})
    end
    assert.equal("j", job.accept({Data = {JobId = "j"}}).JobId)
  end)
end)
