-- Tasks as rows of worksheets: a header that stays, a filter, and another sheet where one is full.
local cells = require "aliota.write.xlsx.cells"
local columns = require "aliota.write.columns"
local styles = require "aliota.write.xlsx.cell_styles"
local worksheet = require "aliota.write.xlsx.worksheet"

local MOST_ROWS = 1048576  -- of a sheet, its header included
local MOST_BYTES = 2 ^ 31  -- of its XML: what reads it has to, too

local WIDTHS = {
  DeviceName = 32, TaskDesc = 48, Progress = 10, Timeout = 10, TaskStatus = 15, SrcVersion = 14, DestVersion = 14,
}
local WIDTH = 24

---@class aliota.write.TaskSheets
---@field count integer  sheets
local Sheets = {}
Sheets.__index = Sheets

-- What stands between the number of a row and that of the next cell: a cell's text, and the letters of the next one.
local function row_of(names)
  local makers, behind = {}, {}
  for i, name in ipairs(names) do
    makers[i] = cells.of_field(name)
    behind[i] = i < #names and '<c r="' .. cells.column(i + 1) or "</row>"
  end
  return columns.row(names, function(value, i) return makers[i](value) .. behind[i] end,
    columns.separated(#names, "", ""))
end

-- Cells say where they are; some readers want that. So the number of the row stands before each.
local function write_row(self, texts)
  local number = ("%d"):format(self.row)
  texts[1] = '<row r="' .. number .. '"><c r="A' .. number
  for i = 3, 2 * #self.names, 2 do texts[i] = number end
  self.entry:write_all(texts)
  self.row = self.row + 1
end

local function header_of(names)
  local texts = {}
  for i, name in ipairs(names) do
    texts[2 * i] = cells.text(name, styles.HEADER) .. (i < #names and '<c r="' .. cells.column(i + 1) or "</row>")
    texts[2 * i - 1] = ""
  end
  return texts
end

local function begin(self)
  self.count, self.row = self.count + 1, 1
  self.entry = self.archive:entry(("xl/worksheets/sheet%d.xml"):format(self.count))
  local widths = {}
  for i, name in ipairs(self.names) do widths[i] = WIDTHS[name] or WIDTH end
  self.entry:write(worksheet.head(widths, true))
  write_row(self, header_of(self.names))
end

--- Ends the last sheet.
function Sheets:close()
  local last = cells.column(#self.names) .. ("%d"):format(self.row - 1)
  self.entry:write(worksheet.foot("A1:" .. last))
  self.entry:close()
end

---@param task aliota.Task
function Sheets:add(task)
  if self.row > self.most_rows or self.entry.entry.size > MOST_BYTES then
    self:close()
    begin(self)
  end
  write_row(self, self.row_of(task))
end

--- Begins the first one.
---@param archive aliota.write.ZipArchive
---@param names string[]            the fields
---@param most_rows integer|nil     of a sheet; default as many as spreadsheets have
---@return aliota.write.TaskSheets
return function(archive, names, most_rows)
  local self = setmetatable({
    archive = archive, names = names, count = 0, row_of = row_of(names), most_rows = most_rows or MOST_ROWS,
  }, Sheets)
  begin(self)
  return self
end
