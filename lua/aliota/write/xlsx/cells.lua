-- Values as cells of a worksheet, in XML. A cell's text here is what follows its place: `<c r="A1` comes before it.
local columns = require "aliota.write.columns"
local decimal = require "aliota.util.decimal"
local json = require "aliota.util.json_codec"
local styles = require "aliota.write.xlsx.cell_styles"
local text = require "aliota.show.text"
local utc = require "aliota.util.utc"

local cells = {}

local LONGEST = 32767 -- UTF-16 units of a text, which spreadsheets cut or refuse beyond
local ELLIPSIS = "…"

-- A whole number of more digits, such as an id, would lose the last ones; it is a text.
local MOST_WHOLE = 1e15

-- Days are counted from 1899-12-30, and in all spreadsheets alike from 1900-03-01 on.
local DAY, EPOCH, FIRST = 86400, 25569, 61

--- A cell without a value.
cells.EMPTY = '"/>'

local REFERENCES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;"}

-- As much of a text as a cell holds.
local function head(s)
  if #s <= LONGEST then return s end
  local units, last, room_for_mark = 0, 0, 0
  for character in s:gmatch "[^\128-\191][\128-\191]*" do
    units, last = units + (#character == 4 and 2 or 1), last + #character
    if units < LONGEST then room_for_mark = last end
    if units > LONGEST then return s:sub(1, room_for_mark) .. ELLIPSIS end
  end
  return s
end

-- Its lines and tabs stay; in what is left nothing steers, is markup, is forbidden in XML, or stands for another
-- character, as `_x0041_` does.
local function content(s)
  s = s:gsub("\r\n?", "\n"):gsub("[^\t\n]+", text.printable)
  return (head(s):gsub("[&<>]", REFERENCES):gsub("_(x%x%x%x%x_)", "_x005F_%1"))
end

--- A text, which stays one whatever it looks like.
---@param s string
---@param style integer|nil  see xlsx/cell_styles.lua
---@return string
function cells.text(s, style)
  if s == "" then return cells.EMPTY end
  local seen = content(s)
  local space = (seen:find "^ " or seen:find " $" or seen:find "[\t\n]") and ' xml:space="preserve"' or ""
  return ('" s="%d" t="inlineStr"><is><t%s>'):format(style or styles.TEXT, space) .. seen .. "</t></is></c>"
end

--- A number.
---@param value number  neither infinite nor NaN
---@param style integer
---@return string
function cells.number(value, style)
  return ('" s="%d"><v>'):format(style) .. decimal.text(value) .. "</v></c>"
end

--- A point in time, in UTC; nil where a spreadsheet has none.
---@param epoch number  seconds since 1970
---@return string|nil
function cells.time(epoch)
  local days = epoch / DAY + EPOCH
  return days >= FIRST and cells.number(days, styles.TIME) or nil
end

local function is_number(value)
  return type(value) == "number" and decimal.is_finite(value) and (value % 1 ~= 0 or math.abs(value) < MOST_WHOLE)
end

--- Whatever a task has in a field.
---@param value any
---@return string
function cells.any(value)
  if value == nil or value == json.null then return cells.EMPTY end
  return is_number(value) and cells.number(value, styles.NUMBER) or cells.text(columns.text(value))
end

local OF_FIELD = {}

function OF_FIELD.TaskStatus(value)
  return type(value) == "string" and cells.text(value, styles.of_state(value)) or cells.any(value)
end

function OF_FIELD.UtcCreate(value)
  local epoch = utc.parse(value)
  return epoch and cells.time(epoch) or cells.any(value)
end

OF_FIELD.UtcModified = OF_FIELD.UtcCreate

--- What makes the cells of a field.
---@param name string
---@return fun(value: any): string
function cells.of_field(name) return OF_FIELD[name] or cells.any end

--- The letters of a column: A, B … Z, AA.
---@param number integer  from 1
---@return string
function cells.column(number)
  local letters = ""
  while number > 0 do
    local rest = (number - 1) % 26
    letters, number = string.char(65 + rest) .. letters, (number - 1 - rest) / 26
  end
  return letters
end

return cells
