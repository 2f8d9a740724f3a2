local read = require "spec.support.spreadsheet"
local target = require "aliota.util.target"
local task_sheets = require "aliota.write.xlsx.task_sheets"
local zip_archive = require "aliota.write.xlsx.zip_archive"

-- A workbook that has them alone.
local function sheets_of(count, most_rows)
  local pieces = {}
  local out = target.open(function(text) pieces[#pieces + 1] = text end)
  local archive = zip_archive(out)
  local sheets = task_sheets(archive, {"DeviceName", "Progress"}, most_rows)
  for i = 1, count do sheets:add {DeviceName = "d" .. i, Progress = i} end
  sheets:close()
  local names, parts = "", ""
  for i = 1, sheets.count do
    names = names .. ('<sheet name="%d" sheetId="%d" r:id="r%d"/>'):format(i, i, i)
    parts = parts .. ('<Relationship Id="r%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
      .. 'relationships/worksheet" Target="worksheets/sheet%d.xml"/>'):format(i, i)
  end
  archive:add("[Content_Types].xml", [[<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>]])
  archive:add("xl/workbook.xml", [[<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>]] .. names .. [[</sheets>
</workbook>]])
  archive:add("xl/_rels/workbook.xml.rels",
    [[<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">]] .. parts
    .. "</Relationships>")
  archive:add("xl/styles.xml", require("aliota.write.xlsx.cell_styles").XML)
  archive:close()
  assert(out:commit())
  return read(table.concat(pieces))
end

describe("write.xlsx.task_sheets", function()
  it("goes on in another sheet, with a header of its own, where one is full", function()
    for count, rows in pairs {[0] = {1}, [4] = {5}, [5] = {5, 2}, [9] = {5, 5, 2}} do
      local sheets = sheets_of(count, 5)
      assert.equal(#rows, #sheets)
      local at = 0
      for i, sheet in ipairs(sheets) do
        assert.same({rows[i], "DeviceName", "A2", "A1:B" .. rows[i]},
          {#sheet.rows, sheet.rows[1]["1"], sheet.frozen, sheet.filter})
        for row = 2, #sheet.rows do
          at = at + 1
          assert.same({"d" .. at, at}, {sheet.rows[row]["1"], sheet.rows[row]["2"]})
        end
      end
      assert.equal(count, at)
    end
  end)
end)
