-- Which columns of a table fit side by side, and how wide each may be.
local layout = {}

layout.GAP = 2 -- columns between two cells

-- How many of the first columns there is room for; one at least.
local function count_that_fit(widths, room)
  for i, width in ipairs(widths) do
    room = room - width
    if room < 0 then return math.max(1, i - 1) end
    room = room - layout.GAP
  end
  return #widths
end

local function smaller(a, b)
  local both = {}
  for i = 1, #a do both[i] = math.min(a[i], b[i]) end
  return both
end

--- Fits columns into a width. Their order is their rank: what does not fit is left off at the end, and what room is
--- left goes to the first that has use for it.
---@param wanted integer[] what each column would like
---@param least integer[] what each must have of that to be worth showing
---@param room integer columns of the terminal
---@return integer[] granted as many as fit
function layout.fit(wanted, least, room)
  local must = smaller(wanted, least)
  local count, granted = count_that_fit(must, room), {}
  local spare = room - layout.GAP * (count - 1)
  for i = 1, count do spare = spare - must[i] end
  for i = 1, count do
    granted[i] = math.min(wanted[i], must[i] + spare)
    spare = spare - (granted[i] - must[i])
  end
  return granted
end

return layout
