local operations = require "aliota.api.operations"
local criteria = require "aliota.listing.criteria"

local LIST = operations.ListOTATaskByJob

local function sifted(list, rows)
  local all = {}
  for i, row in ipairs(rows) do all[i] = ("%8d"):format(row.id) end
  local kept, refused, left = criteria.sift(list, rows, table.concat(all))
  local ids = {}
  for i, row in ipairs(kept) do ids[i] = row.id end
  assert.equal(("%8s"):rep(#ids):format((table.unpack or unpack)(ids)), left) -- they go with their rows
  return table.concat(ids, " "), refused, kept
end

describe("listing.criteria", function()
  it("wants of rows what the operation's rows repeat and was asked for", function()
    assert.same({{name = "JobId", values = {j = true}, may_lack = true}},
      criteria.of(LIST, {JobId = "j", PageSize = 9}))
    assert.same({"JobId", "TaskStatus"}, {criteria.of(LIST, {JobId = "j", TaskStatus = "FAILED"})[1].name,
      criteria.of(LIST, {JobId = "j", TaskStatus = "FAILED"})[2].name})
    assert.same({}, criteria.of(operations.ListOTAModuleByProduct, {ProductKey = "p"}))
  end)

  it("leaves the rows as they are when all were asked for", function()
    local rows = {{id = 1, TaskStatus = "FAILED", JobId = "j"}, {id = 2, TaskStatus = "FAILED"}}
    local ids, refused, kept = sifted(criteria.of(LIST, {JobId = "j", TaskStatus = "FAILED"}), rows)
    assert.same({"1 2", 0}, {ids, refused})
    assert.equal(rows, kept)
  end)

  it("leaves out what is of another state or batch, and what says no state", function()
    local ids, refused = sifted(criteria.of(LIST, {JobId = "j", TaskStatus = "FAILED"}), {
      {id = 1, TaskStatus = "QUEUED", JobId = "j"}, {id = 2, TaskStatus = "FAILED", JobId = "k"}, {id = 3, JobId = "j"},
      {id = 4, TaskStatus = "FAILED", JobId = "j"}, {id = 5, TaskStatus = "failed"},
    })
    assert.same({"4", 4}, {ids, refused})
  end)

  it("takes an id for the same that was sent as a number", function()
    local ids, refused = sifted(criteria.of(LIST, {JobId = "17"}), {{id = 1, JobId = 17}, {id = 2, JobId = 18}})
    assert.same({"1", 1}, {ids, refused})
  end)

  it("takes any of several values", function()
    local want = criteria.one("DeviceName", {"a", "b"})
    local ids, refused = sifted({want}, {{id = 1, DeviceName = "b"}, {id = 2, DeviceName = "c"},
      {id = 3, DeviceName = "a"}, {id = 4}})
    assert.same({"1 3", 2}, {ids, refused})
  end)
end)
