local failures = require "aliota.write.html.failures"
local html = require "spec.support.html"
local new_data = require "aliota.write.html.data"

local function section_of(count, most)
  local data = new_data(most)
  for i = 1, count do
    data:add {TaskStatus = "FAILED", DeviceName = "d" .. i, TaskDesc = "r", SrcVersion = "1", DestVersion = "2",
      Progress = -1, UtcModified = "2026-01-05T04:00:00.000Z"}
    data:add {TaskStatus = "SUCCEEDED", DeviceName = "good"}
  end
  return failures(data)
end

describe("write.html.failures", function()
  it("lists the first that failed, and says of how many", function()
    local section = html.read(section_of(12, 3))
    assert.same({"The first 3 of 12 tasks that failed, in the order of the listing."},
      html.texts(html.find(section, "caption")))
    local rows = html.find(section, "tr")
    assert.equal(4, #rows)
    assert.same({"d3", "r", "1", "2", "-1", "2026-01-05T04:00:00.000Z"}, html.texts(html.find(rows[4], "td")))
  end)

  it("says so when these are all", function()
    assert.same({"3 tasks failed."}, html.texts(html.find(html.read(section_of(3, 3)), "caption")))
    assert.same({"1 task failed."}, html.texts(html.find(html.read(section_of(1, 3)), "caption")))
  end)

  it("is not there where there is nothing to list", function()
    assert.equal("", section_of(0, 3))
    assert.equal("", section_of(3, 0))
  end)

  it("cuts texts that have no end", function()
    local data = new_data(1)
    data:add {TaskStatus = "FAILED", TaskDesc = ("长"):rep(10000)}
    local cell = html.find(html.read(failures(data)), "td")[2]
    assert.equal(("长"):rep(149) .. "…", cell.text)
  end)
end)
