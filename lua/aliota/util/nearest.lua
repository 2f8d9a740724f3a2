-- The valid name that is closest to what was written.
local ascii = require "aliota.util.ascii"

local function edit_distance(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local above = row[j]
      local change = a:byte(i) == b:byte(j) and 0 or 1
      row[j] = math.min(above + 1, row[j - 1] + 1, diagonal + change)
      diagonal = above
    end
  end
  return row[#b]
end

local function plain(text) return (ascii.lower(text):gsub("_", "")) end

--- Case and underscores weigh nothing, so `job_id` is `JobId`.
---@param written string
---@param names table<string, any> whose keys are the valid names
---@return string|nil name  of several that are equally close the first in alphabetical order; nil: there are none
---@return number distance  letters that are missing, too many or others
return function(written, names)
  local best, least = nil, math.huge
  written = plain(written)
  for name in pairs(names) do
    local distance = edit_distance(written, plain(name))
    if distance < least or (distance == least and name < best) then best, least = name, distance end
  end
  return best, least
end
