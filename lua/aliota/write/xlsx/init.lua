-- A workbook for spreadsheets (ECMA-376, Office Open XML): texts are texts, numbers numbers and times times; a sheet of
-- tasks, or several, and one of figures. Streams; holds one row, and the counters of the figures.
local columns = require "aliota.write.columns"
local figures_of = require "aliota.write.xlsx.figure_sheet"
local styles = require "aliota.write.xlsx.cell_styles"
local task_sheets = require "aliota.write.xlsx.task_sheets"
local types = require "aliota.util.option_types"
local zip_archive = require "aliota.write.xlsx.zip_archive"

local xlsx = {is_binary = true}

---@class aliota.write.XlsxOptions: aliota.write.ColumnsOption, aliota.write.NowOption

xlsx.options = {columns = columns.OPTION, now = types.TIME}

function xlsx.looks_at(options)
  if options.columns then return options.columns, figures_of.FIELDS end
end

local XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
local FORMAT = "http://schemas.openxmlformats.org/"
local OFFICE, PACKAGE = FORMAT .. "officeDocument/2006/relationships", FORMAT .. "package/2006/"
local TYPE = "application/vnd.openxmlformats-"

-- A part is a worksheet unless it is named, so that this can be written before it is known how many there are.
local TYPES = XML .. '<Types xmlns="' .. PACKAGE .. 'content-types">'
  .. '<Default Extension="rels" ContentType="' .. TYPE .. 'package.relationships+xml"/>'
  .. '<Default Extension="xml" ContentType="' .. TYPE .. 'officedocument.spreadsheetml.worksheet+xml"/>'
  .. '<Override PartName="/xl/workbook.xml" ContentType="' .. TYPE .. 'officedocument.spreadsheetml.sheet.main+xml"/>'
  .. '<Override PartName="/xl/styles.xml" ContentType="' .. TYPE .. 'officedocument.spreadsheetml.styles+xml"/>'
  .. "</Types>"

-- What a part is made of: {type of it, path of it}, in the order of their ids.
local function relationships(parts)
  local list = {}
  for i, part in ipairs(parts) do
    list[i] = ('<Relationship Id="rId%d" Type="%s/%s" Target="%s"/>'):format(i, OFFICE, part[1], part[2])
  end
  return XML .. '<Relationships xmlns="' .. PACKAGE .. 'relationships">' .. table.concat(list) .. "</Relationships>"
end

local function workbook(names)
  local list = {}
  for i, name in ipairs(names) do list[i] = ('<sheet name="%s" sheetId="%d" r:id="rId%d"/>'):format(name, i, i) end
  return XML .. '<workbook xmlns="' .. FORMAT .. 'spreadsheetml/2006/main" xmlns:r="' .. OFFICE .. '"><sheets>'
    .. table.concat(list) .. "</sheets></workbook>"
end

-- The sheets of tasks, and the figures behind them.
local function add_workbook(archive, task_sheet_count)
  local names, parts = {}, {}
  for i = 1, task_sheet_count + 1 do
    names[i] = i > task_sheet_count and "Figures" or i == 1 and "Tasks" or ("Tasks %d"):format(i)
    parts[i] = {"worksheet", ("worksheets/sheet%d.xml"):format(i)}
  end
  parts[#parts + 1] = {"styles", "styles.xml"}
  archive:add("xl/workbook.xml", workbook(names))
  archive:add("xl/_rels/workbook.xml.rels", relationships(parts))
end

local function add_figures(archive, number, figures, ...)
  local entry = archive:entry(("xl/worksheets/sheet%d.xml"):format(number))
  figures:write(entry, ...)
  entry:close()
end

function xlsx.new(out, options)
  local archive, figures = zip_archive(out), figures_of.new()
  archive:add("[Content_Types].xml", TYPES)
  archive:add("_rels/.rels", relationships {{"officeDocument", "xl/workbook.xml"}})
  archive:add("xl/styles.xml", styles.XML)
  local sheets = task_sheets(archive, options.columns or columns.DOCUMENTED)
  return function(task)
    figures:add(task)
    sheets:add(task)
  end, function(seen, _, now)
    sheets:close()
    add_figures(archive, sheets.count + 1, figures, seen, options.now or now)
    add_workbook(archive, sheets.count)
    archive:close()
  end
end

return xlsx
