-- CSV as in RFC 4180: a header line, CRLF, quotes where needed. Streams; holds one row.
--
-- A spreadsheet takes a cell for a formula by how it begins, with quotes and blanks before it or not, and in some
-- locales a semicolon or a tab for the beginning of a cell. What devices sent gets an apostrophe there, unless it is a
-- number with its sign.
local columns = require "aliota.write.columns"
local types = require "aliota.util.option_types"

local csv = {}

---@class aliota.write.CsvOptions: aliota.write.ColumnsOption
---@field header boolean|nil  `false`: no line of names, to go on with a file; default true
---@field raw boolean|nil     `true`: no apostrophe before what a spreadsheet would take for a formula; default false
---@field bom boolean|nil     `true`: begins with a byte order mark, by which Excel knows UTF-8; default false
---@field formulas boolean|nil  `true`: a text is a formula that gives it, ="1.10", for spreadsheets; default false

csv.options = {
  columns = columns.OPTION, raw = types.BOOLEAN, bom = types.BOOLEAN, header = types.BOOLEAN, formulas = types.BOOLEAN,
}

function csv.looks_at(options) return options.columns end

local BOM = "\239\187\191"
local IGNORED = "[ \t-\r'\"]*"                    -- before a formula
local FULL_WIDTH = "\239\188[\139\141\157\160]" -- ＋ － ＝ ＠, which some locales take for the plain ones

local function is_number(cell)
  return cell:find "^[+-]?[0-9]+%.?[0-9]*$" or cell:find "^[+-]?[0-9]+%.?[0-9]*[eE][+-]?[0-9]+$"
end

-- What stands behind a separator and what is ignored; nil leaves it.
local function neutral_cell(before, cell)
  if not is_number(cell) then return before .. "'" .. cell end
end

local function neutral(value)
  if is_number(value) then return value end
  value = value:gsub("^" .. IGNORED .. "[=+%-@]", "'%0"):gsub("^" .. IGNORED .. FULL_WIDTH, "'%0")
    :gsub("^[\t\r\n]", "'%0")
  return (value:gsub("([;\t\r\n]" .. IGNORED .. ")([=+%-@][^;\t\r\n]*)", neutral_cell))
end

local function quoted(value)
  return value:find '[,"\r\n]' and '"' .. value:gsub('"', '""') .. '"' or value
end

-- A text as a formula has 255 characters at most, and no character that ends a cell where cells are read differently.
local LONGEST = 255

local function formula(text)
  return quoted('="' .. text:gsub('"', '""') .. '"')
end

--- Numbers are no formulas, though they may begin with a minus.
local function cell_of(raw, has_formulas)
  return function(value)
    local text = columns.text(value)
    if has_formulas and type(value) == "string" and text ~= "" and #text <= LONGEST and not text:find "[%z;\t\r\n]" then
      return formula(text)
    end
    if text == "" or text:find "^[0-9A-Za-z][0-9a-zA-Z.: -]*$" then return text end
    if not raw and type(value) ~= "number" then text = neutral(text) end
    return quoted((text:gsub("%z", "?"))) -- where SQLite and others would end the text
  end
end

--- Begins a CSV text.
---@param out {write: fun(self, text: string), write_all: fun(self, texts: string[])}
---@param options aliota.write.CsvOptions
---@return fun(task: aliota.Task) write_row
---@return fun() finish
function csv.new(out, options)
  local names = options.columns or columns.DOCUMENTED
  local row = columns.row(names, cell_of(options.raw, options.formulas), columns.separated(#names, "", ","), "\r\n")
  if options.bom then out:write(BOM) end
  if options.header ~= false then out:write(table.concat(names, ",") .. "\r\n") end
  return function(task) out:write_all(row(task)) end, function() end
end

return csv
