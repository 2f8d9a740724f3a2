local nearest = require "aliota.nearest"

describe("nearest", function()
  it("names the closest valid name, whatever its case and underscores", function()
    assert.equal('; did you mean "region"?', nearest("regoin", {region = true, network = true}))
    assert.equal('; did you mean "JobId"?', nearest("job_id", {JobId = true, TaskId = true}))
    assert.equal('; did you mean "FAILED"?', nearest("failure", {FAILED = true, SUCCEEDED = true}))
  end)

  it("always answers the same for names that are equally close", function()
    for _ = 1, 20 do assert.equal('; did you mean "a1"?', nearest("a", {a1 = true, a2 = true, a3 = true})) end
  end)

  it("takes anything for a name, and says nothing when there are no names", function()
    assert.equal('; did you mean "1"?', nearest(12, {["1"] = true}))
    assert.equal("", nearest("x", {}))
  end)
end)
