-- Which columns of a table fit side by side, and how wide each is: the one rule for whatever is drawn in columns.
local column_layout = {}

---@class aliota.Column
---@field align "left"|"right"|nil   "left"
---@field title string|nil
---@field elastic integer|nil        may be cut to so many columns; else it is shown whole
---@field yields integer|nil         is cut before others: the highest number first, equal ones share the loss; 0
---@field spare integer|nil          left out when the width does not do; the highest number first
---@field bar boolean|nil            cells are shares from 0 to 1, drawn as wide as there is room

--- What stands between two cells.
column_layout.GAP = "  "

local GAP = #column_layout.GAP
local LEAST_BAR, MOST_BAR = 10, 60

local function sum(widths, shown)
  local total = 0
  for _, i in ipairs(shown) do total = total + widths[i] + GAP end
  return math.max(0, total - GAP)
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

-- Columns that have a floor are no wider than `most`, if they can be.
local function limited(shown, widths, floors, most)
  local narrower = {}
  for _, i in ipairs(shown) do
    narrower[i] = floors[i] and math.min(widths[i], math.max(most, floors[i])) or widths[i]
  end
  return narrower
end

-- The most that columns with a floor may have each, so that all fit, if they do at all.
local function level(shown, widths, floors, width)
  local low, high = 0, width
  while low < high do
    local middle = math.ceil((low + high) / 2)
    if sum(limited(shown, widths, floors, middle), shown) <= width then low = middle else high = middle - 1 end
  end
  return low
end

-- Cuts the columns that have a floor so that all fit, if they can be: the widest share the loss.
local function cut(shown, widths, floors, width)
  local most = level(shown, widths, floors, width)
  local narrower = limited(shown, widths, floors, most)
  local rest = width - sum(narrower, shown)
  for at = #shown, 1, -1 do -- too little for a column more of each
    local i = shown[at]
    if rest > 0 and narrower[i] == most and widths[i] > most then narrower[i], rest = most + 1, rest - 1 end
  end
  return narrower
end

-- The elastic columns by how soon they yield, those that do first in front: the floors of each step.
local function steps_of(columns)
  local ranks, steps = {}, {}
  for i, column in ipairs(columns) do
    local rank = column.yields or 0
    if column.elastic and not steps[rank] then ranks[#ranks + 1], steps[rank] = rank, {} end
    if column.elastic then steps[rank][i] = column.elastic end
  end
  table.sort(ranks, function(a, b) return a > b end)
  for at, rank in ipairs(ranks) do ranks[at] = steps[rank] end
  return ranks
end

local function squeezed(steps, shown, natural, width)
  local widths = natural
  for _, floors in ipairs(steps) do widths = cut(shown, widths, floors, width) end
  return widths
end

-- What is left when nothing can be done without: an elastic column that stands alone has all the room that there is.
local function alone(columns, shown, widths, width)
  local only = #shown == 1 and shown[1]
  if only and columns[only].elastic then widths[only] = math.min(widths[only], width) end
end

local function widen_bars(columns, shown, widths, width)
  local rest = width - sum(widths, shown)
  for _, i in ipairs(shown) do
    if columns[i].bar then widths[i] = math.min(MOST_BAR, widths[i] + rest) end
  end
end

--- Fits columns into a width: cuts what is elastic; where that does not do, leaves out what is dispensable; then gives
--- bars the rest. Rigid columns may need more than there is.
---@param columns aliota.Column[]
---@param natural integer[]  how wide the content of each is; of a bar it does not matter
---@param width integer      columns of the terminal
---@return integer[] shown   the places of those that there is room for
---@return table<integer, integer> widths  by place
function column_layout.fit(columns, natural, width)
  local shown, wanted, steps = {}, {}, steps_of(columns)
  for i, column in ipairs(columns) do shown[i], wanted[i] = i, column.bar and LEAST_BAR or natural[i] end
  local widths = squeezed(steps, shown, wanted, width)
  while sum(widths, shown) > width do
    local place = dispensable(columns, shown)
    if not place then break end
    table.remove(shown, place)
    widths = squeezed(steps, shown, wanted, width)
  end
  alone(columns, shown, widths, width)
  widen_bars(columns, shown, widths, width)
  return shown, widths
end

--- The titles of columns that there is no room for.
---@param columns aliota.Column[]
---@param shown integer[]
---@return string[]
function column_layout.left_out(columns, shown)
  local is_shown, titles = {}, {}
  for _, i in ipairs(shown) do is_shown[i] = true end
  for i, column in ipairs(columns) do
    if column.title and not is_shown[i] then titles[#titles + 1] = column.title end
  end
  return titles
end

return column_layout
