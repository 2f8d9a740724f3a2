-- "Did you mean …?": the valid name that is closest to what was written.

local ascii = require "aliota.ascii"

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

-- More names than this help nobody.
local LONGEST_LIST = 16

local function list(names)
  local all = {}
  for name in pairs(names) do all[#all + 1] = name end
  table.sort(all)
  return #all > 0 and #all <= LONGEST_LIST and "; there is " .. table.concat(all, ", ") or nil
end

local function plain(text) return (ascii.lower(text):gsub("_", "")) end

--- The end of a message about an unknown name. Case and underscores weigh nothing, so `job_id` finds `JobId`.
---@param name any what was written
---@param names table<string, any> whose keys are the valid names
---@param most number|nil how many letters may be wrong, and nothing is said where none is as close
---@return string clause `; did you mean "x"?`, or a short list of what there is when nothing is close
return function(name, names, most)
  local written, best, best_distance = plain(tostring(name)), nil, math.huge
  for candidate in pairs(names) do
    local distance = edit_distance(written, plain(candidate))
    if distance < best_distance or (distance == best_distance and candidate < best) then
      best, best_distance = candidate, distance
    end
  end
  local is_close = best_distance <= (most or math.max(2, #written / 2))
  if most and not is_close then return "" end
  return not is_close and list(names) or best and ("; did you mean %q?"):format(best) or ""
end
