describe("the table of figures", function()
  local report, lines

  before_each(function()
    package.loaded["bench.report"], lines = nil, {}
    report = require "bench.report"
    stub(_G, "print", function(line) lines[#lines + 1] = line end)
  end)
  after_each(function() print:revert() end) -- luacheck: ignore 143

  local function printed()
    report.print()
    return table.concat(lines, "\n") .. "\n"
  end

  it("holds figures and ratios to their limits", function()
    report.figure("ours", "%.1f ms", 2, 3)
    report.ratio("  against theirs", "%.1f ms", 4, 2, 0.4)
    report.figure("no limit", "%d", 7)
    assert.equal([[
what             | figure |  limit | ratio | ok
ours             | 2.0 ms | 3.0 ms |       | yes
  against theirs | 4.0 ms |   0.40 |  0.50 | NO
no limit         |      7 |        |       |
]], printed())
  end)

  it("shows another commit beside, and is content only when all limits of a row are kept", function()
    report.figure("both kept", "%d", 2, 3, 4, 0.5)
    report.figure("ours missed", "%d", 4, 3, 8, 0.5)
    report.figure("the other's missed", "%d", 2, 3, 4, 0.4)
    report.figure("no limit", "%d", 1, nil, 4)
    report.figure("ours alone", "%d", 1)
    assert.equal([[
what               | figure | limit | ratio | ok  | base | of it | limit
both kept          |      2 |     3 |       | yes |    4 |  0.50 |  0.50
ours missed        |      4 |     3 |       | NO  |    8 |  0.50 |  0.50
the other's missed |      2 |     3 |       | NO  |    4 |  0.50 |  0.40
no limit           |      1 |       |       |     |    4 |  0.25 |
ours alone         |      1 |       |       |     |      |       |
]], printed())
  end)
end)
