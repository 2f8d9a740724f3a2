local target = require "aliota.util.target"
local zip_archive = require "aliota.write.xlsx.zip_archive"

describe("write.xlsx.zip_archive", function()
  it("fails where the format ends", function()
    local size = 0
    local out = target.open(function(text) size = size + #text end)
    local archive = zip_archive(out)
    archive.offset = 2 ^ 32 - 100
    archive:add("first", "a")
    assert.is_nil(out.failure)
    archive:add("second", "b")
    assert.same({nil, "an .xlsx file ends at 4 GB: write fewer tasks, or fewer columns"}, {out:commit()})
    archive:close()
    assert.truthy(size < 200, size)
  end)
end)
