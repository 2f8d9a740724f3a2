-- Columns of text and bars in a given width.
local bar = require "aliota.show.bar"
local text = require "aliota.show.text"

---@class aliota.Column
---@field align "left"|"right"|nil   "left"
---@field title string|nil
---@field elastic integer|nil        may be cut to so many columns; else it is shown whole
---@field spare integer|nil          left out when the width does not do; the highest number first
---@field bar boolean|nil            cells are shares from 0 to 1, drawn as wide as there is room

---@alias aliota.Cell string|number|{text: string, colour: string}  a number is a bar's share

local GAP = "  "
local LEAST_BAR, MOST_BAR = 10, 60

local function text_of(cell)
  return type(cell) == "table" and cell.text or cell
end

local function natural_width(column, i, rows)
  if column.bar then return LEAST_BAR end
  local width = text.width(column.title or "")
  for _, row in ipairs(rows) do width = math.max(width, text.width(text_of(row[i]))) end
  return width
end

local function sum(widths, shown)
  local total = 0
  for _, i in ipairs(shown) do total = total + widths[i] + #GAP end
  return total - #GAP
end

-- The column to do without next: its place among those shown.
local function dispensable(columns, shown)
  local place
  for at, i in ipairs(shown) do
    local spare = columns[i].spare or (columns[i].bar and math.huge)
    if spare and (not place or spare >= (columns[shown[place]].spare or math.huge)) then place = at end
  end
  return place
end

-- Elastic columns are no wider than `most`, if they can be.
local function limited(columns, shown, natural, most)
  local widths = {}
  for _, i in ipairs(shown) do
    widths[i] = math.min(natural[i], math.max(most, columns[i].elastic or math.huge))
  end
  return widths
end

-- The most that elastic columns may have each, so that all fit, if they do at all.
local function level(columns, shown, natural, width)
  local low, high = 0, width
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if sum(limited(columns, shown, natural, middle), shown) <= width then low = middle else high = middle - 1 end
  end
  return low
end

-- Natural widths, those of elastic columns cut so that all fit, if they can be: the widest share the loss.
local function cut(columns, shown, natural, width)
  local most = level(columns, shown, natural, width)
  local widths = limited(columns, shown, natural, most)
  local rest = width - sum(widths, shown)
  for at = #shown, 1, -1 do -- too little for a column more of each
    local i = shown[at]
    if rest > 0 and widths[i] == most and natural[i] > most then widths[i], rest = most + 1, rest - 1 end
  end
  return widths
end

-- Cuts what is elastic; where that does not do, leaves out what is dispensable; then gives bars the rest.
local function lay_out(columns, rows, width)
  local shown, natural = {}, {}
  for i, column in ipairs(columns) do shown[i], natural[i] = i, natural_width(column, i, rows) end
  local widths = cut(columns, shown, natural, width)
  while sum(widths, shown) > width do
    local place = dispensable(columns, shown)
    if not place then break end
    table.remove(shown, place)
    widths = cut(columns, shown, natural, width)
  end
  local rest = width - sum(widths, shown)
  for _, i in ipairs(shown) do
    if columns[i].bar then widths[i] = math.min(MOST_BAR, widths[i] + rest) end
  end
  return shown, widths
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
    gap = (value == "" or column.align ~= "right") and gap .. blanks .. GAP or GAP
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

local function left_out_of(columns, shown)
  local is_shown, titles_left_out = {}, {}
  for _, i in ipairs(shown) do is_shown[i] = true end
  for i, column in ipairs(columns) do
    if column.title and not is_shown[i] then titles_left_out[#titles_left_out + 1] = column.title end
  end
  return titles_left_out
end

--- Lines of a table that fits.
---@param columns aliota.Column[]
---@param rows aliota.Cell[][] printable texts
---@param width integer columns of the terminal
---@param paint fun(value: string, colour: string): string
---@return string[] lines
---@return string[] left_out titles of columns that there is no room for
return function(columns, rows, width, paint)
  local shown, widths = lay_out(columns, rows, width)
  local lines, head = {}, titles(columns)
  if head then lines[1] = draw_row(head, columns, shown, widths, paint) end
  for _, row in ipairs(rows) do lines[#lines + 1] = draw_row(row, columns, shown, widths, paint) end
  return lines, left_out_of(columns, shown)
end
