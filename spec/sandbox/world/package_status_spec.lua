local package_status = require "aliota.sandbox.world.package_status"

local function verified_by(status, by_status)
  by_status.SUCCEEDED, by_status.FAILED = by_status.SUCCEEDED or 0, by_status.FAILED or 0
  by_status.CANCELED = by_status.CANCELED or 0
  return {Status = 0, verification = {status = status, truth = function()
    return {total = 4, by_status = by_status}
  end}}
end

describe("package_status", function()
  it("follows from the verification batch", function()
    assert.equal(-1, package_status.of({Status = -1}))
    assert.equal(0, package_status.of({Status = 0}))
    assert.equal(2, package_status.of(verified_by("IN_PROGRESS", {})))
    assert.equal(1, package_status.of(verified_by("COMPLETED", {SUCCEEDED = 3, FAILED = 1})))
    assert.equal(3, package_status.of(verified_by("COMPLETED", {FAILED = 4})))
    assert.equal(0, package_status.of(verified_by("CANCELED", {CANCELED = 4})))
  end)

  it("has a progress", function()
    assert.equal(0, package_status.progress({Status = 0}))
    assert.equal(75, package_status.progress(verified_by("IN_PROGRESS", {SUCCEEDED = 1, FAILED = 1, CANCELED = 1})))
  end)
end)
