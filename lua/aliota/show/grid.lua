-- Rows of text and bars in columns, as lines of a given width.
local bar = require "aliota.show.bar"
local layout = require "aliota.show.column_layout"
local text = require "aliota.show.text"

---@alias aliota.Cell string|number|{text: string, colour: string}  a number is a bar's share

local function text_of(cell)
  return type(cell) == "table" and cell.text or cell
end

-- How wide the cells of each column are.
local function measure(columns, rows)
  local widths = {}
  for i, column in ipairs(columns) do
    widths[i] = text.width(column.title or "")
    for r = 1, column.bar and 0 or #rows do widths[i] = math.max(widths[i], text.width(text_of(rows[r][i]))) end
  end
  return widths
end

local function content(cell, column, width)
  local value = text_of(cell)
  if column.bar then value = bar.horizontal(type(value) == "number" and value or 0, width) end
  return text.fit(value, width)
end

local function draw_row(row, columns, shown, widths, paint)
  local pieces, gap = {}, ""
  for _, i in ipairs(shown) do
    local cell, column, width = row[i], columns[i], widths[i]
    local value = content(cell, column, width)
    local blanks = (" "):rep(width - text.width(value))
    if value ~= "" then -- blanks wait until something follows them
      local before = column.align == "right" and gap .. blanks or gap
      pieces[#pieces + 1] = before .. (type(cell) == "table" and paint(value, cell.colour) or value)
      gap = ""
    end
    gap = (value == "" or column.align ~= "right") and gap .. blanks .. layout.GAP or layout.GAP
  end
  return table.concat(pieces)
end

local function titles(columns)
  local row, any = {}, false
  for i, column in ipairs(columns) do
    row[i] = {text = column.title or "", colour = "dim"}
    any = any or column.title ~= nil
  end
  return any and row or nil
end

--- Lines of a table that fits.
---@param columns aliota.Column[]
---@param rows aliota.Cell[][] printable texts
---@param width integer columns of the terminal
---@param paint fun(value: string, colour: string): string
---@return string[] lines
---@return string[] left_out titles of columns that there is no room for
return function(columns, rows, width, paint)
  local shown, widths = layout.fit(columns, measure(columns, rows), width)
  local lines, head = {}, titles(columns)
  if head then lines[1] = draw_row(head, columns, shown, widths, paint) end
  for _, row in ipairs(rows) do lines[#lines + 1] = draw_row(row, columns, shown, widths, paint) end
  return lines, layout.left_out(columns, shown)
end
