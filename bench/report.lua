-- The table: what | figure | limit | ratio | ok; and, where another commit is measured as well, its figure, what part
-- of it ours is, and the most that this may be. A row is ok when it keeps all its limits. Below it are tables of other
-- shapes.
local report = {}

local rows = {}
local HEAD = {"what", "figure", "limit", "ratio", "ok", "base", "of it", "limit"}
local ALIGN = {"%-", "%", "%", "%", "%-", "%", "%", "%"}
local WITHOUT_BASE = 5

local function verdict(kept)
  if kept[1] == nil and kept[2] == nil then return "" end
  return kept[1] ~= false and kept[2] ~= false and "yes" or "NO"
end

local function within(value, limit)
  if limit then return value <= limit end
end

local function of_base(format, value, base, limit)
  if not base then return {"", "", ""} end
  local ratio = value / base
  return {format:format(base), ("%.2f"):format(ratio), limit and ("%.2f"):format(limit) or ""}, within(ratio, limit)
end

local function add(cells, kept, format, ours, base, base_limit)
  local compared
  compared, kept[2] = of_base(format, ours, base, base_limit)
  cells[5] = verdict(kept)
  table.move(compared, 1, 3, 6, cells)
  rows[#rows + 1] = cells
end

--- A figure of ours, with the most it may be.
---@param what string
---@param format string  such as "%.2f ms"
---@param value number
---@param limit number|nil
---@param base number|nil  the other commit's
---@param base_limit number|nil  the most that value / base may be
function report.figure(what, format, value, limit, base, base_limit)
  add({what, format:format(value), limit and format:format(limit) or "", ""}, {within(value, limit)}, format, value,
    base, base_limit)
end

--- Someone else's figure, and what part of it ours is.
---@param what string
---@param format string
---@param theirs number
---@param ours number
---@param limit number|nil  the most that ours / theirs may be
function report.ratio(what, format, theirs, ours, limit)
  local ratio = ours / theirs
  add({what, format:format(theirs), limit and ("%.2f"):format(limit) or "", ("%.2f"):format(ratio)},
    {within(ratio, limit)}, format, ours)
end

local function columns()
  for _, row in ipairs(rows) do
    if row[6] ~= "" then return #HEAD end
  end
  return WITHOUT_BASE
end

local function line_of(row, widths, align)
  local cells = {}
  for i, width in ipairs(widths) do cells[i] = ((align[i] or "%") .. width .. "s"):format(row[i]) end
  return (table.concat(cells, " | "):gsub("%s+$", ""))
end

local function print_table(head, list, count, align)
  local widths, all = {}, {head, table.unpack(list)}
  for i = 1, count do
    widths[i] = 0
    for _, row in ipairs(all) do widths[i] = math.max(widths[i], #row[i]) end
  end
  for _, row in ipairs(all) do print(line_of(row, widths, align)) end
end

local sheets = {}

--- A table of its own, where one figure a row would not do.
---@param head string[]
---@param list string[][]
function report.sheet(head, list) sheets[#sheets + 1] = {head = head, rows = list} end

function report.print()
  if #rows > 0 then print_table(HEAD, rows, columns(), ALIGN) end
  for _, sheet in ipairs(sheets) do print_table(sheet.head, sheet.rows, #sheet.head, {}) end
end

return report
