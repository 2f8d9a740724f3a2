local did_you_mean = require "aliota.util.did_you_mean"

describe("did_you_mean", function()
  it("names the closest valid name, whatever its case and underscores", function()
    assert.equal('; did you mean "region"?', did_you_mean("regoin", {region = true, network = true}))
    assert.equal('; did you mean "JobId"?', did_you_mean("job_id", {JobId = true, TaskId = true}))
    assert.equal('; did you mean "FAILED"?', did_you_mean("failure", {FAILED = true, SUCCEEDED = true}))
  end)

  it("always answers the same for names that are equally close", function()
    for _ = 1, 20 do assert.equal('; did you mean "a1"?', did_you_mean("a", {a1 = true, a2 = true, a3 = true})) end
  end)

  it("lists the valid names when none is close, unless they are many", function()
    assert.equal("; there are apple and pear", did_you_mean("quarterly", {pear = true, apple = true}))
    local many = {}
    for i = 1, 30 do many["name" .. i] = true end
    assert.equal("", did_you_mean("quarterly", many))
  end)

  it("takes no name for close that has hardly a letter of a short one", function()
    local flags = {}
    for _, flag in ipairs {"bom", "columns", "header", "help", "json", "output", "resume", "yes"} do
      flags["--" .. flag], flags[flag .. "s"] = true, true
    end
    flags.a1 = true
    assert.same({"", '; did you mean "--help"?', '; did you mean "a1"?'},
      {did_you_mean("--to", flags), did_you_mean("--hlep", flags), did_you_mean("a", flags)})
  end)

  it("says nothing of what is further away than is wanted", function()
    assert.equal('; did you mean "eta"?', did_you_mean("etta", {eta = true, tag = true}, 1))
    assert.equal("", did_you_mean("err", {eta = true, tag = true}, 1))
  end)

  it("takes anything for a name, and says nothing when there are no names", function()
    assert.equal('; did you mean "1"?', did_you_mean(12, {["1"] = true}))
    assert.equal("", did_you_mean("x", {}))
  end)
end)
