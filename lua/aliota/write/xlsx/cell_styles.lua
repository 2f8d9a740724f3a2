-- The looks of cells, as a workbook lists them; a cell names its look by its number.
local ascii = require "aliota.util.ascii"
local task_status = require "aliota.api.task_status"

local styles = {}

-- Formats of numbers: 49, a text whatever it looks like, also when somebody edits it, is the standard's; ours begin at
-- 164.
local AS_TEXT, AS_TIME, AS_SHARE, AS_COUNT = 49, 164, 165, 3

local FONT = '<font>%s<sz val="%d"/>%s<name val="Calibri"/><family val="2"/></font>'

local function font(bold, size, colour)
  return FONT:format(bold and "<b/>" or "", size, colour and ('<color rgb="FF%s"/>'):format(colour) or "")
end

local fonts, looks = {font(false, 11), font(true, 11), font(true, 16)}, {}
local PLAIN, BOLD, LARGE = 0, 1, 2

local function look(number_format, font_number, fill, border)
  looks[#looks + 1] = ('<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" '
    .. 'applyFont="1" applyFill="1" applyBorder="1"/>'):format(number_format, font_number, fill or 0, border or 0)
  return #looks - 1
end

styles.NUMBER = look(0, PLAIN) -- what a cell has that names none
styles.TEXT, styles.TIME, styles.SHARE = look(AS_TEXT, PLAIN), look(AS_TIME, PLAIN), look(AS_SHARE, PLAIN)
styles.COUNT, styles.BOLD, styles.TITLE = look(AS_COUNT, PLAIN), look(AS_TEXT, BOLD), look(AS_TEXT, LARGE)
styles.HEADER = look(AS_TEXT, BOLD, 2, 1)

local of_state = {}

local function add_state(row)
  fonts[#fonts + 1] = font(true, 11, ascii.upper(row.light:sub(2)))
  of_state[row] = look(AS_TEXT, #fonts - 1)
end

for _, row in ipairs(task_status.ROWS) do add_state(row) end
add_state(task_status.UNKNOWN)

--- The look of a state's name.
---@param name any  a TaskStatus
---@return integer
function styles.of_state(name) return of_state[task_status.of(name)] end

local function list(name, members)
  return ('<%s count="%d">%s</%s>'):format(name, #members, table.concat(members), name)
end

--- The part of a workbook that has them all.
styles.XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
  .. '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
  .. list("numFmts", {
    ('<numFmt numFmtId="%d" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>'):format(AS_TIME),
    ('<numFmt numFmtId="%d" formatCode="0.0%%"/>'):format(AS_SHARE),
  })
  .. list("fonts", fonts)
  .. list("fills", {
    '<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>',
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8EBF0"/></patternFill></fill>',
  })
  .. list("borders", {
    "<border><left/><right/><top/><bottom/><diagonal/></border>",
    '<border><left/><right/><top/><bottom style="thin"><color rgb="FF566273"/></bottom><diagonal/></border>',
  })
  .. list("cellStyleXfs", {'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'})
  .. list("cellXfs", looks)
  .. list("cellStyles", {'<cellStyle name="Normal" xfId="0" builtinId="0"/>'}) .. "</styleSheet>"

return styles
