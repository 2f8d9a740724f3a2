-- The beginning and the end of a worksheet.
local worksheet = {}

local HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  .. '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
  .. '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
  .. '<sheetView workbookViewId="0">%s</sheetView></sheetViews><cols>%s</cols><sheetData>'
-- On paper as wide as a page, on as many as it takes.
local PAPER = '<pageSetup orientation="landscape" fitToHeight="0"/>'
local FROZEN = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  .. '<selection pane="bottomLeft"/>'

---@param widths number[]     of its columns, in digits
---@param is_frozen boolean   whether the first row stays where it is
---@return string
function worksheet.head(widths, is_frozen)
  local columns = {}
  for i, width in ipairs(widths) do
    columns[i] = ('<col min="%d" max="%d" width="%d" customWidth="1"/>'):format(i, i, width)
  end
  return HEAD:format(is_frozen and FROZEN or "", table.concat(columns))
end

---@param filtered string|nil  the cells that a filter is offered for, such as `A1:C9`
---@return string
function worksheet.foot(filtered)
  return "</sheetData>" .. (filtered and ('<autoFilter ref="%s"/>'):format(filtered) or "") .. PAPER .. "</worksheet>"
end

return worksheet
